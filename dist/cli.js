#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);

// src/cli.ts
import { basename, relative } from "node:path";
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
function program() {
  const started = process.argv[1] ?? "";
  return basename(started) === "cli.js" ? `node ${relative(".", started)}` : "secrets-ladder";
}
async function start(argv) {
  const [only] = argv;
  if (argv.length === 1 && (only === "--help" || only === "-h" || only === "help")) {
    const { helpText } = await import("./chunk-help-JLENAVFL.js");
    process.stdout.write(helpText());
    return 0;
  }
  const { main } = await import("./chunk-command-46LRV7GX.js");
  return main(argv, {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    env: process.env,
    isTTY: process.stdout.isTTY === true,
    isErrorTTY: process.stderr.isTTY === true,
    columns: process.stdout.columns ?? 0,
    program: program()
  });
}
process.exitCode = await start(process.argv.slice(2));
