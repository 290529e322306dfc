#!/usr/bin/env node
import { basename, relative } from 'node:path';

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

async function start(argv: readonly string[]): Promise<number> {
  const [only] = argv;
  // Loading the rest takes as long as scanning a small repository.
  if (argv.length === 1 && (only === '--help' || only === '-h' || only === 'help')) {
    const { helpText } = await import('./help.ts');
    process.stdout.write(helpText());
    return 0;
  }
  const { main } = await import('./command.ts');
  return main(argv, {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    env: process.env,
    isTTY: process.stdout.isTTY === true,
    isErrorTTY: process.stderr.isTTY === true,
    columns: process.stdout.columns ?? 0,
    program: program(),
  });
}

process.exitCode = await start(process.argv.slice(2));
