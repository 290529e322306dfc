import { type FlagWord, programOf } from '../flags.ts';
import { flagValue } from '../kubectl.ts';
import { asMap, asScalar, at, type Document, itemsOf, type Node, pairsOf, textAt } from '../parser.ts';
import { nameOf, type Passage, type Resource, spanOf } from '../resource.ts';
import { keeperOf } from '../secret.ts';
import type { Span } from '../text.ts';
import { leaves, maps } from '../walk.ts';
import { clusterOf } from './cluster.ts';
import { keyDumpsOf, keyLabel, keyName } from './key-dump.ts';
import type { Repository } from './repository.ts';
import { sealedControllersOf } from './sealed-controller.ts';

/** Evidence that sealing keys survive the loss of the cluster. Whether a restore works cannot be seen. */
export interface KeyBackup {
  /** For people: `Velero Schedule velero/daily`. */
  readonly note: string;
  /**
   * True where keys that the controller makes later are in it too, or where the key does not come from the controller;
   * a copy made once lacks every key that renewal adds.
   */
  readonly recurring: boolean;
  /** True where the copy can be read by everybody who has the repository. */
  readonly plaintext: boolean;
  /** Undefined for what the configuration declares and for files that are not text. */
  readonly span: Span | undefined;
  /** The cluster it belongs to, where paths tell. */
  readonly cluster: string | undefined;
}

/** True for a Secret that holds a sealing key, by its label or its generated name. */
export function isKeySecret(resource: Resource): boolean {
  if (resource.kind !== 'Secret' || resource.group !== '') return false;
  const name = resource.name ?? textAt(resource.node, 'metadata', 'generateName') ?? '';
  return resource.labels.has(keyLabel) || keyName.test(name);
}

const known = new WeakMap<Repository, readonly KeyBackup[]>();

/** Every piece of evidence, strong and weak. */
export function keyBackupsOf(repository: Repository): readonly KeyBackup[] {
  let found = known.get(repository);
  if (!found) {
    found = [
      ...repository.declared.backups.map(({ where }) => ({
        ...unplaced,
        note: `declared backup ${where}`,
        recurring: true,
      })),
      ...commands(repository),
      ...velero(repository),
      ...supplied(repository),
      ...files(repository),
    ];
    known.set(repository, found);
  }
  return found;
}

const unplaced = { plaintext: false, span: undefined, cluster: undefined };

function evidence(note: string, span: Span, recurring: boolean, plaintext = false): KeyBackup {
  return { note, span, recurring, plaintext, cluster: clusterOf(span.file.path) };
}

/** Dumps by script, and restores, which need a dump. */
function* commands(repository: Repository): Iterable<KeyBackup> {
  for (const { passage, span } of keyDumpsOf(repository)) {
    // The README of a vendored chart tells how a backup is made; nobody made it.
    if (passage.role === 'docs' && isVendored(repository, passage)) continue;
    yield evidence('kubectl get of the sealing keys', span, isScheduled(repository, passage));
  }
  for (const passage of repository.passages) {
    if (passage.parsed.commands.length === 0 || !/seal|(?:main|master)\.key/i.test(passage.text.content)) continue;
    for (const { words, text } of passage.parsed.commands) {
      const word = suppliedBy(words);
      if (word)
        yield evidence('a sealing key put into the cluster from outside', text.span(word.start, word.end), false);
    }
  }
}

const keyFile =
  /(?:^|\/)(?:(?:main|master)\.key|[^/]{0,40}seal(?:ed|ing)[-_.]?(?:secrets?[-_.]?)?(?:(?:master|main|private|tls)[-_.]?)?(?:keys?|backup)\b[^/]{0,40}|sealed-?secrets?[-_.]secrets?\.(?:ya?ml|json))$/i;

/** `kubectl apply -f main.key`, `kubectl label secret x sealedsecrets.bitnami.com/sealed-secrets-key=active`. */
function suppliedBy<W extends FlagWord>(words: readonly W[]): W | undefined {
  if (!/^(?:kubectl|oc)$/.test(programOf(words))) return undefined;
  if (words.some(({ value }) => value === 'label')) return words.find(({ value }) => value.startsWith(`${keyLabel}=`));
  if (!words.some(({ value }) => /^(?:apply|create|replace)$/.test(value))) return undefined;
  const flag = words.findIndex(({ value }) => /^(?:-f|--filename)$/.test(value));
  const target = flag === -1 ? undefined : words[flag + 1];
  return target && keyFile.test(target.value) && !target.value.includes('://') ? target : undefined;
}

