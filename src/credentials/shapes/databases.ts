import { fake } from '../../fake.ts';
import { gradePassword } from '../literal.ts';
import type { Outcome, Shape } from '../shape.ts';

/** `%s`, `:name`, `?` and the like are filled in by the program that sends the statement. */
function statementPassword(match: RegExpExecArray): Outcome {
  const body = match.groups?.body ?? '';
  return /^(?:[%:?@{]|\s|'|"\s?[.+$])/.test(body) ? { verdict: 'none' } : gradePassword(body);
}

/** A word of prose may follow the name of a directive; a password has a digit or a sign, or everybody knows it. */
function directivePassword(match: RegExpExecArray): Outcome {
  const body = match.groups?.body ?? '';
  const outcome = gradePassword(body);
  if (outcome.verdict !== 'credential' || outcome.confidence === 'possible') return outcome;
  return /\d|[^\w.,:;)-]/.test(body) && body.length >= 4 ? outcome : { verdict: 'none' };
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
