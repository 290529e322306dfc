import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, lineOf } from '../case.ts';

/** What leaks in `examples/`: the key in front of it. */
const leaks: Readonly<Record<string, RegExp>> = {
  'level-1-broken/create-secrets.sh': /--from-literal=password=/,
  'level-1-broken/deployment.yaml': /(?<=DATABASE_PASSWORD\n\s+)value:/,
  'level-2-broken/apps/shop/config.yaml': /datasource\.password=/,
  'level-2-broken/apps/shop/secret.yaml': /password:/,
};

/** The example repositories of this project, a case each. */
export function exampleRepositories(): Case[] {
  const root = new URL('../../../examples/', import.meta.url).pathname;
  return readdirSync(root).map((name) => {
    const files = new Map<string, string>();
    for (const entry of readdirSync(join(root, name), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(path.slice(root.length + name.length + 1), readFileSync(path, 'utf8'));
    }
    const found = Object.entries(leaks)
      .filter(([path]) => path.startsWith(`${name}/`))
      .map(([path, key]) => [path.slice(name.length + 1), key] as const)
      .map(([path, key]) => ({ path, line: lineOf(files.get(path)!, key) }));
    return { set: 'examples', name, shape: 'example repository', files, leaks: found };
  });
}
