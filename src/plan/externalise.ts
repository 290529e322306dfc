import { judge } from '../credential.ts';
import { markdownCode as code } from '../escape.ts';
import type { Repository } from '../model/repository.ts';
import { at } from '../parser.ts';
import { quoted } from '../quote.ts';
import type { Resource } from '../resource.ts';
import { stringMap } from '../resource.ts';
import { freePath, relisted, removal } from './leaving.ts';
import { type Manifest, yamlOf } from './manifest.ts';
import { credentialKeys, rotation, typedValue } from './rotation.ts';
import { type Step, step } from './step.ts';
import { type ChosenStore, type StoreWriter, storeFor, valueInCluster, valuesInCluster, writerFor } from './store.ts';
import type { Subject } from './subject.ts';

/** The way of a Secret to level 3: its values into a store, an ExternalSecret that names them. */
export function externaliseSteps(repository: Repository, subject: Subject, taken: Set<string>): Step[] {
  const store = storeFor(repository, subject);
  const writer = writerFor(store, subject);
  const path = freePath(repository, taken, subject, 'external-secret');
  const old = removal(repository, subject);
  return [
    putting(
      subject,
      store.provider === undefined ? 'the store' : `the store ${code(store.name)} (${code(store.provider)})`,
      writer,
    ),
    step(`Write ${code(path)}`, {
      files: [{ path, content: yamlOf(externalSecret(subject, store, writer)), fragment: false }],
      commands: [`git add -- ${quoted(path)}`],
      notes: [...(store.note ? [store.note] : []), ...namingNotes(subject), ...keyNotes(subject)],
    }),
    ...relisted(subject, path, old.gone),
    old.step,
    handover(subject, 'ExternalSecret'),
    rotation(subject, {
      commands: writer.replace ? credentialKeys(subject).map((key) => typedValue(key, writer.replace!(key))) : [],
    }),
  ];
}

/** The values go into the store before anything reads them there. */
export function putting(subject: Subject, where: string, writer: StoreWriter): Step {
  const keys = subject.keys ?? [];
  const commands = writer.createAll
    ? [`${valuesInCluster(subject)} | ${writer.createAll}`]
    : writer.create
      ? keys.map((key) => `${valueInCluster(subject, key)} | ${writer.create!(key)}`)
      : [];
  const entries = keys.slice(0, 20).map((key) => {
    const { key: entry, property } = writer.reference(key);
    return code(property === undefined ? entry : `${entry} ${property}`);
  });
  return step(`Put the values into ${where}`, {
    commands,
    notes: [
      commands.length > 0
        ? 'The values come from the Secret in the cluster, through a pipe. Where a new credential is made at once, put that one and leave out the last step.'
        : `By the tools of the store${entries.length > 0 ? `: ${entries.join(', ')}` : ''}.`,
      ...(commands.length > 0 ? placeNotes(subject) : []),
    ],
  });
}

function placeNotes({ targets }: Subject): string[] {
  if (targets.length > 1) {
    const all = targets.slice(0, 5).map(({ name, namespace }) => code(`${namespace ?? '(no namespace)'}/${name}`));
    return [
      `It is built several times (${all.join(', ')}): the commands are for the first; repeat them where the values differ.`,
    ];
  }
  return targets[0]?.namespace === undefined
    ? ['The namespace is not written here: kubectl takes the one of its context.']
    : [];
}

function externalSecret(subject: Subject, store: ChosenStore, writer: StoreWriter): Manifest {
  const { name, type, keys, resource } = subject;
  const labels = labelsOf(resource);
  const annotations = annotationsOf(resource);
  const metadata = labels || annotations ? { labels, annotations } : undefined;
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: name!, namespace: writtenNamespace(subject) },
    spec: {
      refreshInterval: '1h0m0s',
      secretStoreRef: { name: store.name, kind: store.kind },
      target: {
        name: name!,
        creationPolicy: 'Owner',
        template: type || metadata ? { type, metadata } : undefined,
      },
      data: (keys ?? []).map((key) => ({ secretKey: key, remoteRef: writer.reference(key) })),
    },
  };
}

