import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mechanisms } from '../src/mechanisms/index.ts';
import { sealedSecretsOf } from '../src/model/sealed-secret.ts';
import { places } from '../src/places/index.ts';
import { rules } from '../src/rules/index.ts';
import { scan } from '../src/scan.ts';
import { foreignTo, labelOf, type Scope, sealingCertificate } from '../src/sealing.ts';
import { memorySource } from '../src/sources/memory.ts';
import { certificatePem, open } from './sealed-vectors.ts';

/**
 * What is proved offline about a sealed value must never be said of a value that kubeseal made. `.ci/run` installs
 * kubeseal where it can; with KUBESEAL=required a machine without it fails instead of skipping.
 */

function kubesealPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  try {
    folders.push(join(execFileSync('go', ['env', 'GOPATH'], { encoding: 'utf8' }).trim(), 'bin'));
  } catch {
    // No Go: PATH alone decides.
  }
  return folders.map((folder) => join(folder, 'kubeseal')).find((path) => existsSync(path));
}

const kubeseal = kubesealPath();
const required = process.env['KUBESEAL'] === 'required';
if (!kubeseal && !required) {
  console.warn(
    'SKIPPED: kubeseal is not on this machine, so nothing is compared with what it makes. ' +
      'Install it: go install github.com/bitnami/sealed-secrets/cmd/kubeseal@latest',
  );
}

const temporary = mkdtempSync(join(tmpdir(), 'kubeseal-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const sizes = [2048, 4096] as const;
const scopes: readonly Scope[] = ['strict', 'namespace-wide', 'cluster-wide'];
const namespace = 'prod';

/** Values as they are sealed in earnest, with the lengths that their keys promise, and any others. */
function plainValues(seed: number): Record<string, Buffer> {
  const values: Record<string, Buffer> = {
    AWS_ACCESS_KEY_ID: Buffer.from(randomBytes(10).toString('hex')),
    AWS_SECRET_ACCESS_KEY: Buffer.from(randomBytes(20).toString('hex')),
    'tls.key': randomBytes(1700),
    '.dockerconfigjson': Buffer.from('{"auths":{"registry.example":{}}}'),
    unicode: Buffer.from('pässwörd \u{1f511}'),
    lines: Buffer.from('one\ntwo\n'),
    binary: Buffer.from([0, 255, 0]),
    one: Buffer.from('x'),
  };
  for (let i = 0; Object.keys(values).length < 34; i++)
    values[`value-${i}`] = randomBytes(1 + ((seed * 31 + i * 7) % 300));
  return values;
}

interface Sealed {
  readonly path: string;
  readonly name: string;
  readonly bits: number;
  readonly scope: Scope;
  readonly plain: Readonly<Record<string, Buffer>>;
  readonly manifest: string;
}

/** Six SealedSecrets, one for each key and scope, as kubeseal writes them. */
function sealAll(): Sealed[] {
  return sizes.flatMap((bits) => {
    const certificate = join(temporary, `${bits}.pem`);
    writeFileSync(certificate, certificatePem(bits));
    return scopes.map((scope, i) => {
      const name = `app-${scope}-${bits}`;
      const plain = plainValues(bits + i);
      const data = Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, value.toString('base64')]));
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data };
      // One of the two formats it writes each.
      const format = i === 1 ? 'json' : 'yaml';
      const manifest = execFileSync(kubeseal!, ['--cert', certificate, '--scope', scope, '--format', format], {
        input: JSON.stringify(secret),
        encoding: 'utf8',
      });
      return { path: `clusters/${bits}/${name}.${format}`, name, bits, scope, plain, manifest };
    });
  });
}

if (required) test('kubeseal is on this machine', () => expect(kubeseal).toBeDefined());

describe.skipIf(!kubeseal)('values that kubeseal made', () => {
  const proofs = rules.filter(({ id }) =>
    /^sealed-(?:value|duplicate|key-not|scope|renamed|rsa|type|deprecated|template|without)/.test(id),
  );

  test('204 values in three scopes and two key sizes: no rule finds a fault in one', { timeout: 120_000 }, async () => {
    const all = sealAll();
    const files = new Map<string, string>();
    for (const bits of sizes) files.set(`clusters/${bits}/pub-sealed-secrets.pem`, certificatePem(bits));
    for (const { path, manifest } of all) files.set(path, manifest);
    const found = await scan(memorySource(files), {
      places,
      mechanisms,
      rules: proofs,
      declared: { level: 2, backups: [] },
      today: new Date('2026-11-23'),
      ignored: () => false,
    });
    expect([found.crashes, found.problems]).toEqual([[], []]);
    expect(found.findings.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([]);

    let count = 0;
    for (const sealed of sealedSecretsOf(found.repository)) {
      const { name, bits, scope, plain } = all.find(({ path }) => path === sealed.resource.passage.file.path)!;
      expect([sealed.resource.name, sealed.scope]).toEqual([name, scope]);
      expect(sealed.items.map(({ key }) => key).sort()).toEqual(Object.keys(plain).sort());
      const certificate = sealingCertificate(certificatePem(bits))!;
      for (const { key, node, value } of sealed.items) {
        expect(value).toEqual({ ok: true, rsaBytes: bits / 8, plaintextLength: plain[key]!.length });
        expect(foreignTo(node.value, certificate)).toBe(false);
        expect(open(node.value, labelOf(scope, namespace, name), bits)).toEqual(plain[key]);
        count++;
      }
    }
    expect(count).toBe(204);
  });

  test('a value by --raw is bound to the label we say', () => {
    const certificate = join(temporary, 'raw.pem');
    writeFileSync(certificate, certificatePem(2048));
    const file = join(temporary, 'raw.txt');
    writeFileSync(file, 'a value');
    for (const scope of scopes) {
      const place = ['--name', 'db', '--namespace', namespace, '--scope', scope];
      const value = execFileSync(kubeseal!, ['--raw', '--cert', certificate, ...place, '--from-file', file], {
        encoding: 'utf8',
      });
      expect(open(value, labelOf(scope, namespace, 'db'), 2048).toString()).toBe('a value');
      for (const other of scopes.filter((each) => each !== scope)) {
        expect(() => open(value, labelOf(other, namespace, 'db'), 2048)).toThrow();
      }
    }
  });
});
