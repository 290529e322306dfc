import { fault, isShown, isTrial, tempered } from '../fault.ts';
import type { Declaration } from '../mechanism.ts';
import { bootstrapSecrets } from '../model/bootstrap.ts';
import { levelAt } from '../model/repository.ts';
import type { Level } from '../policy.ts';
import { nameOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

const sealed = (name: string, namespace = 'shop'): string => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  encryptedData: {}
`;

const encrypted = 'ENC[AES256_GCM,data:c2VjcmV0,iv:aXZpdml2aXZpdml2aXZpdg==,tag:dGFndGFndGFndGFndGFndA==,type:str]';
const values = `token: ${encrypted}\nsops:\n  mac: x\n  lastmodified: x\n`;
const maxRelated = 5;

export const mechanismBelowLevel: Rule = {
  id: 'mechanism-below-level',
  title: 'A Secret is sealed in Git though the level keeps Secrets in a store',
  why: 'A migration that stops half-way keeps the work of both levels: sealing keys still have to be backed up, and what stayed in Git is neither audited nor rotated with the rest. What has to exist before the store can be read may stay.',
  remedy:
    'Put the value into the store, replace the manifest by an ExternalSecret (or what the level uses), rotate the value, and remove the ciphertext; `secrets-ladder plan` lists the steps.',
  references: ['https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/'],
  controls: ['OSPS-BR-07.02'],
  credential: false,
  *check(repository) {
    let isBootstrap: ReturnType<typeof bootstrapSecrets> | undefined;
    const left = new Map<string, { first: Declaration; level: Level; others: Declaration[] }>();
    for (const declaration of repository.declarations) {
      const { mechanism, resource, span } = declaration;
      if (mechanism !== 'sealed-secrets' && mechanism !== 'sops') continue;
      const { path } = span.file;
      const level = levelAt(repository, path);
      if (level === undefined || level < 3 || isTrial(path)) continue;
      // What documentation shows is kept nowhere.
      if (resource && isShown(resource.passage)) continue;
      isBootstrap ??= bootstrapSecrets(repository);
      if (isBootstrap(declaration)) continue;
      const key = `${mechanism} ${level}`;
      const same = left.get(key);
      if (same) same.others.push(declaration);
      else left.set(key, { first: declaration, level, others: [] });
    }
    // They come by the dozen and move to the store together: one finding for each mechanism.
    for (const { first, level, others } of left.values()) {
      const { mechanism, resource, span } = first;
      const called = resource ? nameOf(resource) : span.file.path;
      const files = [first, ...others].every((one) => one.name === undefined && one.resource === undefined);
      const kind = files ? 'encrypted files' : 'Secrets';
      const what = others.length > 0 ? `${others.length + 1} ${kind}, the first of them ${called},` : called;
      yield fault(this.id, mechanism, `keeps ${what} in Git, below level ${level}`, span, {
        confidence: resource ? tempered(resource.passage, 'certain') : 'likely',
        related: others.slice(0, maxRelated).map((each) => ({ span: each.span, note: 'kept in Git as well' })),
        evidence: [`mechanism ${mechanism}`],
      });
    }
  },
  bad: () => [
    {
      title: 'a SealedSecret that was left behind',
      level: 3,
      files: { 'apps/shop.yaml': sealed('[|db|]') },
    },
    {
      title: 'many are told once for each mechanism',
      level: 4,
      files: {
        'apps/a.yaml': sealed('[|a|]'),
        'apps/b.yaml': sealed('b'),
        'apps/c.yaml': `${sealed('c')}---\n${sealed('d')}`,
        'apps/values.yaml': `token: ${encrypted}\nsops:\n  [|mac: x\n  lastmodified: x|]\n`,
      },
      also: ['sops-metadata-broken'],
    },
    {
      title: 'Helm values that SOPS encrypts, told once',
      level: 3,
      files: {
        'a.values.yaml': `token: ${encrypted}\nsops:\n  [|mac: x\n  lastmodified: x|]\n`,
        'b.values.yaml': values,
      },
      also: ['sops-metadata-broken'],
    },
  ],
  good: () => [
    { title: 'level 2 seals', level: 2, files: { 'apps/shop.yaml': sealed('db') } },
    {
      title: 'the key of the store, and what applies the repository',
      level: 3,
      files: {
        'platform/store.yaml': `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: vault
  namespace: shop
spec:
  provider:
    vault:
      server: https://vault.example.com:8200
      auth:
        tokenSecretRef: {name: vault-token, key: token}
`,
        'platform/token.yaml': sealed('vault-token'),
        'platform/deploy-key.yaml': sealed('deploy-key', 'flux-system'),
      },
      also: ['eso-secret-zero-static'],
    },
    {
      title: 'a SealedSecret that documentation shows',
      level: 3,
      files: { 'README.md': `\`\`\`yaml\n${sealed('db')}\`\`\`\n` },
    },
    { title: 'no level is declared', level: 'none', files: { 'apps/shop.yaml': sealed('db') } },
  ],
};
