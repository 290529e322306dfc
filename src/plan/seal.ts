import { markdownCode as code } from '../escape.ts';
import type { Repository } from '../model/repository.ts';
import { quoted, quotedPath } from '../quote.ts';
import { type Scope, scopeOf } from '../sealing.ts';
import { documentIn, freePath, generatedSecret, relisted, removal } from './leaving.ts';
import { credentialKeys, rotation, typed } from './rotation.ts';
import type { Sealing } from './sealing.ts';
import { type Step, step } from './step.ts';
import type { Subject } from './subject.ts';

/** The way of a Secret to level 2: a SealedSecret beside where it stands. Name and namespace are known. */
export function sealSteps(repository: Repository, subject: Subject, sealing: Sealing, taken: Set<string>): Step[] {
  const { name, namespace } = subject.targets[0] as { name: string; namespace: string };
  const sealed = freePath(repository, taken, subject, 'sealed');
  const scope = subject.resource ? scopeOf(subject.resource.annotations) : 'strict';
  const kubeseal = kubesealFor({ name, namespace, scope, certificate: sealing.certificate });
  const old = removal(repository, subject);
  return [
    step(`Seal it for ${code(`${namespace}/${name}`)}`, {
      commands: [`${readInto(subject, namespace, kubeseal)} > ${quotedPath(sealed)}`, `git add -- ${quoted(sealed)}`],
      notes: notesOn(subject, scope),
    }),
    ...relisted(subject, sealed, old.gone),
    old.step,
    step('Let the controller take over the Secret that is in the cluster, then commit and apply', {
      commands: [
        `kubectl --namespace ${quoted(namespace)} annotate secret ${quoted(name)} sealedsecrets.bitnami.com/managed=true`,
      ],
      notes: ['Without the annotation the controller leaves a Secret alone that it has not made.'],
    }),
    rotation(subject, {
      commands: resealing(subject, sealed, { name, namespace, scope, certificate: sealing.certificate }),
    }),
  ];
}

/** What a value is sealed for, and with. */
export interface SealedFor {
  readonly name: string;
  readonly namespace: string;
  readonly scope: Scope;
  readonly certificate: string;
}

function kubesealFor({ name, namespace, scope, certificate }: SealedFor): string {
  return `kubeseal --cert ${quotedPath(certificate)} --scope ${scope} --name ${quoted(name)} --namespace ${quoted(namespace)} --format yaml`;
}

/** Asks for new values and puts them, sealed, into the file that has the old ones. */
export function resealing(subject: Subject, sealed: string, place: SealedFor): string[] {
  const at = `${quoted(place.name)} --namespace ${quoted(place.namespace)}`;
  return typed(credentialKeys(subject), [
    `kubectl create secret generic ${at} --dry-run=client --from-file="$key"=/dev/stdin --output yaml`,
    `${kubesealFor(place)} --merge-into ${quotedPath(sealed)}`,
  ]);
}

/** A command that hands the Secret to kubeseal without showing it. */
function readInto(subject: Subject, namespace: string, kubeseal: string): string {
  const { mechanism, path, name } = subject;
  if (mechanism === 'kubectl') {
    return `kubectl --namespace ${quoted(namespace)} get secret ${quoted(name ?? '')} --output yaml | ${kubeseal}`;
  }
  if (mechanism === 'kustomize-generator') return `${generatedSecret(subject)} | ${kubeseal}`;
  const { index, count, whole } = documentIn(subject);
  if (!whole) {
    return `NAME=${quoted(name ?? '')} yq '.items[] | select(.kind == "Secret" and .metadata.name == strenv(NAME))' ${quotedPath(path)} | ${kubeseal}`;
  }
  if (count > 1) return `yq 'select(document_index == ${index})' ${quotedPath(path)} | ${kubeseal}`;
  return `${kubeseal} < ${quotedPath(path)}`;
}

function notesOn(subject: Subject, scope: string): string[] {
  const notes: string[] = [];
  if (scope !== 'strict') {
    notes.push(`An annotation of the Secret asks for the scope ${scope}; strict, the default, is safer.`);
  }
  if (subject.mechanism === 'kubectl') {
    notes.push('The value comes from the cluster, so the Secret has to be there: run the command of the script first.');
  }
  return notes;
}
