#!/usr/bin/env node
import { basename, relative } from 'node:path';
import { main } from './command.ts';

// `| head` has read enough: no reason for a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** What to type for another command: a stranger who runs the file has no command of that name. */
function program(): string {
  const started = process.argv[1] ?? '';
  return basename(started) === 'cli.js' ? `node ${relative('.', started)}` : 'secrets-ladder';
}

process.exitCode = await main(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  env: process.env,
  isTTY: process.stdout.isTTY === true,
  isErrorTTY: process.stderr.isTTY === true,
  columns: process.stdout.columns ?? 0,
  program: program(),
});
