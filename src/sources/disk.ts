/** The files of a folder on disk: finding them without git, and reading them fast and without being led astray. */
import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { sep } from 'node:path';
import { isBinary, isGitCrypt } from '../decode.ts';
import type { Listed } from '../git.ts';
import type { SkipReason } from '../source.ts';

/** `elsewhere`: a link whose target is scanned under its own name. `absent`: not on disk, or no longer a file. */
export type Unread = SkipReason | 'absent' | 'elsewhere';

/** Binary files that a rule names for what they are: key stores, DER keys, OpenPGP and KeePass data. */
const keptBinaries = /\.(?:p12|pfx|pkcs12|jks|jceks|bks|keystore|truststore|der|key|pk8|gpg|pgp|asc|kdbx)$/i;

const linkRefused: readonly (string | undefined)[] = ['ELOOP', 'EMLINK', 'EFTYPE'];
const noFollow = constants.O_NOFOLLOW ?? 0;
const readFlags = constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0);
const firstRead = 256 * 1024;

/** Reads files one after the other into one buffer: synchronous reads without allocation are the fastest Node has. */
export class Reader {
  readonly #folder: string;
  readonly #paths: ReadonlySet<string>;
  readonly #maxBytes: number;
  /** Folders seen to be folders, not links. */
  readonly #folders = new Map<string, 'folder' | Unread>([['', 'folder']]);
  /** Every folder that holds a path of the tree; made when the first link asks for it. */
  #populated: ReadonlySet<string> | undefined;
  #buffer = Buffer.allocUnsafeSlow(firstRead);

  constructor(folder: string, paths: ReadonlySet<string>, maxBytes: number) {
    this.#folder = folder;
    this.#paths = paths;
    this.#maxBytes = maxBytes;
  }

