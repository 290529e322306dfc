#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import {
  main
} from "./chunk-chunk-B6MMOQI6.js";
import "./chunk-chunk-656SABO7.js";

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
process.exitCode = await main(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  env: process.env,
  isTTY: process.stdout.isTTY === true,
  isErrorTTY: process.stderr.isTTY === true,
  columns: process.stdout.columns ?? 0,
  program: program()
});
