import type { Dice } from '../../../src/fake.ts';
import {
  append,
  base64,
  type Carrier,
  hasKind,
  insertAt,
  isPlainYaml,
  linesLike,
  marked,
  type Planter,
  scalar,
} from './plant.ts';

const workloads = 'Deployment|StatefulSet|DaemonSet|Job|Pod|CronJob|ReplicaSet|Rollout|DeploymentConfig';
const isManifest = (carrier: Carrier): boolean =>
  isPlainYaml(carrier) &&
  /^apiVersion:/m.test(carrier.content) &&
  !/^kind: *(?:Kustomization|Secret|List)\b/m.test(carrier.content);
const inText = ['substitution', 'avp', 'vals', 'op', 'bank-vaults', 'empty'] as const;

/** Puts a document after the last one. */
function document(carrier: Carrier, text: string): string {
  return append(carrier.content, `---\n${text}`);
}

/** An item of an `env` list, or a new list beside `image`. */
function env(carrier: Carrier, name: string, value: string, dice: Dice): string | undefined {
  const lists = linesLike(carrier.content, /^( +)env: *$/);
  if (lists.length > 0) {
    const { index } = lists[dice.roll(lists.length)]!;
    const next = /^( *)- name:/.exec(carrier.content.split('\n')[index + 1] ?? '');
    if (!next) return undefined;
    return insertAt(carrier.content, index + 1, `${next[1]}- name: ${name}\n${next[1]}  value: ${scalar(dice, value)}`);
  }
  const images = linesLike(carrier.content, /^( +)image: *\S+ *$/);
  if (images.length === 0) return undefined;
  const { index, groups } = images[dice.roll(images.length)]!;
  const pad = groups[1]!;
  return insertAt(
    carrier.content,
    index + 1,
    `${pad}env:\n${pad}  - name: ${name}\n${pad}    value: ${scalar(dice, value)}`,
  );
}

/** A flag in a list of arguments that is there, or in a new one beside `image`. */
function args(carrier: Carrier, name: string, value: string, dice: Dice): string | undefined {
  if (/\s/.test(value)) return undefined;
  const lists = linesLike(carrier.content, /^( +)args: *$/);
  if (lists.length > 0) {
    const { index } = lists[dice.roll(lists.length)]!;
    const next = /^( *)- /.exec(carrier.content.split('\n')[index + 1] ?? '');
    if (!next) return undefined;
    return insertAt(carrier.content, index + 1, `${next[1]}- ${marked(`"--${name}=${value}"`)}`);
  }
  const images = linesLike(carrier.content, /^( +)image: *\S+ *$/);
  if (images.length === 0 || /^ +(?:args|command):/m.test(carrier.content)) return undefined;
  const { index, groups } = images[dice.roll(images.length)]!;
  return dice.roll(2) === 0
    ? insertAt(carrier.content, index + 1, `${groups[1]}args: ["--verbose", "--${name}=${marked(value)}"]`)
    : insertAt(
        carrier.content,
        index + 1,
        `${groups[1]}args:\n${groups[1]}  - --${name}\n${groups[1]}  - ${marked(`"${value}"`)}`,
      );
}