function isVendored(repository: Repository, passage: Passage): boolean {
  const { path } = passage.file;
  return [...repository.tree.charts].some((chart) => chart !== '' && path.startsWith(`${chart}/`));
}

/** A CronJob, the ConfigMap beside one, or a workflow that runs on a schedule. */
function isScheduled(repository: Repository, passage: Passage): boolean {
  if (passage.role === 'workflow') return /^\s{0,8}(?:-\s)?schedule\s*:/m.test(passage.file.content);
  const holder = passage.within?.resource;
  if (!holder) return false;
  if (/^(?:CronJob|CronWorkflow)$/.test(holder.kind)) return true;
  const directory = holder.passage.file.path.replace(/[^/]*$/, '');
  return repository
    .resourcesOf('CronJob', 'CronWorkflow')
    .some(
      (job) =>
        job.passage.file.path.startsWith(directory) ||
        directory.startsWith(job.passage.file.path.replace(/[^/]*$/, '')),
    );
}

const usualNamespaces = ['kube-system', 'sealed-secrets', 'sealed-secrets-system', 'flux-system'];

/** Velero: kinds, the chart's `schedules`, the command. https://velero.io/docs/main/api-types/schedule/ */
function* velero(repository: Repository): Iterable<KeyBackup> {
  const placed = sealedControllersOf(repository).flatMap(({ namespace }) => (namespace ? [namespace] : []));
  const namespaces = placed.length > 0 ? placed : usualNamespaces;
  for (const resource of repository.resourcesOf('Schedule', 'Backup')) {
    if (resource.group !== 'velero.io') continue;
    const recurring = resource.kind === 'Schedule';
    if (textAt(resource.node, 'spec', 'paused') === 'true') continue;
    const spec = recurring ? at(resource.node, 'spec', 'template') : at(resource.node, 'spec');
    if (!covers(spec, namespaces)) continue;
    yield evidence(
      `Velero ${nameOf(resource)}`,
      spanOf(resource.document, at(resource.node, 'kind') ?? resource.node),
      recurring,
    );
  }
  for (const passage of repository.passages) {
    if (!/velero/i.test(passage.file.path) && !/velero/i.test(passage.text.content)) continue;
    for (const document of passage.parsed.documents) yield* chartSchedules(document, namespaces);
    for (const { words, text } of passage.parsed.commands) {
      const verb = words.findIndex(({ value }) => value === 'schedule' || value === 'backup');
      if (programOf(words) !== 'velero' || words[verb + 1]?.value !== 'create') continue;
      const listed = flagValue(words, ['--include-namespaces'])?.split(',');
      const excluded = flagValue(words, ['--exclude-resources'])?.split(',') ?? [];
      if (excluded.some((kind) => /^secrets?$/.test(kind))) continue;
      if (listed && !listed.includes('*') && !listed.some((name) => namespaces.includes(name))) continue;
      const word = words[verb]!;
      yield evidence(`velero ${word.value} create`, text.span(word.start, word.end), word.value === 'schedule');
    }
  }
}

/** `schedules: {daily: {schedule: "0 6 * * *", template: {...}}}` of the chart's values. */
function* chartSchedules(document: Document, namespaces: readonly string[]): Iterable<KeyBackup> {
  for (const { path, pairs } of maps(document.root)) {
    if (path.at(-1) !== 'schedules') continue;
    for (const { key, value } of pairs) {
      if (textAt(value, 'schedule') === undefined) continue;
      if (textAt(value, 'disabled') === 'true' || textAt(value, 'paused') === 'true') continue;
      if (covers(at(value, 'template'), namespaces)) {
        yield evidence(`Velero schedule ${key.value}`, spanOf(document, key), true);
      }
    }
  }
}