  /** The bytes, valid until the next call, or why there are none. */
  read(path: string, one: Listed): Uint8Array | Unread {
    // The listed path, not the shown one: they differ where two names look alike.
    const above = this.#folderOf(one.path, one.raw);
    if (above !== 'folder') return above;
    const name = onDisk(this.#folder, one.path, one.raw);
    if (noFollow === 0 && lstatSync(name, { throwIfNoEntry: false })?.isSymbolicLink()) return this.#link(name);
    let handle: number;
    try {
      handle = openSync(name, readFlags);
    } catch (error) {
      return this.#refused(error, name);
    }
    try {
      return this.#bytes(handle, path);
    } catch (error) {
      return this.#refused(error, name);
    } finally {
      closeSync(handle);
    }
  }

  /** Why a path is not one of the files of the tree; undefined where it is. Opens nothing. */
  refusal(one: Listed): Unread | undefined {
    const above = this.#folderOf(one.path, one.raw);
    if (above !== 'folder') return above;
    const name = onDisk(this.#folder, one.path, one.raw);
    const facts = lstatSync(name, { throwIfNoEntry: false });
    if (!facts || facts.isDirectory()) return 'absent';
    if (facts.isSymbolicLink()) return this.#link(name);
    return facts.isFile() ? undefined : 'not-a-file';
  }

  #bytes(handle: number, path: string): Uint8Array | Unread {
    const buffer = this.#buffer;
    let length = readSync(handle, buffer, 0, firstRead, null);
    // A file shorter than the buffer needs no fstat. Pipes read as nothing, and devices may fill any buffer.
    if (length === 0 || length === firstRead) {
      const facts = fstatSync(handle);
      if (!facts.isFile()) return facts.isDirectory() ? 'absent' : 'not-a-file';
      if (isUnwantedBinary(buffer.subarray(0, length), path)) return 'binary';
      if (facts.size > this.#maxBytes) return 'too-large';
      length = this.#rest(handle, length, facts.size);
    }
    if (length > this.#maxBytes) return 'too-large';
    const bytes = this.#buffer.subarray(0, length);
    return isUnwantedBinary(bytes, path) ? 'binary' : bytes;
  }

  /** Reads on to the end of a file of `size` bytes; returns how many the buffer holds. */
  #rest(handle: number, from: number, size: number): number {
    if (size > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(size, Math.min(this.#buffer.length * 2, this.#maxBytes)));
      this.#buffer.copy(larger, 0, 0, from);
      this.#buffer = larger;
    }
    let length = from;
    while (length < this.#buffer.length) {
      const more = readSync(handle, this.#buffer, length, this.#buffer.length - length, null);
      if (more === 0) break;
      length += more;
    }
    return length;
  }

  #refused(error: unknown, name: string | Buffer): Unread {
    const code = (error as NodeJS.ErrnoException).code;
    if (linkRefused.includes(code)) return this.#link(name);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return 'absent';
    // A socket, a device without a driver, a pipe that somebody is about to write to.
    if (code === 'EAGAIN' || code === 'ENXIO' || code === 'ENODEV' || code === 'EOPNOTSUPP') return 'not-a-file';
    return 'unreadable';
  }

  /** A link in a path's folders would lead out of the tree as well as one at its end: each folder is checked once. */
  #folderOf(path: string, raw: Buffer | undefined): 'folder' | Unread {
    const slash = path.lastIndexOf('/');
    if (slash === -1) return 'folder';
    const folder = path.slice(0, slash);
    const known = raw ? undefined : this.#folders.get(folder);
    if (known) return known;
    const rawFolder = raw?.subarray(0, raw.lastIndexOf(0x2f));
    const above = this.#folderOf(folder, rawFolder);
    const kind = above === 'folder' ? this.#kindOfFolder(onDisk(this.#folder, folder, rawFolder)) : above;
    if (!raw) this.#folders.set(folder, kind);
    return kind;
  }

  #kindOfFolder(name: string | Buffer): 'folder' | Unread {
    const facts = lstatSync(name, { throwIfNoEntry: false });
    if (facts?.isDirectory()) return 'folder';
    return facts?.isSymbolicLink() ? this.#link(name) : 'absent';
  }

  #link(name: string | Buffer): Unread {
    let target: string;
    try {
      readlinkSync(name);
      target = realpathSync(name);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'unreadable' : 'symlink-broken';
    }
    if (target === this.#folder) return 'elsewhere';
    const base = onDisk(this.#folder, '') as string;
    if (!target.startsWith(base)) return 'symlink-outside';
    const path = target.slice(base.length).replaceAll(sep, '/');
    this.#populated ??= foldersOf(this.#paths);
    return this.#paths.has(path) || this.#populated.has(path) ? 'elsewhere' : 'symlink-outside';
  }
}

function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** The name to open: the listed bytes where the path cannot say them. */
export function onDisk(folder: string, path: string, raw?: Buffer): string | Buffer {
  const base = folder.endsWith(sep) ? folder : folder + sep;
  return raw ? Buffer.concat([Buffer.from(base), raw]) : base + path;
}

function isUnwantedBinary(bytes: Uint8Array, path: string): boolean {
  return isBinary(bytes) && !keptBinaries.test(path) && !isGitCrypt(bytes);
}

interface Branch {
  readonly path: string;
  readonly raw: Buffer | undefined;
}

/** Every file below `prefix`, without `.git` and `node_modules`; symlinks are listed and not followed. */
export function* walk(folder: string, prefix: string, tracked: boolean): Iterable<Listed> {
  const pending: Branch[] = [{ path: prefix, raw: undefined }];
  for (let at = pending.pop(); at; at = pending.pop()) {
    let names: { name: Buffer; isDirectory(): boolean; isSymbolicLink(): boolean }[];
    try {
      names = readdirSync(onDisk(folder, at.path, at.raw), { withFileTypes: true, encoding: 'buffer' });
    } catch {
      // Listed as a file, it is met again when it cannot be read, and counted.
      yield { path: at.path, tracked, kind: 'file', ...(at.raw ? { raw: at.raw } : {}) };
      continue;
    }
    for (const entry of names) {
      const name = entry.name.toString();
      if (name === '.git' || name === 'node_modules') continue;
      const below = branch(at, name, entry.name);
      if (entry.isDirectory()) pending.push(below);
      else {
        const kind = entry.isSymbolicLink() ? 'symlink' : 'file';
        yield { path: below.path, tracked, kind, ...(below.raw ? { raw: below.raw } : {}) };
      }
    }
  }
}

function branch(parent: Branch, name: string, bytes: Buffer): Branch {
  const path = parent.path === '' ? name : `${parent.path}/${name}`;
  if (parent.raw === undefined && isUtf8(bytes)) return { path, raw: undefined };
  const above = parent.raw ?? Buffer.from(parent.path);
  return { path, raw: above.length === 0 ? bytes : Buffer.concat([above, Buffer.from('/'), bytes]) };
}
