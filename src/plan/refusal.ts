import { markdownCode as code } from '../escape.ts';
import { isSubstituted } from '../literal.ts';
import type { MechanismId } from '../mechanism.ts';
import { patchFilesOf } from '../model/kustomization.ts';
import { kustomizationsOf } from '../model/kustomize-build.ts';
import { replacementsOf } from '../model/replacements.ts';
import type { Repository } from '../model/repository.ts';
import { directoryOf } from '../model/tree.ts';
import { at } from '../parser.ts';
import type { Level } from '../policy.ts';
import type { Resource } from '../resource.ts';
import type { Subject, Target } from './subject.ts';

/** Why there is no plan for a Secret, and what would let there be one. One sentence of Markdown each. */
export interface Reason {
  readonly reason: string;
  readonly remedy: string;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const objectName = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const namespaceName = /^(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const dataKey = /^[-._a-zA-Z0-9]{1,253}$/;

/** Ways to keep a Secret that a plan knows how to leave. */
const understood: ReadonlySet<MechanismId> = new Set([
  'plain-secret',
  'kubectl',
  'kustomize-generator',
  'sealed-secrets',
  'sops',
  'external-secrets',
  'csi-driver',
]);

/** The reason why nothing exact can be said about a Secret; undefined where a plan can be made. */
export function refusalOf(repository: Repository, subject: Subject, to: Level): Reason | undefined {
  const found =
    unreadable(subject) ??
    unnamed(subject) ??
    copied(repository, subject) ??
    patched(repository, subject) ??
    valueless(repository, subject) ??
    (to === 2 ? unplaced(subject) : undefined);
  if (!found || subject.from > 0) return found;
  return { ...found, remedy: `${found.remedy}; it is readable in Git, so rotate it in any case` };
}

function unreadable({ mechanism, path, resource, declaration }: Subject): Reason | undefined {
  if (!understood.has(mechanism)) {
    return {
      reason: `${mechanism} keeps it, and only ${mechanism} can tell what is behind it`,
      remedy: `resolve what ${mechanism} refers to, and plan the Secret that it stands for`,
    };
  }
  if (path.includes('\uFFFD')) {
    return { reason: 'its file name is not UTF-8, so no command can name it here', remedy: 'rename the file' };
  }
  if (mechanism === 'sops' && !resource) {
    return {
      reason: 'it is an encrypted file and no manifest of a Secret',
      remedy: 'let what reads the file take the name of an existing Secret (`existingSecret`), and plan that Secret',
    };
  }
  if (resource?.passage.within) {
    return {
      reason: 'it stands inside a value of another object',
      remedy: 'move it into a manifest of its own, then plan again',
    };
  }
  if (resource && isTemplate(resource)) {
    return {
      reason: 'it is a template: its name and values are known only when it is rendered',
      remedy: 'let the chart take the name of an existing Secret (`existingSecret`), and plan that Secret',
    };
  }
  if (
    at(resource?.node, 'spec', 'target', 'template', 'data') ??
    at(resource?.node, 'spec', 'target', 'template', 'templateFrom')
  ) {
    return {
      reason: 'its template makes new values of those in the store',
      remedy: 'put the finished values into the store, or let the workload put them together; then plan again',
    };
  }
  if (mechanism === 'external-secrets' && declaration.resource?.kind === 'ClusterExternalSecret') {
    return {
      reason: 'it is made in every namespace that a selector matches',
      remedy: 'plan one ExternalSecret a namespace',
    };
  }
  return undefined;
}

/** The templates of the operators stand in values; a template of Helm makes the object. */
function isTemplate({ passage, document, kind }: Resource): boolean {
  if (passage.role === 'helm-template') return true;
  return document.templated && kind !== 'ExternalSecret' && kind !== 'SealedSecret';
}

function unnamed({ name, targets, keys, mechanism }: Subject): Reason | undefined {
  const written = [name, ...targets.flatMap((target) => [target.name, target.namespace])];
  if (written.some((one) => one !== undefined && isSubstituted(one))) {
    return { reason: 'its name is filled in by a substitution', remedy: 'plan it where the name is written out' };
  }
  if (name === undefined || targets.some((target) => target.name === undefined)) {
    return { reason: 'its name is not written here', remedy: 'write the name out, then plan again' };
  }
  const odd =
    targets.some((target) => !objectName.test(target.name!)) ||
    targets.some(({ namespace }) => namespace !== undefined && !namespaceName.test(namespace));
  if (odd) return { reason: 'Kubernetes takes no such name', remedy: 'correct the name, then plan again' };
  const oddKey = keys?.find((key) => !dataKey.test(key));
  if (oddKey !== undefined) {
    return { reason: `Kubernetes takes no data key ${code(oddKey)}`, remedy: 'correct the key, then plan again' };
  }
  if (keys === undefined && mechanism !== 'kubectl' && mechanism !== 'kustomize-generator') {
    return { reason: 'its keys are not written here', remedy: 'list them one by one, then plan again' };
  }
  return undefined;
}

function patched(repository: Repository, { path, name, renderings }: Subject): Reason | undefined {
  for (const passage of kustomizationsOf(repository).values()) {
    for (const patch of patchFilesOf(passage)) {
      if (patch !== path) continue;
      return {
        reason: `it is a patch of ${code(passage.file.path)} on a Secret that stands elsewhere`,
        remedy: 'give the Secret its values in one place, then plan again',
      };
    }
  }
  if (!renderings.some(({ patches }) => /\bSecret\b/.test(patches) && patches.includes(name ?? ''))) return undefined;
  return {
    reason: 'a patch changes it on its way to the cluster',
    remedy: 'give the Secret its values in one place, then plan again',
  };
}

/** In another form kustomize would find no value to copy, and the build would fail. */
function copied(repository: Repository, { path, name }: Subject): Reason | undefined {
  const [first] = name === undefined ? [] : replacementsOf(repository, name, path);
  if (!first) return undefined;
  return {
    reason:
      first.as === 'source'
        ? `${code(first.path)} copies its values into other objects when it is built`
        : `${code(first.path)} copies values into it when it is built`,
    remedy: 'give each Secret its values in its own manifest, without the replacement, then plan again',
  };
}

/** What something else fills in before the Secret is used: in another form it would no longer be found. */
const filledIn = /^(?:template|variable(?:-inside)?|command-substitution|(?:store|vault)-reference)$/;

/** Sealing a placeholder would seal the placeholder. */
function valueless(repository: Repository, { entries, mechanism, from }: Subject): Reason | undefined {
  if (mechanism !== 'plain-secret' && mechanism !== 'kustomize-generator') return undefined;
  let some = false;
  for (const entry of entries) {
    const { verdict, reasons } = repository.judgementOf(entry);
    const key = code(entry.key);
    const elsewhere = 'plan the Secret that holds the value, or keep this one out of the tree';
    if (verdict === 'reference' && reasons.some((reason) => filledIn.test(reason))) {
      return { reason: `${key} is a reference: what stands there is not the value`, remedy: elsewhere };
    }
    // Beside a real credential it is a value that is used as it stands, or one that nobody misses.
    if (verdict === 'placeholder' && from !== 0) {
      return { reason: `${key} is a placeholder: what stands there is not the value`, remedy: elsewhere };
    }
    if (verdict === 'ciphertext') {
      return { reason: `${key} is encrypted already: what stands there is not the value`, remedy: elsewhere };
    }
    if (entry.encoding === 'base64' && reasons.includes('not-base64')) {
      return { reason: `${key} is not base64`, remedy: 'correct the value or move it to `stringData`' };
    }
    if (verdict !== 'empty') some = true;
  }
  if (some || mechanism !== 'plain-secret') return undefined;
  return { reason: 'its values are empty', remedy: 'something fills it in the cluster: say what, or leave it out' };
}

/** A sealed value opens under one name in one namespace only. */
function unplaced({ targets, name, path, mechanism }: Subject): Reason | undefined {
  const [first, ...more] = targets;
  if (more.length > 0) {
    return {
      reason: `it reaches the cluster as ${listed(targets)}, and a sealed value opens under one name only`,
      remedy: 'move it out of what they share, one Secret a place, then plan again',
    };
  }
  if (first?.name !== name) {
    return {
      reason: `a kustomization renames it to ${code(first?.name ?? '')}: a sealed value is bound to that name, and the references of workloads do not follow a SealedSecret`,
      remedy: `take it out of the prefix, named ${code(first?.name ?? '')} beside the overlay, then plan again`,
    };
  }
  if (first?.namespace === undefined) {
    return {
      reason: 'its namespace is not known, and a sealed value is bound to it',
      remedy:
        mechanism === 'kubectl'
          ? `give the command in ${code(path)} its \`--namespace\`, or plan ${code(directoryOf(path) || '.')} with one`
          : `write \`metadata.namespace\` in ${code(path)}, or plan ${code(directoryOf(path) || '.')} with \`--namespace\``,
    };
  }
  return undefined;
}

function listed(targets: readonly Target[]): string {
  const all = targets.map(({ name, namespace }) => code(`${namespace ?? '(no namespace)'}/${name}`));
  return all.length > 4 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(' and ');
}
