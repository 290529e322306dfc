import { fake } from '../../fake.ts';
import { decodedBytes, textOf } from '../base64.ts';
import { gradePassword, isCommonPassword } from '../literal.ts';
import { isDull, looksRandom } from '../randomness.ts';
import type { Outcome, Shape } from '../shape.ts';

function passwordOf(match: RegExpExecArray): Outcome {
  return gradePassword(unescaped(match.groups?.body ?? ''), match.groups?.user ?? '');
}

/** The user may stand anywhere before the password: `host=db user=postgres password=x`. */
function keywordPasswordOf(match: RegExpExecArray): Outcome {
  const body = unescaped(match.groups?.body ?? '');
  // `user=a password=b` of a comment.
  return body.length === 1 ? { verdict: 'placeholder' } : gradePassword(body, /\buser=(\S+)/.exec(match[0])?.[1] ?? '');
}

/** A password that everybody writes for want of one, at a host that RFC 2606 keeps for documentation, is an example. */
function urlPasswordOf(match: RegExpExecArray): Outcome {
  const outcome = passwordOf(match);
  const host = match[0].slice(match[0].lastIndexOf('@') + 1);
  const isExample = isCommonPassword(match.groups?.body ?? '') && documentation.test(host);
  return isExample && outcome.verdict === 'credential' ? { verdict: 'placeholder' } : outcome;
}

