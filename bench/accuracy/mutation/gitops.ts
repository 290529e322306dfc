import { fake } from '../../../src/fake.ts';
import {
  append,
  base64,
  type Carrier,
  insertAt,
  isPlainYaml,
  linesLike,
  marked,
  type Planter,
  scalar,
} from './plant.ts';

const kustomization = ({ path }: Carrier): boolean => /(?:^|\/)kustomization\.ya?ml$/.test(path);
const values = (carrier: Carrier): boolean =>
  /(?:^|\/)values(?![\w.-]*schema)[\w.-]*\.ya?ml$/.test(carrier.path) &&
  isPlainYaml(carrier) &&
  !/^apiVersion:/m.test(carrier.content);
const template = ({ path, content }: Carrier): boolean =>
  /\/templates\/[^/]+\.ya?ml$/.test(path) && content.includes('{{');
const flux = 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: planted\nspec:\n';
const argo =
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: planted\nspec:\n  source:\n    chart: app\n    helm:\n';
const anyManifest = (carrier: Carrier): boolean =>
  isPlainYaml(carrier) && /^apiVersion:/m.test(carrier.content) && !kustomization(carrier);

/** False below a key whose map names things by construction (`secretRef`, `metadata`): no credential stands there. */
function holdsValues(lines: readonly string[], index: number, indent: number): boolean {
  let within = indent;
  for (let i = index - 1; i >= 0 && within > 0; i--) {
    const key = /^( *)(?:- )?([\w-]+):/.exec(lines[i]!);
    if (!key || key[1]!.length >= within) continue;
    if (/Ref$|^(?:metadata|labels|annotations|valueFrom|selector|matchLabels|nodeSelector)$/.test(key[2]!))
      return false;
    within = key[1]!.length;
  }
  return true;
}

