import type { Question } from '../credential.ts';
import type { Filter } from './filter.ts';
import { ciphertext, placeholders, references } from './filters/index.ts';
import type { Outcome } from './shape.ts';

const bareQuestion: Question = { key: '', value: '', expectation: 'secret' };

/** The first filter of `list` that takes a value. A filter sees at most `reach` characters. */
export function firstOf(list: readonly Filter[], value: string, question: Question = bareQuestion): Filter | undefined {
  return list.find((filter) => filter.test(value, question));
}

/**
 * Passwords that come with a product or that people set without thinking. They open doors, so they are credentials; but
 * the same words are written for want of a better one, so a person should look.
 */
const commonPasswords = new Set(
  `admin administrator root toor test tests testing guest user demo default password passwd pass pass123 pass1234 password1 password12
  password123 password1234 passw0rd p@ssw0rd p@ssword p@55w0rd pa55w0rd secret secrets s3cr3t s3cret secret123 supersecret topsecret
  mysecret mypassword mypass mysecretpassword my-secret-pw my-secret-password secretpassword changeit letmein welcome welcome1 qwerty
  qwerty123 abc123 abcd1234 abc 12345 123456 1234567 12345678 123456789 1234567890 1234 123 0000 1111 111111 000000 admin1 admin12
  admin123 admin1234 adminadmin adminpassword adminpass root123 rootpassword rootpass test123 test1234 testpassword testpass minio
  minio123 minioadmin minio-secret postgres postgresql postgrespassword postgres123 mysql mysqlpassword redis redispassword mongo mongodb rabbitmq
  grafana prometheus elastic kibana vault foo bar baz foobar hunter2 hunter1 master dbpassword dbpass userpassword userpass
  keycloak harbor harbor12345 prom-operator sa sonar jenkins airflow superset superuser opensesame monkey dragon love god sekret
  somepassword somesecret dummy123`.split(/\s+/),
);
// https://expressjs.com/en/resources/middleware/session.html
commonPasswords.add('keyboard cat');

/** True for a password that everybody tries first. */
export function isCommonPassword(value: string): boolean {
  return value.length <= 24 && commonPasswords.has(value.toLowerCase());
}

/** `prod_user:prod_pass`: both parts say what belongs there, in the same way. */
export function isDocumentedLogin(user: string, password: string): boolean {
  const name = /^((?:[a-z]{1,20}[_-])?)user(?:_?name)?$/i.exec(user)?.[1];
  return name !== undefined && password.startsWith(name) && /^pass(?:word|wd)?$/i.test(password.slice(name.length));
}

/** What the password part of a longer text (URL, DSN, header) is by itself. */
export function gradePassword(password: string, user = ''): Outcome {
  if (password === '') return { verdict: 'none' };
  const refused = firstOf(ciphertext, password) ?? firstOf(references, password) ?? firstOf(placeholders, password);
  if (refused) return { verdict: refused.verdict === 'placeholder' ? 'placeholder' : 'reference' };
  if (/[{}]/.test(password) && !/[0-9]/.test(password)) return { verdict: 'reference' };
  if (/^(?:pass|passwd|pwd|pw)$/i.test(password) || (user === '' && /^password$/i.test(password)))
    return { verdict: 'placeholder' };
  if (isDocumentedLogin(user, password)) return { verdict: 'placeholder' };
  // `http://USERNAME:PASSOWRD@proxy`, `https://XXX:YYY@ZZZ.acme.dev`: words in capitals on both sides, or letters.
  if (/^(?:YOUR_?)?(?:USER|USER_?NAME|LOGIN)$/.test(user) && /^[A-Z_]{4,24}$/.test(password))
    return { verdict: 'placeholder' };
  if (/^([A-Z])\1{1,3}$/.test(user) && /^([A-Z])\1{1,3}$/.test(password)) return { verdict: 'placeholder' };
  const documented =
    /^(?:user|username|usr|login|name|my-?(?:user|acct|account)|me|foo|u|user_?name|db_?user|your-?user(?:name)?)$/i.test(
      user,
    );
  if (
    documented &&
    /^(?:pass|password|passwd|pwd|pw|p|secret|token|bar|my-?pass(?:word)?|db_?pass(?:word)?|(?:personal-)?access-?token)$/i.test(
      password,
    )
  )
    return { verdict: 'placeholder' };
  if (/^(?:PASSWORD|PASSWD|PASS|PWD|TOKEN|SECRET|(?:[A-Z]+_){1,4}(?:PASSWORD|PASS|TOKEN|SECRET|KEY))$/.test(password))
    return { verdict: 'placeholder' };
  if (isCommonPassword(password) || password === user) return { verdict: 'credential', confidence: 'possible' };
  return { verdict: 'credential' };
}

/** The outcome of `user:password` as one line, or undefined when a text is no such pair. */
export function loginOutcome(text: string): Outcome | undefined {
  const match = /^([\w.$@+-]{1,120}):([\x21-\x7e]{1,2000})\s*$/.exec(text);
  if (!match || match[2]!.startsWith('//') || match[2]!.startsWith('$')) return undefined;
  // `auth: mtls:CN=([^,]+)` is a method and what it takes.
  if (/^(?:mtls|jwt|oidc|header)$/.test(match[1]!)) return undefined;
  const outcome = gradePassword(match[2]!, match[1]);
  return outcome.verdict === 'none' ? undefined : outcome;
}
