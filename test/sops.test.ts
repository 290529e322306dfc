import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fake } from '../src/fake.ts';
import { isEncrypted, type Selection, shouldBeEncrypted, sopsDocumentsOf, valuesOf } from '../src/model/sops.ts';
import { governing } from '../src/model/sops-config.ts';
import { scan } from '../src/scan.ts';
import { memorySource } from '../src/sources/memory.ts';

async function repositoryOf(files: Record<string, string>) {
  const source = memorySource(new Map(Object.entries(files)));
  const parts = { places: [], mechanisms: [], rules: [], today: new Date(0), ignored: () => false };
  return (await scan(source, { ...parts, declared: { level: 2, backups: [] } })).repository;
}

const by = (kind: Selection['by'], pattern: string): Selection[] => [{ by: kind, pattern }];

describe('which values SOPS encrypts', () => {
  it.each([
    [[], ['data', 'password'], true],
    [[], ['host_unencrypted'], false],
    [[], ['db_unencrypted', 'password'], false],
    [by('unencrypted_suffix', '_plain'), ['a_plain', 'b'], false],
    [by('unencrypted_suffix', '_plain'), ['a_unencrypted'], true],
    [by('encrypted_suffix', 'Templates'), ['spec', 'secretTemplates', 'stringData', 'x'], true],
    [by('encrypted_suffix', 'Templates'), ['metadata', 'name'], false],
    [by('encrypted_regex', '^(data|stringData)$'), ['stringData', 'x'], true],
    [by('encrypted_regex', '^(data|stringData)$'), ['spec', 'data', 'x'], true],
    [by('encrypted_regex', '^(data|stringData)$'), ['metadata', 'annotations', 'database'], false],
    [by('encrypted_regex', 'pass'), ['db', 'my-passphrase'], true],
    [by('unencrypted_regex', '^(apiVersion|kind|metadata)$'), ['metadata', 'name'], false],
    [by('unencrypted_regex', '^(apiVersion|kind|metadata)$'), ['data', 'x'], true],
  ] as const)('%j at %j: %s', (selections, path, expected) => {
    expect(shouldBeEncrypted(path, selections)).toBe(expected);
  });

  it('does not guess where comments or an unknown pattern decide', () => {
    expect(shouldBeEncrypted(['a'], by('encrypted_comment_regex', 'secret'))).toBeUndefined();
    expect(shouldBeEncrypted(['a'], by('encrypted_regex', '\\p{Greek}'))).toBeUndefined();
    expect(shouldBeEncrypted(['a'], by('encrypted_regex', '(?=a)'))).toBeUndefined();
  });

  it('answers the opposite for the opposite suffix, for any path', () => {
    const step = fc.string({ unit: fc.constantFrom('a', '_', 'e'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), step, (path, suffix) => {
        const encrypted = shouldBeEncrypted(path, by('encrypted_suffix', suffix));
        expect(shouldBeEncrypted(path, by('unencrypted_suffix', suffix))).toBe(!encrypted);
      }),
    );
  });
});

describe('encrypted values', () => {
  it('are told from what only looks like them', () => {
    expect(isEncrypted(fake('sops-value', 1))).toBe(true);
    expect(isEncrypted(` ${fake('sops-value', 2)}\n`)).toBe(true);
    expect(isEncrypted('ENC[AES256_GCM,data:x]')).toBe(false);
    expect(isEncrypted('ENC[PKCS7,x]')).toBe(false);
    expect(isEncrypted(`prefix ${fake('sops-value', 3)}`)).toBe(false);
  });
});

describe('SOPS documents', () => {
  const yaml = (seed: number, more = '') =>
    `password: ${fake('sops-value', seed)}\nsops:\n  age:\n    - recipient: ${fake('age-recipient', seed)}\n      enc: x\n${more}  mac: ${fake('sops-value', seed + 1)}\n  lastmodified: "2026-01-01T00:00:00Z"\n  version: 3.13.2\n`;

  it('are read in every format, metadata apart from values', async () => {
    const repository = await repositoryOf({
      'a.yaml': yaml(11),
      'b.json': `{"password": "${fake('sops-value', 13)}", "sops": {"kms": [{"arn": "arn:aws:kms:x"}], "mac": "m", "version": "3"}}`,
      'c.env': `PASSWORD=${fake('sops-value', 15)}\nsops_mac=m\nsops_version=3\nsops_pgp__list_0__map_fp=ABCD\nsops_pgp__list_1__map_fp=EF\n`,
      'd.ini': `[db]\npassword = ${fake('sops-value', 17)}\n[sops]\nmac = m\nversion = 3\nage__list_0__map_recipient = age1x\n`,
      'e.yaml': 'sops:\n  enabled: true\n  image: sops\n',
      'f.yaml': `${yaml(21)}---\n${yaml(23)}`,
    });
    const found = sopsDocumentsOf(repository).map((sops) => ({
      path: sops.passage.file.path,
      recipients: sops.recipients.map(({ kind }) => kind),
      values: [...valuesOf(sops)].map(({ path }) => path.join('.').toLowerCase()),
    }));
    expect(found).toEqual([
      { path: 'a.yaml', recipients: ['age'], values: ['password'] },
      { path: 'b.json', recipients: ['kms'], values: ['password'] },
      { path: 'c.env', recipients: ['pgp', 'pgp'], values: ['password'] },
      { path: 'd.ini', recipients: ['age'], values: ['db.password'] },
      { path: 'f.yaml', recipients: ['age'], values: ['password'] },
      { path: 'f.yaml', recipients: ['age'], values: ['password'] },
    ]);
  });

  it('are governed by the first matching rule of the nearest .sops.yaml', async () => {
    const ruleFor = governing(
      await repositoryOf({
        '.sops.yaml': 'creation_rules:\n  - path_regex: \\.dev\\.yaml$\n    age: one\n  - age: two\n',
        'prod/.sops.yaml': 'creation_rules:\n  - path_regex: ^secrets/\n    age: three\n',
      }),
    );
    const recipient = (path: string) => ruleFor(path)?.recipients[0]?.id;
    expect(recipient('a.dev.yaml')).toBe('one');
    expect(recipient('x/a.yaml')).toBe('two');
    expect(recipient('prod/secrets/a.yaml')).toBe('three');
    expect(recipient('prod/other/secrets/a.yaml')).toBeUndefined();
    expect(recipient('.sops.yaml')).toBeUndefined();
  });
});