export const gitops: readonly Planter[] = [
  {
    id: 'kustomize literal',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper', 'kebab', 'snake', 'camel'],
    references: ['substitution', 'avp'],
    fits: kustomization,
    plant: ({ content }, name, value, dice) => {
      const generator = dice.pick(['secretGenerator', 'secretGenerator', 'configMapGenerator']);
      if (new RegExp(`^${generator}:`, 'm').test(content)) return undefined;
      const item = dice.pick([`${name}=${value}`, `"${name}=${value}"`]);
      if (!item.startsWith('"') && /[:#&*!%@`|>'"{}[\],]|\s/.test(value)) return undefined;
      return append(
        content,
        `${generator}:\n  - name: planted\n    literals:\n      - user=app\n      - ${marked(item)}\n`,
      );
    },
  },
  {
    id: 'kustomize patch',
    manners: ['human', 'machine', 'shaped'],
    styles: ['upper', 'kebab', 'camel'],
    references: ['substitution', 'avp', 'op'],
    fits: (carrier) => kustomization(carrier) && !/^patches:/m.test(carrier.content),
    plant: ({ content }, name, value, dice) =>
      append(
        content,
        dice.pick([
          `patches:\n  - patch: |-\n      apiVersion: v1\n      kind: Secret\n      metadata:\n        name: planted\n      stringData:\n        ${name}: ${marked(`"${value}"`)}\n`,
          `patches:\n  - target:\n      kind: Secret\n    patch: |-\n      - op: add\n        path: /stringData/${name}\n        value: ${marked(`"${value}"`)}\n`,
        ]),
      ),
  },
  {
    id: 'Helm values',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['camel', 'camel', 'snake', 'upper'],
    references: ['substitution', 'vals', 'avp', 'empty'],
    fits: values,
    plant: ({ content }, name, value, dice) => {
      // Beside a pair of a map, at its column; not inside a block scalar, which the check of the caller rules out.
      const lines = content.split('\n');
      const pairs = linesLike(content, /^( *)[A-Za-z][\w-]*: *\S/).filter(({ index, groups }) =>
        holdsValues(lines, index, groups[1]!.length),
      );
      if (pairs.length === 0) return append(content, `${name}: ${scalar(dice, value)}\n`);
      const { index, groups } = pairs[dice.roll(pairs.length)]!;
      return insertAt(content, index, `${groups[1]}${name}: ${scalar(dice, value)}`);
    },
  },
  {
    id: 'Helm template',
    manners: ['human', 'machine', 'shaped'],
    styles: ['kebab', 'camel', 'snake'],
    references: ['template'],
    fits: (carrier) =>
      template(carrier) &&
      /^kind: (?:Secret|ConfigMap)$/m.test(carrier.content) &&
      /^(?:data|stringData):$/m.test(carrier.content),
    plant: ({ content }, name, value, dice) => {
      const [found] = linesLike(content, /^(data|stringData):$/);
      const encode = /^kind: Secret$/m.test(content) && found!.groups[1] === 'data' && !value.startsWith('{{');
      if (!value.startsWith('{{') && dice.roll(3) === 0 && !encode && !/[{}`]/.test(value))
        return insertAt(
          content,
          found!.index + 1,
          `  ${name}: {{ .Values.planted | default "${marked(value)}" | quote }}`,
        );
      const text = value.startsWith('{{') ? marked(value) : encode ? marked(base64(value)) : scalar(dice, value);
      return insertAt(content, found!.index + 1, `  ${name}: ${text}`);
    },
  },
  {
    id: 'Helm template env',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper'],
    references: ['template', 'expansion'],
    fits: (carrier) => template(carrier) && /^ +env: *$/m.test(carrier.content),
    plant: ({ content }, name, value, dice) => {
      const lists = linesLike(content, /^( +)env: *$/);
      const { index } = lists[dice.roll(lists.length)]!;
      const next = /^( *)- name:/.exec(content.split('\n')[index + 1] ?? '');
      if (!next) return undefined;
      const text = value.startsWith('{{') ? marked(value) : scalar(dice, value);
      return insertAt(content, index + 1, `${next[1]}- name: ${name}\n${next[1]}  value: ${text}`);
    },
  },
  {
    id: 'Flux values',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['camel', 'snake', 'upper'],
    references: ['substitution', 'vals', 'op', 'empty'],
    fits: anyManifest,
    plant: ({ content }, name, value, dice) =>
      append(content, `---\n${flux}  values:\n    auth:\n      ${name}: ${scalar(dice, value)}\n`),
  },
  {
    id: 'Flux substitution',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper', 'snake'],
    references: ['empty'],
    fits: anyManifest,
    plant: ({ content }, name, value, dice) =>
      append(
        content,
        `---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: planted\nspec:\n  path: ./apps\n  postBuild:\n    substitute:\n      ${name}: ${scalar(dice, value)}\n`,
      ),
  },
  {
    id: 'Argo CD values',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['camel', 'snake'],
    references: ['avp', 'vals', 'empty'],
    fits: anyManifest,
    plant: ({ content }, name, value, dice) =>
      append(
        content,
        `---\n${argo}${dice.pick([
          `      parameters:\n        - name: auth.${name}\n          value: ${scalar(dice, value)}\n`,
          `      valuesObject:\n        auth:\n          ${name}: ${scalar(dice, value)}\n`,
          `      values: |\n        auth:\n          ${name}: ${marked(`"${value}"`)}\n`,
        ])}`,
      ),
  },
  {
    id: 'Secret template of a controller',
    manners: ['human', 'machine', 'shaped'],
    styles: ['upper', 'kebab', 'camel'],
    references: ['template'],
    fits: anyManifest,
    plant: ({ content }, name, value, dice) => {
      const text = value.startsWith('{{') ? marked(`"${value}"`) : scalar(dice, value);
      const external = `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: planted\nspec:\n  secretStoreRef:\n    name: vault\n    kind: ClusterSecretStore\n  target:\n    template:\n      data:\n        user: app\n        ${name}: ${text}\n  dataFrom:\n    - extract:\n        key: prod/app\n`;
      const sealed = `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: planted\n  namespace: prod\nspec:\n  encryptedData:\n    user: ${fake('sealed-value', dice.roll(99))}\n  template:\n    data:\n      ${name}: ${text}\n`;
      return append(content, `---\n${dice.pick([external, sealed])}`);
    },
  },
];
