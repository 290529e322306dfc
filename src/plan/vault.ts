import { markdownCode as code } from '../escape.ts';
import { literal } from '../literal.ts';
import { csiGroup } from '../model/csi-volume.ts';
import type { Repository } from '../model/repository.ts';
import { at } from '../parser.ts';
import { quoted } from '../quote.ts';
import { dynamicStep } from './dynamic.ts';
import { handover, labelsOf, putting, writtenNamespace } from './externalise.ts';
import { freePath, relisted, removal } from './leaving.ts';
import { type Manifest, yamlOf } from './manifest.ts';
import { mountSteps } from './mount.ts';
import { credentialKeys, rotation, typedValue } from './rotation.ts';
import { type Step, step } from './step.ts';
import { entryOf, storeFor, writerFor } from './store.ts';
import type { Subject } from './subject.ts';
import { counts, type VaultGround } from './vault-ground.ts';

const vso = 'secrets.hashicorp.com';

/** True where something reads the Secret before, or without, a Pod that could mount it: Flux, an Ingress, the kubelet. */
export function readWithoutPod({ uses }: Subject): boolean {
  return uses.some(({ how }) => how === 'valuesFrom' || how === 'tls' || how === 'image-pull');
}

/** The way of a Secret to level 4: its values into Vault, and a client that reads them there. */
export function vaultSteps(repository: Repository, subject: Subject, shown: VaultGround, taken: Set<string>): Step[] {
  const ground = { ...shown, operator: shown.operator || readWithoutPod(subject) };
  const bao = ground.program === 'bao';
  const writer = writerFor({ provider: bao ? 'openBao' : 'vault', store: undefined, mount: ground.mount }, subject);
  const there = subject.mechanism === 'external-secrets' && storeFor(repository, subject).provider === 'vault';
  const client = ground.operator
    ? operatorStep(repository, subject, ground, taken)
    : classStep(repository, subject, ground, taken);
  const old = removal(repository, subject);
  const dynamic = dynamicStep(subject, ground);
  return [
    ...(there ? [] : [putting(subject, bao ? 'OpenBao' : 'Vault', writer)]),
    client.step,
    ...relisted(subject, client.path, old.gone),
    ...(ground.operator ? [] : mountSteps(subject)),
    old.step,
    handover(subject, ground.operator ? 'VaultStaticSecret' : 'SecretProviderClass'),
    ...(dynamic ? [dynamic] : []),
    rotation(subject, {
      commands: writer.replace ? credentialKeys(subject).map((key) => typedValue(key, writer.replace!(key))) : [],
    }),
  ];
}

interface Client {
  readonly step: Step;
  readonly path: string;
}

/** https://developer.hashicorp.com/vault/docs/platform/k8s/vso/api-reference#vaultstaticsecret */
function operatorStep(repository: Repository, subject: Subject, ground: VaultGround, taken: Set<string>): Client {
  const { name, type } = subject;
  const path = freePath(repository, taken, subject, 'vault-secret');
  const auth = authIn(repository, subject);
  const restarts = subject.uses
    .filter(
      ({ resource }) => /^(?:Deployment|StatefulSet|DaemonSet)$/.test(resource.kind) && resource.name !== undefined,
    )
    .map(({ resource }) => ({ kind: resource.kind, name: resource.name! }));
  const targets = [...new Map(restarts.map((one) => [`${one.kind}/${one.name}`, one])).values()];
  const manifest: Manifest = {
    apiVersion: `${vso}/v1beta1`,
    kind: 'VaultStaticSecret',
    metadata: { name: name!, namespace: writtenNamespace(subject) },
    spec: {
      vaultAuthRef: auth,
      type: 'kv-v2',
      mount: ground.mount,
      path: entryOf(subject),
      refreshAfter: '1h',
      destination: { name: name!, create: true, overwrite: true, type, labels: labelsOf(subject.resource) },
      rolloutRestartTargets: targets.length > 0 ? targets : undefined,
    },
  };
  return {
    path,
    step: step(`Write ${code(path)}`, {
      files: [{ path, content: yamlOf(manifest), fragment: false }],
      commands: [`git add -- ${quoted(path)}`],
      notes: [
        auth === undefined
          ? 'The operator logs in with its default VaultAuth: name another one under `vaultAuthRef`.'
          : `It logs in with the VaultAuth ${code(auth)}.`,
        'The policy of its role has to allow reading this path, and no more.',
      ],
    }),
  };
}

function authIn(repository: Repository, subject: Subject): string | undefined {
  const namespace = subject.targets[0]?.namespace;
  const found = repository
    .resourcesOf('VaultAuth')
    .find(({ group, passage, ...one }) => group === vso && counts(passage) && one.namespace === namespace && one.name);
  return namespace === undefined ? undefined : found?.name;
}

/** https://developer.hashicorp.com/vault/docs/platform/k8s/csi/configurations */
function classStep(repository: Repository, subject: Subject, ground: VaultGround, taken: Set<string>): Client {
  const { name, keys, type } = subject;
  const path = freePath(repository, taken, subject, 'secret-provider-class');
  const synced = subject.uses.some(({ how }) => how !== 'volume' && how !== 'csi');
  const all = keys ?? [];
  const objects = all
    .map(
      (key) =>
        `- objectName: ${json(key)}\n  secretPath: ${json(`${ground.mount}/data/${entryOf(subject)}`)}\n  secretKey: ${json(key)}\n`,
    )
    .join('');
  const role = roleIn(repository, subject);
  const manifest: Manifest = {
    apiVersion: `${csiGroup}/v1`,
    kind: 'SecretProviderClass',
    metadata: { name: name!, namespace: writtenNamespace(subject) },
    spec: {
      provider: ground.program === 'bao' ? 'openbao' : 'vault',
      parameters: { vaultAddress: ground.address, roleName: role, objects },
      secretObjects: synced
        ? [{ secretName: name!, type: type ?? 'Opaque', data: all.map((key) => ({ objectName: key, key })) }]
        : undefined,
    },
  };
  return {
    path,
    step: step(`Write ${code(path)}`, {
      files: [{ path, content: yamlOf(manifest), fragment: false }],
      commands: [`git add -- ${quoted(path)}`],
      notes: [
        ...(ground.address === '<vault-address>'
          ? [`Put the address of the server in the place of ${code('<vault-address>')}.`]
          : []),
        ...(role === '<role>'
          ? [`Put the role that is bound to the ServiceAccount of the workload in the place of ${code('<role>')}.`]
          : []),
        ...(synced
          ? [
              '`secretObjects` keeps a Secret in etcd for what reads it by environment variable. Read the mounted files and leave it out.',
            ]
          : []),
      ],
    }),
  };
}

const json = (text: string): string => JSON.stringify(text);

function roleIn(repository: Repository, subject: Subject): string {
  const namespace = subject.targets[0]?.namespace;
  const roles = repository
    .resourcesOf('SecretProviderClass')
    .filter(({ passage, ...one }) => counts(passage) && namespace !== undefined && one.namespace === namespace)
    .map(({ node }) => literal(at(node, 'spec', 'parameters', 'roleName'))?.value);
  return roles.find((role) => role !== undefined) ?? '<role>';
}
