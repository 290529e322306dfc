import { goPattern } from './go-pattern.ts';
import type { Repository } from './repository.ts';
import { type CreationRule, creationRulesOf } from './sops.ts';
import { baseOf, directoryOf } from './tree.ts';

/**
 * The creation rule that SOPS would take for a path: of the nearest `.sops.yaml` above it the first rule that matches.
 * Undefined where there is none, or where a rule before it has a pattern that is not understood.
 */
export function governing(repository: Repository): (path: string) => CreationRule | undefined {
  const configs = new Map<string, readonly CreationRule[]>();
  for (const passage of repository.passages) {
    if (passage.within || baseOf(passage.file.path) !== '.sops.yaml') continue;
    configs.set(directoryOf(passage.file.path), creationRulesOf(passage));
  }
  return (path) => {
    if (configs.size === 0 || baseOf(path).startsWith('.sops.y')) return undefined;
    let directory = directoryOf(path);
    while (!configs.has(directory)) {
      if (directory === '') return undefined;
      directory = directoryOf(directory);
    }
    const relative = directory === '' ? path : path.slice(directory.length + 1);
    for (const rule of configs.get(directory)!) {
      if (rule.pathRegex === undefined || rule.pathRegex === '') return rule;
      const pattern = goPattern(rule.pathRegex);
      if (!pattern) return undefined;
      if (pattern.test(relative)) return rule;
    }
    return undefined;
  };
}
