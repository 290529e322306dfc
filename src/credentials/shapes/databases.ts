import { fake } from '../../fake.ts';
import { gradePassword } from '../literal.ts';
import type { Outcome, Shape } from '../shape.ts';

/** `%s`, `:name`, `?` and the like are filled in by the program that sends the statement. */
function statementPassword(match: RegExpExecArray): Outcome {
  return statementOutcome(match, match.groups?.body ?? '');
}

function statementOutcome(match: RegExpExecArray, body: string): Outcome {
  // Prose: identified by 'server', 'name', or both.
  if (match[0].startsWith('identified') && match.input[match.index + match[0].length] === ',')
    return { verdict: 'none' };
  // `#APP_PASSWORD` is replaced by whoever fills in the file.
  if (/^#[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(body)) return { verdict: 'placeholder' };
  return /^(?:[%:?@{]|\s|'|"\s?[.+$])/.test(body) ? { verdict: 'none' } : gradePassword(body);
}

/** `user alice on +@all -DEBUG ~* >somepassword` stands in every redis.conf. */
function aclPassword(match: RegExpExecArray): Outcome {
  return match.groups?.body === 'somepassword' ? { verdict: 'placeholder' } : statementPassword(match);
}

/** `password="%s"` is filled in by `printf`. */
function jaasPassword(match: RegExpExecArray): Outcome {
  return /^%/.test(match.groups?.body ?? '') ? { verdict: 'reference' } : statementPassword(match);
}

/** `pwd: "/app"` is a directory. */
function userPassword(match: RegExpExecArray): Outcome {
  return /^[./~$]/.test(match.groups?.body ?? '') ? { verdict: 'none' } : statementPassword(match);
}

/** A word of prose may follow the name of a directive; a password has a digit or a sign, or everybody knows it. */
function directivePassword(match: RegExpExecArray): Outcome {
  const body = match.groups?.body ?? '';
  const outcome = gradePassword(body);
  if (outcome.verdict !== 'credential' || outcome.confidence === 'possible') return outcome;
  // Prose has no name of a master after this directive.
  if (match[0].startsWith('auth-pass')) return outcome;
  return /\d|[^\w.,:;)-]/.test(body) && body.length >= 4 ? outcome : { verdict: 'none' };
}

/** Oracle takes a password without quotes; `IDENTIFIED BY VALUES 'S:...'` and `BY RANDOM PASSWORD` hold none. */
function barePassword(match: RegExpExecArray): Outcome {
  const body = match.groups?.body;
  if (body === undefined) return statementOutcome(match, match.groups?.quoted ?? '');
  if (/^(?:values|random|password|pwd?|externally|globally)$/i.test(body)) return { verdict: 'none' };
  const outcome = gradePassword(body);
  return outcome.verdict === 'credential' && !/\d/.test(body) ? { ...outcome, confidence: 'possible' } : outcome;
}

/** Passwords in statements and configuration files of databases and of what stands before them. */
export const databases: readonly Shape[] = [
  {
    id: 'sql-password',
    title: 'Password in a SQL statement',
    anchors: [
      "PASSWORD '",
      "with password '",
      "encrypted password '",
      "IDENTIFIED BY '",
      "identified by '",
      "_password BY '",
      "_password by '",
    ],
    // https://www.postgresql.org/docs/current/sql-createrole.html and https://dev.mysql.com/doc/refman/8.4/en/create-user.html
    lead: { length: 24, of: /[a-z0-9_]/ },
    pattern:
      /(?:PASSWORD|(?:with|encrypted) password|IDENTIFIED BY|identified by|[a-z0-9_]{0,24}_password (?:BY|by)) '(?<body>[^'\n]{1,200})'/y,
    confidence: 'likely',
    check: statementPassword,
    example: () => fake('sql-password'),
  },
  {
    id: 'directive-password',
    title: 'Password in a directive of a configuration file',
    anchors: ['requirepass ', 'masterauth ', 'rootpw ', 'bindpw ', 'auth_pass ', 'insecure-password ', 'auth-pass '],
    // Redis, OpenLDAP, nslcd, keepalived, HAProxy, Redis Sentinel: name and value with a space between them.
    pattern:
      /(?:requirepass|masterauth|rootpw|bindpw|auth_pass|insecure-password|auth-pass [\w.-]{1,60})[ \t]{1,8}"?(?<body>[^\s"'#<]{1,200})/y,
    apart: /[^ \t\n"']/,
    confidence: 'likely',
    check: directivePassword,
    example: () => fake('directive-password'),
  },
  {
    id: 'sql-role-password',
    title: 'Password of a role in a SQL statement',
    anchors: ['create user ', 'alter user ', 'create role ', 'alter role ', 'CREATE LOGIN ', 'ALTER LOGIN '],
    // Small letters, no `WITH`, or the equals sign of T-SQL.
    pattern:
      /(?:CREATE|ALTER) (?:USER|ROLE|LOGIN) [^;\n]{1,160}?\bPASSWORD {0,3}=? {0,3}N?\\?'(?<body>[^'\\\n]{1,200})\\?'/iy,
    confidence: 'likely',
    check: statementPassword,
    example: () => fake('sql-role-password'),
  },
  {
    id: 'sql-bare-password',
    title: 'Password without quotes in a SQL statement',
    anchors: ['CREATE USER ', 'ALTER USER ', 'create user ', 'alter user ', 'CONNECT TO ', 'connect to '],
    // https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/CREATE-USER.html; MySQL takes double quotes too.
    pattern:
      /(?:(?:CREATE|ALTER) USER|CONNECT TO) (?:IF NOT EXISTS )?[^\s;]{1,100}\s{1,20}IDENTIFIED BY (?:\\?"(?<quoted>[^"\\\n]{1,120})\\?"|(?<body>[A-Za-z][\w$#]{2,29})(?=\s{0,20}(?:[;"'\\/]|$|(?:account|default|temporary|quota|profile|container|using|password|replace)\b)))/iy,
    confidence: 'likely',
    check: barePassword,
    example: () => fake('sql-bare-password'),
  },
  {
    id: 'sql-set-password',
    title: 'Password in a SQL statement that sets it',
    anchors: ['SET PASSWORD ', 'set password ', "=PASSWORD('", "= PASSWORD('", "=password('", "= password('"],
    // https://dev.mysql.com/doc/refman/8.4/en/set-password.html and the function of older versions.
    pattern:
      /(?:SET PASSWORD (?:FOR [^\s;=]{1,100} {0,3})?= {0,3}(?:PASSWORD {0,2}\( {0,2})?|= ?PASSWORD\()\\?(?<quote>["'])(?<body>[^"'\\\n]{1,200})\\?\k<quote>/iy,
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: statementPassword,
    example: () => fake('sql-set-password'),
  },
  {
    id: 'mongo-user',
    title: 'Password of a MongoDB user',
    anchors: ['pwd: "', "pwd: '", 'pwd:"', "pwd:'"],
    // https://www.mongodb.com/docs/manual/reference/method/db.createUser/
    pattern: /pwd: ?(?<quote>['"])(?<body>[^'"\\\n]{1,200})\k<quote>/y,
    confidence: 'likely',
    check: userPassword,
    example: () => fake('mongo-user'),
  },
  {
    id: 'jaas-password',
    title: 'Password in a JAAS configuration',
    anchors: ['LoginModule '],
    pattern:
      /LoginModule (?:required|requisite|sufficient|optional)\b[^;\n]{0,300}?\b(?:password|clientSecret|user_[\w.-]{1,60}) {0,2}= {0,2}\\?["'](?!\$\{)(?<body>[^"'\\\n]{1,200})/y,
    // The rest of the class name stands before it.
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: jaasPassword,
    example: () => fake('jaas-password'),
  },
  {
    id: 'jaas-bare-password',
    title: 'Password without quotes in a JAAS configuration',
    anchors: ['LoginModule '],
    pattern:
      /LoginModule (?:required|requisite|sufficient|optional)\b[^;\n"']{0,300}?\b(?:password|clientSecret)=(?<body>[^\s"'\\;]{1,200})/y,
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: jaasPassword,
    example: () => fake('jaas-bare-password'),
  },
  {
    id: 'redis-acl-password',
    title: 'Password of a user of Redis',
    anchors: [' on >', ' on ~', ' on %', ' on &', ' on +', ' on sanitize-payload '],
    // https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
    lead: { length: 60, of: /[\w.-]/ },
    pattern: /[\w.-]{1,60} on (?=[^\n]{0,300}?[~+&@%])(?:[^\s>]{1,100} ){0,30}>(?<body>[^\s"'\\]{2,200})/y,
    confidence: 'likely',
    check: aclPassword,
    example: () => fake('redis-acl-password'),
  },
  {
    id: 'scram-password',
    title: 'Password in a SCRAM configuration of Kafka',
    anchors: ['SCRAM-SHA-'],
    pattern: /SCRAM-SHA-(?:256|512)=\[(?:iterations=\d{1,6},)?password=(?<body>[^\],\s]{1,200})\]/y,
    confidence: 'likely',
    check: statementPassword,
    example: () => fake('scram-password'),
  },
  {
    id: 'game-database-password',
    title: 'Password in a connection string of a game server',
    anchors: [';3306;'],
    // https://github.com/TrinityCore/TrinityCore/blob/master/src/server/worldserver/worldserver.conf.dist: host;port;user;password;database
    lead: { length: 80, of: /[\w.-]/ },
    pattern: /[\w.-]{1,80};3306;(?<user>[\w.-]{1,60});(?<body>[^;"'\s]{1,100});[\w.-]{1,60}/y,
    confidence: 'likely',
    check: ({ groups }) => gradePassword(groups?.body ?? '', groups?.user),
    example: () => fake('game-database-password'),
  },
  {
    id: 'ceph-key',
    title: 'Ceph authentication key',
    anchors: ['AQ'],
    // Little endian: type 1, two times, and the length 16 of the secret, which base64 puts at these places.
    pattern: /(?<body>AQ[A-Za-z0-9+/]{11}[BRhx]AA[A-Za-z0-9+/]{22}==)(?![A-Za-z0-9+/=])/y,
    apart: /[A-Za-z0-9+/=_]/,
    confidence: 'likely',
    example: () => fake('ceph-key'),
  },
];
