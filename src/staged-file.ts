import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A file's new content, written whole beside it, so that nobody ever sees half of it. */
export interface Staged {
  /** Puts it in the place of the file. Returns why it could not. */
  commit(): string | undefined;
  discard(): void;
}

/**
 * Stages `bytes` for the file `name`, whose folder must be reached through no link. `isUnchanged` is asked last, right
 * before the file is replaced; left out where the file is to be created. Returns why it could not.
 */
export function stage(name: string, bytes: Buffer, isUnchanged: (() => boolean) | undefined): Staged | string {
  const beside = `${name}.${randomBytes(6).toString('hex')}.tmp`;
  let handle: number;
  try {
    if (!isPlainFolder(name)) return 'its folder is a link';
    // Until it has the permissions of the file, nobody else may read what is in it.
    handle = openSync(beside, 'wx', isUnchanged ? 0o600 : 0o666);
  } catch (error) {
    return failed(error);
  }
  const discard = (): void => {
    try {
      rmSync(beside, { force: true });
    } catch {
      // What made it fail is told already; a folder that cannot be written any more keeps the file.
    }
  };
  try {
    try {
      writeFileSync(handle, bytes);
      if (isUnchanged) resemble(handle, name);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    discard();
    return failed(error);
  }
  return {
    discard,
    commit() {
      try {
        if (!isPlainFolder(name)) return 'its folder is a link';
        if (!isUnchanged) copyFileSync(beside, name, constants.COPYFILE_EXCL);
        else if (isUnchanged()) renameSync(beside, name);
        else return 'the file has changed since it was read';
        return undefined;
      } catch (error) {
        return failed(error);
      } finally {
        discard();
      }
    },
  };
}

function isPlainFolder(name: string): boolean {
  const folder = dirname(name);
  return realpathSync(folder) === folder;
}

function resemble(handle: number, name: string): void {
  const { uid, gid, mode } = lstatSync(name);
  try {
    fchownSync(handle, uid, gid);
  } catch {
    // Only root may give a file away; for the others it was theirs, or the group lets them write and it becomes theirs.
  }
  fchmodSync(handle, mode & 0o7777);
}

/** The code, and not the message: it names the temporary file. */
function failed(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return `the file cannot be written${code ? ` (${code})` : ''}`;
}