/** Whether a backup holds the sealing keys in one of some namespaces. https://velero.io/docs/main/api-types/backup/ */
function covers(spec: Node | undefined, namespaces: readonly string[]): boolean {
  const list = (field: string): string[] => itemsOf(at(spec, field)).map((item) => asScalar(item)?.value ?? '');
  const isSecrets = (kind: string): boolean => /^(?:\*|secrets?)$/.test(kind);
  if ([...list('excludedResources'), ...list('excludedNamespaceScopedResources')].some(isSecrets)) return false;
  for (const field of ['includedResources', 'includedNamespaceScopedResources']) {
    const kinds = list(field);
    if (kinds.length > 0 && !kinds.some(isSecrets)) return false;
  }
  const either = itemsOf(at(spec, 'orLabelSelectors'));
  if (!selectsKeys(at(spec, 'labelSelector')) || (either.length > 0 && !either.some(selectsKeys))) return false;
  const within = list('includedNamespaces');
  const without = list('excludedNamespaces');
  return namespaces.some(
    (name) => !without.includes(name) && (within.length === 0 || within.includes('*') || within.includes(name)),
  );
}

/** Whether a label selector takes in Secrets that have the label of a sealing key and no other. */
function selectsKeys(selector: Node | undefined): boolean {
  const labels = asMap(at(selector, 'matchLabels'));
  if (labels && !pairsOf(labels).every(({ key }) => key.value === keyLabel)) return false;
  return itemsOf(at(selector, 'matchExpressions')).every((expression) => {
    const wanted = /^(?:In|Exists)$/.test(textAt(expression, 'operator') ?? '');
    return wanted === (textAt(expression, 'key') === keyLabel);
  });
}

const suppliers =
  /^(?:ExternalSecret|ClusterExternalSecret|VaultStaticSecret|OnePasswordItem|InfisicalSecret|InfisicalStaticSecret|DopplerSecret|BitwardenSecret|SopsSecret|AzureKeyVaultSecret)$/;

/** A key that comes from a store or an encrypted manifest, one pushed into a store, Terraform, a CronJob's own command. */
function* supplied(repository: Repository): Iterable<KeyBackup> {
  for (const resource of repository.resources) {
    const { document, node, kind } = resource;
    if (!document.text.holds('sealed-secrets-key')) continue;
    const span = spanOf(document, at(node, 'kind') ?? node);
    if (kind === 'PushSecret' || kind === 'ClusterPushSecret') {
      if (mentionsKey(node)) yield evidence(`${nameOf(resource)} of the sealing key`, span, true);
    } else if (/^Cron(?:Job|Workflow)$/.test(kind)) {
      if (mentionsKey(at(node, 'spec'))) yield evidence(`${nameOf(resource)} reads the sealing keys`, span, true);
    } else if (suppliers.test(kind)) {
      if (mentionsKey(node)) yield evidence(`${nameOf(resource)} supplies the sealing key`, span, true);
    } else if (isKeySecret(resource)) {
      const keeper = keeperOf(resource);
      if (keeper === undefined || keeper === 'generated') continue;
      const plaintext = keeper === 'plain-secret';
      if (plaintext && !at(node, 'data', 'tls.key') && !at(node, 'stringData', 'tls.key')) continue;
      yield evidence(`${nameOf(resource)} kept by ${keeper}`, span, false, plaintext);
    }
  }
  for (const passage of repository.passages) {
    if (passage.dialect !== 'hcl' || passage.within) continue;
    const start = passage.text.content.indexOf(keyLabel);
    if (start === -1 || !/kubernetes_secret|_manifest/.test(passage.text.content)) continue;
    yield evidence('Terraform supplies the sealing key', passage.text.span(start, start + keyLabel.length), true);
  }
}

/** A key's label or name among the keys or values below a node. */
function mentionsKey(node: Node | undefined): boolean {
  for (const { path, node: scalar } of leaves(node)) {
    if (path.includes(keyLabel) || scalar.value.includes(keyLabel) || keyName.test(scalar.value)) return true;
  }
  return false;
}

const encryptedFile = /\.(?:age|gpg|asc|enc|kdbx|sops\.ya?ml|enc\.ya?ml)$/i;

/** Files that are called like a sealing key and cannot be read: encrypted by git-crypt, age, GPG or SOPS. */
function* files(repository: Repository): Iterable<KeyBackup> {
  for (const path of repository.paths) {
    if (!keyFile.test(path.replace(encryptedFile, ''))) continue;
    const unreadable = !repository.files.has(path) || encryptedFile.test(path);
    if (!unreadable || /\.(?:md|sh|tf|go|png|svg)$/.test(path)) continue;
    yield { ...unplaced, note: `${path}, encrypted`, recurring: false, cluster: clusterOf(path) };
  }
}