const documentation = /^(?:[\w-]{1,63}\.){0,8}example(?:\.(?:com|org|net|edu))?(?::\d{1,5})?(?:[/?#]|$)/i;

function unescaped(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `user:password` behind base64. */
function loginOf(match: RegExpExecArray): Outcome {
  const bytes = decodedBytes(match.groups?.body ?? '');
  const login = bytes && textOf(bytes);
  const colon = login?.indexOf(':') ?? -1;
  if (login === undefined || colon < 1 || !/^[\x20-\x7e]+$/.test(login)) return { verdict: 'none' };
  return gradePassword(login.slice(colon + 1), login.slice(0, colon));
}

function randomBody(match: RegExpExecArray): Outcome {
  const body = match.groups?.body ?? '';
  if (isDull(body)) return { verdict: 'placeholder' };
  return { verdict: looksRandom(body) ? 'credential' : 'none' };
}

function jsonOf(part: string | undefined): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** https://www.rfc-editor.org/rfc/rfc7519; the examples are those of jwt.io and of the RFC. */
function tokenOf(match: RegExpExecArray): Outcome {
  const [head, body, signature] = match[0].split('.');
  const header = jsonOf(head);
  if (!header || typeof header.alg !== 'string') return { verdict: 'none' };
  if (header.enc !== undefined) return { verdict: 'none' };
  const claims = jsonOf(body);
  if (header.alg === 'none' || !claims || !signature || isDull(signature)) return { verdict: 'placeholder' };
  if (claims.sub === '1234567890' || claims.name === 'John Doe' || claims.iss === 'joe')
    return { verdict: 'placeholder' };
  // A Supabase key for the browser.
  if (claims.role === 'anon') return { verdict: 'none' };
  const serviceAccount =
    String(claims.iss ?? '').includes('kubernetes') || String(claims.sub ?? '').startsWith('system:serviceaccount:');
  return { verdict: 'credential', confidence: serviceAccount ? 'certain' : 'likely' };
}

/** Credentials as the web and databases write them. */
export const web: readonly Shape[] = [
  {
    id: 'url-password',
    title: 'Password in a URL',
    anchors: ['://'],
    lead: { length: 24, of: /[A-Za-z0-9+.-]/ },
    // The host must not be a digest (`docker://image:tag@sha256:...`).
    pattern:
      /[A-Za-z][A-Za-z0-9+.-]{1,24}:\/\/(?<user>[^\s:/?#@"'`<>\\,;]{0,128}):(?<body>[^\s/?#@"'`<>\\]{1,256}|<[^<>\s]{1,60}>)@(?!sha256:)[\w.%$({[*<-][^\s"'`<>\\]{0,512}/y,
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: urlPasswordOf,
    example: () => fake('url-password'),
  },
  {
    id: 'query-password',
    title: 'Password in the query of a URL',
    anchors: [
      'password=',
      'passwd=',
      'pwd=',
      'Password=',
      'access_token=',
      'api_key=',
      'apikey=',
      'api-key=',
      'client_secret=',
      'secret_id=',
    ],
    lead: { length: 1, of: /[?&;]/ },
    pattern:
      /[?&](?:[Pp]assword|passwd|pwd|access_token|api[_-]?key|client_secret|secret_id)=(?<body>[^\s&#"'`<>\\;]{1,256})/y,
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: passwordOf,
    example: () => fake('query-password'),
  },
  {
    id: 'query-token',
    title: 'Token in the query of a URL',
    anchors: ['token=', 'auth=', 'auth_token=', 'private_token='],
    lead: { length: 1, of: /[?&]/ },
    pattern: /[?&](?:token|auth|auth_token|private_token)=(?<body>[\w.~+-]{20,400})(?![\w.~+-])/y,
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: randomBody,
    example: () => fake('query-token'),
  },
  {
    id: 'dsn-password',
    title: 'Password in a MySQL data source name',
    anchors: ['@tcp(', '@unix('],
    lead: { length: 200, of: /[^\s"'`=/()]/ },
    pattern:
      /(?<user>[^\s"'`=/:()]{1,80}):(?<body>[^\s"'`=/()]{1,120})@(?:tcp|unix)\((?:[^\s(){}$]|\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\s]{1,80}\}){1,200}\)/y,
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: passwordOf,
    example: () => fake('dsn-password'),
  },
  {
    id: 'connection-string',
    title: 'Password in a connection string',
    anchors: ['Password=', 'Pwd=', 'PWD=', 'password=', 'pwd=', 'PASSWORD='],
    lead: { length: 2, of: /[;, ]/ },
    // ADO.NET and ODBC: fields between semicolons.
    pattern: /[;,] ?(?:Password|Pwd|PWD|password|pwd|PASSWORD)=(?<body>[^\s;"'`<>]{1,200})/y,
    apart: /[^\s\S]/,
    confidence: 'likely',
    check: passwordOf,
    example: () => fake('connection-string'),
  },
  {
    id: 'keyword-password',
    title: 'Password in a libpq connection string',
    anchors: ['host=', 'user=', 'dbname=', 'hostaddr='],
    // https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE
    pattern:
      /(?:host|user|dbname|hostaddr)=[^\s"'`;&]{1,100}(?: {1,3}[a-z_]{2,20}=[^\s"'`]{0,100}){0,8}? {1,3}password=(?<body>[^\s"'`<>]{1,200})/y,
    confidence: 'likely',
    check: keywordPasswordOf,
    example: () => fake('keyword-password'),
  },
  {
    id: 'jwt',
    title: 'JSON Web Token',
    anchors: ['eyJ'],
    pattern: /(?<body>eyJ[\w-]{8,2000}\.eyJ[\w-]{4,8000}\.[\w-]{0,2000})(?![\w-])/y,
    apart: /[\w.-]/,
    confidence: 'likely',
    check: tokenOf,
    example: () => fake('jwt'),
  },
  {
    id: 'basic-authorization',
    title: 'HTTP Basic credentials',
    anchors: ['Basic ', 'basic '],
    pattern: /[Bb]asic {1,4}(?<body>[A-Za-z0-9+/]{8,400}={0,2})(?![A-Za-z0-9+/=])/y,
    confidence: 'likely',
    check: loginOf,
    example: () => fake('basic-authorization'),
  },
  {
    id: 'bearer-authorization',
    title: 'HTTP Bearer token',
    anchors: ['Bearer ', 'bearer '],
    pattern: /[Bb]earer {1,4}(?<body>[\w.~+/-]{20,400}={0,2})(?![\w~+/=])/y,
    confidence: 'likely',
    check: randomBody,
    example: () => fake('bearer-authorization'),
  },
  {
    id: 'npmrc-auth',
    title: 'Registry credentials of npm',
    anchors: ['_authToken=', '_password=', '_auth='],
    lead: { length: 1, of: /[:\s]/ },
    pattern: /(?::|\s|)(?:_authToken|_password|_auth) {0,2}= {0,2}"?(?<body>[^\s"'$<{][^\s"'<{]{7,400})/y,
    confidence: 'likely',
    check: (match) => gradePassword(match.groups?.body ?? ''),
    example: () => fake('npmrc-auth'),
  },
  {
    id: 'netrc-password',
    title: 'Password in a .netrc entry',
    anchors: ['machine '],
    pattern:
      /machine\s{1,8}\S{1,200}\s{1,8}login\s{1,8}(?<user>\S{1,120})\s{1,8}password\s{1,8}(?<body>[^\s"'`]{1,200})/y,
    confidence: 'likely',
    check: passwordOf,
    example: () => fake('netrc-password'),
  },
];
