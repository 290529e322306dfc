import { directoryOf } from '../tree.ts';

/** More things of one name at one place than this are variants of each other: the first ones stand for all. */
const most = 20;
const any = '*';

/**
 * Things by name and namespace, looked up from a place in the tree: the nearest ones, as those of one cluster or one overlay
 * lie together. A namespace that is not known matches any. Adding and finding cost the depth of the path.
 */
export class Nearby<T> {
  readonly #found = new Map<string, T[]>();

  add(name: string, namespace: string | undefined, path: string, item: T): void {
    for (const directory of upwards(path)) {
      this.#push(name, namespace ?? '', directory, item);
      this.#push(name, any, directory, item);
    }
  }

  find(name: string, namespace: string | undefined, path: string): readonly T[] {
    if (!this.#found.has(keyOf(name, any, ''))) return [];
    for (const directory of upwards(path)) {
      const found =
        namespace === undefined
          ? this.#at(name, any, directory)
          : [...this.#at(name, namespace, directory), ...this.#at(name, '', directory)];
      if (found.length > 0) return found;
    }
    return [];
  }

  #at(name: string, namespace: string, directory: string): readonly T[] {
    return this.#found.get(keyOf(name, namespace, directory)) ?? [];
  }

  #push(name: string, namespace: string, directory: string, item: T): void {
    const key = keyOf(name, namespace, directory);
    const items = this.#found.get(key);
    if (!items) this.#found.set(key, [item]);
    else if (items.length < most && items.at(-1) !== item) items.push(item);
  }
}

function keyOf(name: string, namespace: string, directory: string): string {
  return `${name}\0${namespace}\0${directory}`;
}

const maxDepth = 64;

function* upwards(path: string): Iterable<string> {
  let directory = directoryOf(path);
  for (let depth = 0; directory !== '' && depth < maxDepth; depth++) {
    yield directory;
    directory = directoryOf(directory);
  }
  yield '';
}