/** What the kustomization around it sets is not written twice. */
export function writtenNamespace({ declaration, targets, renderings }: Subject): string | undefined {
  return declaration.namespace ?? (renderings.length === 0 ? targets[0]?.namespace : undefined);
}

/** Where the labels and annotations of the Secret stand, by the kind that makes it. */
function metadataOf(resource: Resource | undefined) {
  const { node, kind } = resource ?? {};
  if (kind === 'Secret') return at(node, 'metadata');
  if (kind === 'SealedSecret') return at(node, 'spec', 'template', 'metadata');
  return kind === 'ExternalSecret' ? at(node, 'spec', 'target', 'template', 'metadata') : undefined;
}

/** Controllers find Secrets by their labels, so those stay. */
export function labelsOf(resource: Resource | undefined): Record<string, string> | undefined {
  return kept(stringMap(at(metadataOf(resource), 'labels')));
}

/** Annotations that tell a tool about the Secret; those of its old keeper, and what looks like a value, are left behind. */
function annotationsOf(resource: Resource | undefined): Record<string, string> | undefined {
  const all = stringMap(at(metadataOf(resource), 'annotations'));
  return kept(new Map([...all].filter(([key]) => !bookkeeping.test(key))));
}

const bookkeeping =
  /^(?:kubectl\.kubernetes\.io|kubecfg\.ksonnet\.io|sealedsecrets\.bitnami\.com|kustomize\.toolkit\.fluxcd\.io|config\.kubernetes\.io|meta\.helm\.sh)\//;

function kept(all: ReadonlyMap<string, string>): Record<string, string> | undefined {
  const pairs = [...all].filter(([key, value]) => {
    return value.length <= 253 && judge({ key, value, expectation: 'named' }).verdict !== 'credential';
  });
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

/** kustomize renames an ExternalSecret, not the Secret that it makes. */
export function namingNotes({ targets, name }: Subject): string[] {
  if (targets.every((target) => target.name === name)) return [];
  const before = [...new Set(targets.map((target) => code(target.name ?? '')))].join(', ');
  return [
    `A kustomization made of this Secret ${before}. It renames no Secret that an operator makes, and no reference to one: from now on the Secret is ${code(name ?? '')} everywhere.`,
  ];
}

function keyNotes({ keys }: Subject): string[] {
  return keys === undefined ? ['Its keys are not written here: list each of them under `data`.'] : [];
}

/** A Secret has one owner: what happens while it changes hands. */
export function handover({ mechanism, targets }: Subject, to: string): Step {
  const { name, namespace } = targets[0]!;
  const kubectl = `kubectl${namespace === undefined ? '' : ` --namespace ${quoted(namespace)}`}`;
  if (mechanism === 'sealed-secrets' && to !== 'SecretProviderClass') {
    return step('Let go of the Secret, then commit and apply', {
      commands: [
        `${kubectl} patch secret ${quoted(name!)} --type json --patch '[{"op": "remove", "path": "/metadata/ownerReferences"}]'`,
      ],
      notes: [
        `The Secret belongs to its SealedSecret and would be deleted with it; without an owner it stays, and the ${to} takes it over.`,
      ],
    });
  }
  if (to === 'SecretProviderClass') {
    return step('Commit, apply, and restart what reads it', {
      notes: [
        'The driver makes a Secret when a Pod mounts the class, and not over one that is there: delete the old one first.',
      ],
    });
  }
  return step('Commit and apply', {
    commands:
      to === 'ExternalSecret'
        ? [`${kubectl} wait externalsecret ${quoted(name!)} --for=condition=Ready --timeout=120s`]
        : [],
    notes: [
      'With pruning the old Secret may be deleted before the new one is there: Pods that start in between wait for it.',
    ],
  });
}
