import { markdownCode as code } from '../escape.ts';
import type { Repository } from '../model/repository.ts';
import { directoryOf } from '../model/tree.ts';
import { quoted, quotedPath } from '../quote.ts';
import { documentIn, removal } from './leaving.ts';
import { credentialKeys, rotation, typed } from './rotation.ts';
import { type Step, step } from './step.ts';
import { besides, type Subject } from './subject.ts';

/** The way of a Secret to level 1: out of Git, and made by hand where it is needed. */
export function withdrawSteps(repository: Repository, subject: Subject): Step[] {
  const { path, mechanism, name, targets, tracked } = subject;
  const namespace = targets[0]?.namespace;
  const at = namespace === undefined ? '' : ` --namespace ${quoted(namespace)}`;
  const kubectl = `kubectl create secret generic ${quoted(name!)}${at} --dry-run=client --from-file="$key"=/dev/stdin --output yaml`;
  const renewed = rotation(subject, {
    commands: typed(credentialKeys(subject), [
      kubectl,
      `kubectl patch secret ${quoted(name!)}${at} --patch-file /dev/stdin`,
    ]),
  });
  if (mechanism === 'kubectl') {
    return [
      step(`Let the command in ${code(path)}, line ${subject.line}, read the value from where it is kept`, {
        notes: [
          '`--from-file=KEY=/dev/stdin` takes it from a password manager, `--from-env-file` from a file that git ignores.',
        ],
      }),
      renewed,
    ];
  }
  const { count, whole } = documentIn(subject);
  if (mechanism !== 'plain-secret' || count > 1 || !whole) {
    return [
      removal(repository, subject).step,
      step('Make the Secret by hand where it is needed', {
        notes: [
          'Take its values from where they are kept: a password manager, an environment variable, a file that git ignores.',
        ],
      }),
      renewed,
    ];
  }
  const ignore = besides(path, '.gitignore');
  const base = path.slice(directoryOf(path).length).replace(/^\//, '');
  return [
    step('Take the file out of Git, and keep it here', {
      commands: [
        `printf '%s\\n' ${quoted(`/${escapedPattern(base)}`)} >> ${quotedPath(ignore)}`,
        ...(tracked ? [`git rm --cached --quiet -- ${quoted(path)}`] : []),
        `git add -- ${quoted(ignore)}`,
      ],
      notes: [
        `From now on ${code(`kubectl apply --filename ${quotedPath(path)}`)} is done by hand; nothing else applies it.`,
      ],
    }),
    renewed,
  ];
}

/** A file name as a pattern of .gitignore that matches only it. */
function escapedPattern(name: string): string {
  return name.replace(/[\\*?[\]!# ]/g, '\\$&');
}
