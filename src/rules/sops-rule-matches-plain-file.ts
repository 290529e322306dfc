import { fake } from '../fake.ts';
import { fault, tempered } from '../fault.ts';
import type { Repository } from '../model/repository.ts';
import type { CreationRule } from '../model/sops.ts';
import { isEmpty, shouldBeEncrypted, sopsDocument, valuesOf } from '../model/sops.ts';
import { governing } from '../model/sops-config.ts';
import { asMap, at, type Document, textAt } from '../parser.ts';
import { entryAt } from '../place.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';
import type { Leaf } from '../walk.ts';

/** A pattern that is about secrets by its own words; any other is a default for whatever somebody chooses to encrypt. */
const aboutSecrets = /secret|sops|(?:^|[^a-z])enc(?:[^a-z]|$)|encrypt|credential|passw|private|vault|token/i;

export const sopsRuleMatchesPlainFile: Rule = {
  id: 'sops-rule-matches-plain-file',
  title: 'A file that .sops.yaml says to encrypt is not encrypted',
  why: 'A creation rule only says how `sops` would encrypt the file; nobody ran it. The values are in clear text where the team believes them to be encrypted.',
  remedy: 'Rotate the values, then `sops encrypt --in-place <file>`; a pre-commit hook keeps it from happening again.',
  references: [
    'https://github.com/getsops/sops#using-sops-yaml-conf-to-select-kms-pgp-and-age-for-new-files',
    'https://getsops.io/docs/#using-sopsyaml-conf-to-select-kms-pgp-and-age-for-new-files',
  ],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    const ruleFor = governing(repository);
    for (const passage of repository.passages) {
      if (passage.within || !/^(?:yaml|json|dotenv|ini)$/.test(passage.dialect)) continue;
      if (/^(?:kustomization|helm-chart|helm-template|helm-crd|docs|workflow)$/.test(passage.role)) continue;
      if (!repository.tree.isTracked(passage.file.path)) continue;
      const rule = ruleFor(passage.file.path);
      if (!rule?.pathRegex) continue;
      const { documents } = passage.parsed;
      if (documents.some((document) => sopsDocument(passage, document))) continue;
      const found = firstReadable(repository, passage, rule);
      if (!found) continue;
      const { leaf, document } = found;
      const path = at(rule.node, 'path_regex');
      yield fault(
        this.id,
        leaf.path.join('.'),
        `is in clear text although a rule of ${rule.passage.file.path} says to encrypt this file`,
        spanOf(document, leaf.node),
        {
          confidence: tempered(passage, 'likely'),
          related: path ? [{ span: spanOf(rule.document, path), note: 'the rule that matches' }] : [],
        },
      );
    }
  },
  bad: () => [
    {
      title: 'forgotten encryption',
      files: {
        '.sops.yaml': `creation_rules:
  - path_regex: secrets/.*\\.yaml$
    encrypted_regex: ^(data|stringData)$
    age: ${fake('age-recipient', 71)},${fake('age-recipient', 72)}
`,
        'secrets/app.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  password: [|${fake('password', 71)}|]
`,
      },
      also: ['plaintext-secret-manifest'],
    },
    {
      title: 'an env file under a rule for all of them',
      files: {
        '.sops.yaml': `creation_rules:
  - path_regex: \\.env$
    kms: arn:aws:kms:eu-central-1:111122223333:key/1
`,
        'deploy/prod.env': `DB_PASSWORD=[|${fake('password', 79)}|]
`,
      },
      also: ['dotenv-tracked'],
    },
  ],
  good: () => [
    {
      title: 'encrypted, outside of the rule, only references, and a rule for everything',
      files: {
        '.sops.yaml': `creation_rules:
  - path_regex: secrets/.*\\.yaml$
    encrypted_regex: ^(data|stringData)$
    age: ${fake('age-recipient', 73)},${fake('age-recipient', 74)}
  - path_regex: .*\\.yaml$
    age: ${fake('age-recipient', 73)},${fake('age-recipient', 74)}
`,
        'secrets/app.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  password: ${fake('sops-value', 75)}
sops:
  kms:
    - {arn: "arn:aws:kms:eu-central-1:111122223333:key/1", enc: x}
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 76)}
  encrypted_regex: ^(data|stringData)$
  version: 3.13.2
`,
        'secrets/external.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  data:
    - secretKey: password
      remoteRef: {key: prod/app}
`,
        'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  replicas: 2
`,
      },
    },
  ],
};

/** The first readable credential that the rule would encrypt. */
function firstReadable(
  repository: Repository,
  passage: Passage,
  rule: CreationRule,
): { leaf: Leaf; document: Document } | undefined {
  // An env file is there for its values.
  const specific = passage.dialect === 'dotenv' || aboutSecrets.test(rule.pathRegex ?? '');
  for (const document of passage.parsed.documents) {
    const root = asMap(document.root);
    if (!root || at(root, 'creation_rules')) continue;
    const kind = textAt(root, 'apiVersion') === undefined ? undefined : textAt(root, 'kind');
    // Of Kubernetes objects only these hold values; others hold names of them.
    if (kind === undefined ? !specific : kind !== 'Secret' && kind !== 'SopsSecret') continue;
    const whole = { passage, document, root, metadata: root, prefix: '', selections: rule.selections, recipients: [] };
    for (const leaf of valuesOf(whole)) {
      if (isEmpty(leaf) || shouldBeEncrypted(leaf.path, rule.selections) !== true) continue;
      if (kind === 'Secret' && leaf.path[0] !== 'data' && leaf.path[0] !== 'stringData') continue;
      const entry = entryAt(
        'secret-data',
        { passage, document },
        {
          key: leaf.path.at(-1)!,
          path: leaf.path.slice(0, -1),
          node: leaf.node,
          expectation: kind === undefined ? 'named' : 'secret',
          encoding: kind === 'Secret' && leaf.path[0] === 'data' ? 'base64' : 'plain',
        },
      );
      if (repository.judgementOf(entry).verdict === 'credential') return { leaf, document };
    }
  }
  return undefined;
}
