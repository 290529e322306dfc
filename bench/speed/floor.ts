/** The floor of any scan: list the tree and read every file once, in this Node. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2] ?? '.';
const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, maxBuffer: 1 << 30 })
  .toString('latin1')
  .split('\0');
let buffer = Buffer.allocUnsafe(1 << 20);
let bytes = 0;
for (const path of listed) {
  if (path === '') continue;
  try {
    const handle = openSync(join(root, Buffer.from(path, 'latin1').toString()), 'r');
    for (;;) {
      const size = readSync(handle, buffer, 0, buffer.length, null);
      bytes += size;
      if (size < buffer.length) break;
      buffer = Buffer.allocUnsafe(buffer.length * 2);
    }
    closeSync(handle);
  } catch {
    // Directories of submodules and files deleted on disk: no scan reads them either.
  }
}
console.log(`${listed.length - 1} files, ${bytes} bytes`);
