import { fake } from '../fake.ts';
import { fault, fieldFault, tempered } from '../fault.ts';
import { literal } from '../literal.ts';
import { filesBuiltFrom } from '../model/kustomize-build.ts';
import type { Repository } from '../model/repository.ts';
import { type SopsDocument, sopsDocumentsOf } from '../model/sops.ts';
import { baseOf, directoryOf, joined } from '../model/tree.ts';
import { at, textAt } from '../parser.ts';
import { spanOf } from '../resource.ts';
import type { Rule } from '../rule.ts';

export const sopsConfigIgnored: Rule = {
  id: 'sops-config-ignored',
  title: 'A SOPS setting is not read by the tool it is for',
  why: 'SOPS reads `.sops.yaml` and passes over `.sops.yml`, so files are encrypted for other keys or not at all. A Flux Kustomization without `spec.decryption` applies the ciphertext: the Secret in the cluster then holds `ENC[...]`.',
  remedy:
    'Rename the file to `.sops.yaml`; add `spec.decryption: {provider: sops, secretRef: {name: sops-age}}` to the Kustomization.',
  references: [
    'https://github.com/getsops/sops#using-sops-yaml-conf-to-select-kms-pgp-and-age-for-new-files',
    'https://fluxcd.io/flux/components/kustomize/kustomizations/#decryption',
  ],
  controls: ['OSPS-BR-07.01'],
  credential: false,
  *check(repository) {
    for (const path of repository.paths) {
      const file = baseOf(path) === '.sops.yml' ? repository.files.get(path) : undefined;
      if (!file) continue;
      const directory = directoryOf(path);
      if (repository.paths.has(directory === '' ? '.sops.yaml' : `${directory}/.sops.yaml`)) continue;
      const { start, end } = file.lineRange(1);
      yield fault(this.id, '.sops.yml', 'is not read: SOPS looks for .sops.yaml', { file, start, end });
    }
    yield* withoutDecryption(this.id, repository);
  },
  bad: () => [
    {
      title: 'the wrong extension',
      files: {
        '.sops.yml': `[|creation_rules:|]
  - age: ${fake('age-recipient', 111)},${fake('age-recipient', 112)}
`,
      },
    },
    {
      title: 'Flux applies an encrypted Secret as it is',
      files: {
        'clusters/prod/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: [|apps|]
spec:
  path: ./apps/prod
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
`,
        'apps/prod/secret.yaml': encryptedSecret(),
      },
    },
  ],
  good: () => [
    {
      title: 'with decryption',
      files: {
        'clusters/prod/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: apps
spec:
  path: ./apps/prod
  prune: true
  decryption: {provider: sops, secretRef: {name: sops-age}}
  sourceRef: {kind: GitRepository, name: flux-system}
`,
        'apps/prod/secret.yaml': encryptedSecret(),
      },
    },
  ],
};

function encryptedSecret(): string {
  return `apiVersion: v1
kind: Secret
metadata:
  name: app
stringData:
  password: ${fake('sops-value', 113)}
sops:
  kms:
    - {arn: "arn:aws:kms:eu-central-1:111122223333:key/1", enc: x}
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ${fake('sops-value', 114)}
  encrypted_regex: ^(data|stringData)$
  version: 3.13.2
`;
}

function* withoutDecryption(rule: string, repository: Repository) {
  const flux = repository.resourcesOf('Kustomization').filter(({ group }) => group === 'kustomize.toolkit.fluxcd.io');
  if (flux.length === 0) return;
  const secrets = new Map<string, SopsDocument>();
  for (const sops of sopsDocumentsOf(repository)) {
    if (!sops.passage.within && textAt(sops.root, 'kind') === 'Secret') secrets.set(sops.passage.file.path, sops);
  }
  // A parent may patch decryption into every child.
  if (
    secrets.size === 0 ||
    flux.some(({ document, node }) => patchesDecryption(document.text.content.slice(node.start, node.end)))
  ) {
    return;
  }
  for (const resource of flux) {
    const path = literal(at(resource.node, 'spec', 'path'))?.value;
    const directory = path === undefined ? undefined : joined('', path.replace(/^\/+/, ''));
    const name = literal(at(resource.node, 'metadata', 'name'));
    // Another kind of source has paths of its own; a script's here-document is for another repository.
    const source = textAt(resource.node, 'spec', 'sourceRef', 'kind');
    if (resource.passage.within || (source !== undefined && source !== 'GitRepository')) continue;
    if (directory === undefined || !name || at(resource.node, 'spec', 'decryption') !== undefined) continue;
    const reached = filesBuiltFrom(repository, directory);
    const sops = [...reached].map((file) => secrets.get(file)).find((one) => one !== undefined);
    if (!sops) continue;
    yield fieldFault(rule, resource, 'spec.decryption', 'is missing: SOPS ciphertext is applied as it is', name, {
      confidence: tempered(resource.passage, 'likely'),
      related: [{ span: spanOf(sops.document, sops.root), note: 'an encrypted Secret on its path' }],
    });
  }
}

function patchesDecryption(text: string): boolean {
  const patches = text.indexOf('patches:');
  return patches !== -1 && text.includes('decryption', patches);
}
