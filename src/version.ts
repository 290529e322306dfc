import { readFileSync } from 'node:fs';
import { root } from './root.ts';

declare const __VERSION__: string | undefined;

/** Version of the package: built in for the bundles, read from package.json when the sources run. */
export function version(): string {
  if (typeof __VERSION__ === 'string') return __VERSION__;
  return (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version;
}
