import { markdownCode as code } from '../escape.ts';
import { generatorsOf } from '../model/kustomization.ts';
import { kustomizationsOf } from '../model/kustomize-build.ts';
import type { Repository } from '../model/repository.ts';
import { directoryOf } from '../model/tree.ts';
import { quoted, quotedPath } from '../quote.ts';
import { type Step, step } from './step.ts';
import { besides, type Subject } from './subject.ts';

/** A path that is free, beside the old one: `sealed-db.yaml`. It is taken from then on. */
export function freePath(repository: Repository, taken: Set<string>, subject: Subject, prefix: string): string {
  for (let n = 1; ; n++) {
    const path = besides(subject.path, `${prefix}-${subject.name}${n === 1 ? '' : `-${n}`}.yaml`);
    if (repository.paths.has(path) || taken.has(path)) continue;
    taken.add(path);
    return path;
  }
}

/** Which document of its file a manifest is, from 0, and how many there are. */
export function documentIn({ resource }: Subject): {
  readonly index: number;
  readonly count: number;
  readonly whole: boolean;
} {
  const documents = resource?.passage.parsed.documents ?? [];
  const filled = documents.filter(({ root }) => root !== undefined);
  return {
    index: resource ? documents.indexOf(resource.document) : 0,
    count: filled.length,
    // An item of a List is a part of its document.
    whole: resource === undefined || resource.document.root === resource.node,
  };
}

/** Puts the new file in the place of the old one where kustomizations list it. */
export function relisted(subject: Subject, added: string | undefined, gone: boolean): Step[] {
  const { listings, mechanism, path } = subject;
  const places =
    mechanism === 'kustomize-generator' ? [{ directory: directoryOf(path), path, entry: undefined }] : listings;
  return places.flatMap(({ directory, path: kustomization, entry }) => {
    const relative = added === undefined ? undefined : relativeTo(directory, added);
    const leaves = gone ? entry : undefined;
    const edits = [
      ...(relative === undefined ? [] : [`kustomize edit add resource ${quotedPath(relative)}`]),
      ...(leaves === undefined ? [] : [`kustomize edit remove resource ${quotedPath(leaves)}`]),
    ];
    if (edits.length === 0) return [];
    const byHand =
      relative === undefined
        ? `remove ${code(leaves ?? '')}`
        : leaves === undefined
          ? `add ${code(relative)}`
          : `${code(leaves)} becomes ${code(relative)}`;
    return step(
      relative === undefined
        ? `Take the old file out of ${code(kustomization)}`
        : `List the new file in ${code(kustomization)}`,
      {
        commands: [
          directory === '' ? edits.join(' && ') : `(cd ${quotedPath(directory)} && ${edits.join(' && ')})`,
          `git add -- ${quoted(kustomization)}`,
        ],
        notes: [`By hand: under \`resources\`, ${byHand}.`],
      },
    );
  });
}

function relativeTo(directory: string, path: string): string {
  const from = directory === '' ? [] : directory.split('/');
  const to = path.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/** Takes the old way out of the tree. `gone` is true where a whole file goes. */
export function removal(repository: Repository, subject: Subject): { readonly step: Step; readonly gone: boolean } {
  const { mechanism, path, name } = subject;
  if (mechanism === 'kubectl') {
    return {
      gone: false,
      step: step(`Take the command out of ${code(path)}, line ${subject.line}`, {
        notes: ['Whoever sets up a cluster now gets the Secret with everything else.'],
      }),
    };
  }
  if (mechanism === 'kustomize-generator') return { gone: false, step: generatorRemoval(repository, subject) };
  const { index, count, whole } = documentIn(subject);
  const called = subject.resource?.kind ?? 'Secret';
  if (count <= 1 && whole) {
    return {
      gone: true,
      step: step(`Remove the old ${called}`, {
        commands: [subject.tracked ? `git rm --quiet -- ${quoted(path)}` : `rm -- ${quoted(path)}`],
      }),
    };
  }
  if (whole) {
    return {
      gone: false,
      step: step(`Remove the old ${called} from its file`, {
        commands: [
          `yq --inplace 'select(document_index != ${index})' ${quotedPath(path)}`,
          `git add -- ${quoted(path)}`,
        ],
        notes: [`It is document ${index + 1} of ${count}; yq is github.com/mikefarah/yq, version 4.`],
      }),
    };
  }
  return {
    gone: false,
    step: step(`Remove the old ${called} from the list in its file`, {
      commands: [
        `NAME=${quoted(name ?? '')} yq --inplace 'del(.items[] | select(.kind == "${called}" and .metadata.name == strenv(NAME)))' ${quotedPath(path)}`,
        `git add -- ${quoted(path)}`,
      ],
      notes: ['yq is github.com/mikefarah/yq, version 4.'],
    }),
  };
}

function generatorRemoval(repository: Repository, { path, name }: Subject): Step {
  const passage = kustomizationsOf(repository).get(directoryOf(path));
  const files = new Set<string>();
  const others = new Set<string>();
  for (const kustomization of kustomizationsOf(repository).values()) {
    for (const generator of generatorsOf(kustomization)) {
      const own = kustomization === passage && generator.kind === 'Secret' && generator.name === name;
      for (const file of [...generator.files, ...generator.envs]) if (file.path) (own ? files : others).add(file.path);
    }
  }
  const removed = [...files].filter(
    (file) => !others.has(file) && repository.tree.isTracked(file) && repository.paths.has(file),
  );
  return step(
    `Remove the generator ${code(name ?? '')} from ${code(path)}${removed.length > 0 ? ', and what only it reads' : ''}`,
    {
      commands: [
        `NAME=${quoted(name ?? '')} yq --inplace 'del(.secretGenerator[] | select(.name == strenv(NAME)))' ${quotedPath(path)}`,
        `git add -- ${quoted(path)}`,
        ...(removed.length > 0 ? [`git rm --quiet -- ${removed.map(quoted).join(' ')}`] : []),
      ],
      notes: [
        'yq is github.com/mikefarah/yq, version 4.',
        'The new Secret has no hash in its name: Pods no longer restart by themselves when it changes.',
      ],
    },
  );
}

/** The kustomization that makes a generated Secret sets its name apart by a hash. */
export function generatedSecret({ path, name }: Subject): string {
  const directory = directoryOf(path);
  return `kubectl kustomize ${quotedPath(directory === '' ? '.' : directory)} | NAME=${quoted(name ?? '')} yq 'select(.kind == "Secret" and (.metadata.name == strenv(NAME) or (.metadata.name | sub("-[a-z0-9]{10}$", "")) == strenv(NAME))) | .metadata.name = strenv(NAME)'`;
}