/** A line under the first `field:` of a document of a kind. */
function under(carrier: Carrier, field: RegExp, line: string): string | undefined {
  const [found] = linesLike(carrier.content, field);
  if (!found) return undefined;
  const next = /^( *)[^\s#-]/.exec(carrier.content.split('\n')[found.index + 1] ?? '');
  const own = found.groups[1]!.length;
  if (!next || next[1]!.length <= own) return undefined;
  return insertAt(carrier.content, found.index + 1, next[1] + line);
}

const configFiles: readonly ((name: string, value: string) => string)[] = [
  (name, value) =>
    `  application.properties: |\n    server.port=8080\n    ${name.replace(/_/g, '.').toLowerCase()}=${marked(value)}\n`,
  (name, value) =>
    `  config.yaml: |\n    server:\n      port: 8080\n      ${name.toLowerCase()}: ${marked(`"${value}"`)}\n`,
  (name, value) =>
    `  config.json: |\n    {"server": {"port": 8080,\n      "${name.toLowerCase()}": "${marked(value)}"}}\n`,
  (name, value) => `  app.ini: |\n    [server]\n    port = 8080\n    ${name.toLowerCase()} = ${marked(value)}\n`,
  (name, value) => `  app.toml: |\n    [server]\n    port = 8080\n    ${name.toLowerCase()} = "${marked(value)}"\n`,
  (name, value) => `  .env: |\n    PORT=8080\n    ${name.toUpperCase()}='${marked(value)}'\n`,
];

const head = (kind: string, name = 'planted'): string => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

export const manifests: readonly Planter[] = [
  {
    id: 'container env',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper', 'camel', 'snake'],
    references: ['substitution', 'expansion', 'avp', 'vals', 'op', 'bank-vaults', 'empty'],
    fits: (carrier) => isPlainYaml(carrier) && hasKind(carrier.content, workloads),
    plant: env,
  },
  {
    id: 'container args',
    manners: ['human', 'machine', 'shaped'],
    styles: ['kebab', 'snake', 'camel', 'dotted'],
    references: ['substitution', 'expansion', 'avp'],
    fits: (carrier) => isPlainYaml(carrier) && hasKind(carrier.content, workloads),
    plant: args,
  },
  {
    id: 'Secret data',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper', 'kebab', 'snake', 'camel', 'dotted'],
    references: ['substitution', 'bank-vaults', 'avp'],
    fits: isManifest,
    plant: (carrier, name, value, dice) => {
      const text = /^(?:\$|<)/.test(value) ? value : base64(value);
      const body = dice.pick([
        `  ${name}: ${marked(text)}\n`,
        `  "${name}": ${marked(`"${text}"`)}\n`,
        `  ${name}: ${marked(`|\n    ${text}`)}\n`,
      ]);
      return document(
        carrier,
        dice.pick([
          `${head('Secret')}type: Opaque\ndata:\n${body}`,
          `apiVersion: v1\ndata:\n${body}kind: Secret\nmetadata: {name: planted}\n`,
        ]),
      );
    },
  },
  {
    id: 'Secret stringData',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper', 'kebab', 'snake', 'camel'],
    references: ['substitution', 'avp', 'vals', 'op', 'bank-vaults', 'empty'],
    fits: isManifest,
    plant: (carrier, name, value, dice) =>
      document(carrier, `${head('Secret')}stringData:\n  user: app\n  ${name}: ${scalar(dice, value)}\n`),
  },
  {
    id: 'ConfigMap data',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['upper', 'kebab', 'snake', 'camel', 'dotted'],
    references: inText,
    fits: (carrier) =>
      isPlainYaml(carrier) &&
      /^kind: ConfigMap$/m.test(carrier.content) &&
      !/^kind: (?!ConfigMap)/m.test(carrier.content),
    plant: (carrier, name, value, dice) => under(carrier, /^()data: *$/, `${name}: ${scalar(dice, value)}`),
  },
  {
    id: 'file in a ConfigMap',
    manners: ['human', 'machine', 'shaped', 'address'],
    styles: ['snake'],
    references: ['substitution', 'avp'],
    fits: isManifest,
    plant: (carrier, name, value, dice) =>
      /[\s#;]/.test(value)
        ? undefined
        : document(carrier, `${head('ConfigMap')}data:\n${configFiles[dice.roll(configFiles.length)]!(name, value)}`),
  },
  {
    id: 'annotation',
    manners: ['shaped', 'address'],
    styles: ['kebab'],
    references: ['substitution', 'avp'],
    fits: isManifest,
    plant: (carrier, name, value, dice) =>
      under(carrier, /^( {2})annotations: *$/, `acme.dev/${name}: ${scalar(dice, value)}`),
  },
  {
    id: 'last applied',
    manners: ['human', 'machine', 'shaped'],
    styles: ['upper', 'kebab', 'camel'],
    references: ['bank-vaults'],
    fits: isManifest,
    plant: (carrier, name, value) => {
      const applied = `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"planted"},"data":{"${name}":"${base64(value)}"}}`;
      return document(
        carrier,
        `${head('Secret')}  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      ${marked(applied)}\n`,
      );
    },
  },
  {
    id: 'custom resource field',
    manners: ['human', 'machine', 'shaped'],
    styles: ['camel', 'snake'],
    references: inText,
    fits: (carrier) =>
      isPlainYaml(carrier) &&
      /^apiVersion: [\w.-]+\.[\w.-]+\//m.test(carrier.content) &&
      !/^apiVersion: [\w.-]*k8s\.io|^kind: (?:Kustomization|CustomRes|ExternalS|ClusterExternalS|PushS|Deploy|Policy|ClusterPolicy|.*Role)/m.test(
        carrier.content,
      ),
    plant: (carrier, name, value, dice) => under(carrier, /^()spec: *$/, `${name}: ${scalar(dice, value)}`),
  },
];
