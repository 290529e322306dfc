import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import {
  require_tunnel,
  require_undici
} from "./chunk-chunk-AJBIFIJX.js";
import {
  UsageError,
  baselineOf,
  commandData,
  configNames,
  docsUrl,
  findConfig,
  gitHub,
  headCommit,
  isAt,
  mistakeText,
  outputs,
  prepare,
  readBaseline,
  refusedWith,
  rules,
  run,
  showAt,
  visible,
  withLineFeeds,
  worstFirst
} from "./chunk-chunk-CLCHVZZR.js";
import "./chunk-chunk-BVKFSFIY.js";
import {
  __toESM
} from "./chunk-chunk-656SABO7.js";

// src/action.ts
import { appendFileSync as appendFileSync2, existsSync as existsSync2, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// node_modules/@actions/core/lib/command.js
import * as os from "os";

// node_modules/@actions/core/lib/utils.js
function toCommandValue(input2) {
  if (input2 === null || input2 === void 0) {
    return "";
  } else if (typeof input2 === "string" || input2 instanceof String) {
    return input2;
  }
  return JSON.stringify(input2);
}

// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  const cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + os.EOL);
}
var CMD_STRING = "::";
var Command = class {
  constructor(command, properties, message) {
    if (!command) {
      command = "missing.command";
    }
    this.command = command;
    this.properties = properties;
    this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = true;
      for (const key in this.properties) {
        if (this.properties.hasOwnProperty(key)) {
          const val = this.properties[key];
          if (val) {
            if (first) {
              first = false;
            } else {
              cmdStr += ",";
            }
            cmdStr += `${key}=${escapeProperty(val)}`;
          }
        }
      }
    }
    cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
    return cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js
import * as crypto from "crypto";
import * as fs from "fs";
import * as os2 from "os";
function issueFileCommand(command, message) {
  const filePath = process.env[`GITHUB_${command}`];
  if (!filePath) {
    throw new Error(`Unable to find environment variable for file command ${command}`);
  }
  if (!fs.existsSync(filePath)) {
    throw new Error(`Missing file at path: ${filePath}`);
  }
  fs.appendFileSync(filePath, `${toCommandValue(message)}${os2.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value) {
  const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
  }
  if (convertedValue.includes(delimiter)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
  }
  return `${key}<<${delimiter}${os2.EOL}${convertedValue}${os2.EOL}${delimiter}`;
}

// node_modules/@actions/core/lib/core.js
import * as os4 from "os";

// node_modules/@actions/http-client/lib/index.js
var tunnel = __toESM(require_tunnel(), 1);
var import_undici = __toESM(require_undici(), 1);
var HttpCodes;
(function(HttpCodes2) {
  HttpCodes2[HttpCodes2["OK"] = 200] = "OK";
  HttpCodes2[HttpCodes2["MultipleChoices"] = 300] = "MultipleChoices";
  HttpCodes2[HttpCodes2["MovedPermanently"] = 301] = "MovedPermanently";
  HttpCodes2[HttpCodes2["ResourceMoved"] = 302] = "ResourceMoved";
  HttpCodes2[HttpCodes2["SeeOther"] = 303] = "SeeOther";
  HttpCodes2[HttpCodes2["NotModified"] = 304] = "NotModified";
  HttpCodes2[HttpCodes2["UseProxy"] = 305] = "UseProxy";
  HttpCodes2[HttpCodes2["SwitchProxy"] = 306] = "SwitchProxy";
  HttpCodes2[HttpCodes2["TemporaryRedirect"] = 307] = "TemporaryRedirect";
  HttpCodes2[HttpCodes2["PermanentRedirect"] = 308] = "PermanentRedirect";
  HttpCodes2[HttpCodes2["BadRequest"] = 400] = "BadRequest";
  HttpCodes2[HttpCodes2["Unauthorized"] = 401] = "Unauthorized";
  HttpCodes2[HttpCodes2["PaymentRequired"] = 402] = "PaymentRequired";
  HttpCodes2[HttpCodes2["Forbidden"] = 403] = "Forbidden";
  HttpCodes2[HttpCodes2["NotFound"] = 404] = "NotFound";
  HttpCodes2[HttpCodes2["MethodNotAllowed"] = 405] = "MethodNotAllowed";
  HttpCodes2[HttpCodes2["NotAcceptable"] = 406] = "NotAcceptable";
  HttpCodes2[HttpCodes2["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
  HttpCodes2[HttpCodes2["RequestTimeout"] = 408] = "RequestTimeout";
  HttpCodes2[HttpCodes2["Conflict"] = 409] = "Conflict";
  HttpCodes2[HttpCodes2["Gone"] = 410] = "Gone";
  HttpCodes2[HttpCodes2["TooManyRequests"] = 429] = "TooManyRequests";
  HttpCodes2[HttpCodes2["InternalServerError"] = 500] = "InternalServerError";
  HttpCodes2[HttpCodes2["NotImplemented"] = 501] = "NotImplemented";
  HttpCodes2[HttpCodes2["BadGateway"] = 502] = "BadGateway";
  HttpCodes2[HttpCodes2["ServiceUnavailable"] = 503] = "ServiceUnavailable";
  HttpCodes2[HttpCodes2["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function(Headers2) {
  Headers2["Accept"] = "accept";
  Headers2["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function(MediaTypes2) {
  MediaTypes2["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
var HttpRedirectCodes = [
  HttpCodes.MovedPermanently,
  HttpCodes.ResourceMoved,
  HttpCodes.SeeOther,
  HttpCodes.TemporaryRedirect,
  HttpCodes.PermanentRedirect
];
var HttpResponseRetryCodes = [
  HttpCodes.BadGateway,
  HttpCodes.ServiceUnavailable,
  HttpCodes.GatewayTimeout
];

// node_modules/@actions/core/lib/summary.js
import { EOL as EOL3 } from "os";
import { constants, promises } from "fs";
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { access, appendFile, writeFile } = promises;
var SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._filePath) {
        return this._filePath;
      }
      const pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv) {
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      }
      try {
        yield access(pathFromEnv, constants.R_OK | constants.W_OK);
      } catch (_a) {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      this._filePath = pathFromEnv;
      return this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
    if (!content) {
      return `<${tag}${htmlAttrs}>`;
    }
    return `<${tag}${htmlAttrs}>${content}</${tag}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter(this, void 0, void 0, function* () {
      const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
      const filePath = yield this.filePath();
      const writeFunc = overwrite ? writeFile : appendFile;
      yield writeFunc(filePath, this._buffer, { encoding: "utf8" });
      return this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: true });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    this._buffer = "";
    return this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text, addEOL = false) {
    this._buffer += text;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(EOL3);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code, lang) {
    const attrs = Object.assign({}, lang && { lang });
    const element = this.wrap("pre", this.wrap("code", code), attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items, ordered = false) {
    const tag = ordered ? "ol" : "ul";
    const listItems = items.map((item) => this.wrap("li", item)).join("");
    const element = this.wrap(tag, listItems);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    const tableBody = rows.map((row) => {
      const cells = row.map((cell) => {
        if (typeof cell === "string") {
          return this.wrap("td", cell);
        }
        const { header, data, colspan, rowspan } = cell;
        const tag = header ? "th" : "td";
        const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join("");
    const element = this.wrap("table", tableBody);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label, content) {
    const element = this.wrap("details", this.wrap("summary", label) + content);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    const { width, height } = options || {};
    const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
    const element = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text, level) {
    const tag = `h${level}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element = this.wrap(allowedTag, text);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    const element = this.wrap("hr", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    const element = this.wrap("br", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element = this.wrap("blockquote", text, attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text, href) {
    const element = this.wrap("a", text, { href });
    return this.addRaw(element).addEOL();
  }
};
var _summary = new Summary();

// node_modules/@actions/core/lib/platform.js
import os3 from "os";

// node_modules/@actions/io/lib/io-util.js
import * as fs2 from "fs";
var { chmod, copyFile, lstat, mkdir, open, readdir, rename, rm, rmdir, stat, symlink, unlink } = fs2.promises;
var IS_WINDOWS = process.platform === "win32";
var READONLY = fs2.constants.O_RDONLY;

// node_modules/@actions/exec/lib/toolrunner.js
var IS_WINDOWS2 = process.platform === "win32";

// node_modules/@actions/core/lib/platform.js
var platform = os3.platform();
var arch = os3.arch();

// node_modules/@actions/core/lib/core.js
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function getInput(name, options) {
  const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
  if (options && options.required && !val) {
    throw new Error(`Input required and not supplied: ${name}`);
  }
  if (options && options.trimWhitespace === false) {
    return val;
  }
  return val.trim();
}
function getMultilineInput(name, options) {
  const inputs = getInput(name, options).split("\n").filter((x) => x !== "");
  if (options && options.trimWhitespace === false) {
    return inputs;
  }
  return inputs.map((input2) => input2.trim());
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(os4.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}

// src/event.ts
function eventOf(payload2) {
  const pull = field(payload2, "pull_request");
  const base = commit(field(field(pull, "base"), "sha")) ?? commit(field(field(payload2, "merge_group"), "base_sha"));
  const number = field(pull, "number");
  const head = commit(field(field(pull, "head"), "sha"));
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1 || head === void 0) {
    return { base, pull: void 0 };
  }
  const from = field(field(field(pull, "head"), "repo"), "full_name");
  const into = field(field(field(pull, "base"), "repo"), "full_name");
  return { base, pull: { number, head, isFork: from !== into } };
}
function field(value, name) {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? value[name] : void 0;
}
function commit(sha) {
  return typeof sha === "string" && /^[0-9a-f]{40,64}$/.test(sha) ? sha : void 0;
}

// src/line-map.ts
function lineMap(from, to) {
  if (from === to) return (line) => line;
  const [old, now] = [from.split("\n"), to.split("\n")];
  const matched = new Int32Array(old.length).fill(-1);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) matched[head] = head++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  for (let i = 1; i <= tail; i++) matched[old.length - i] = now.length - i;
  let last = head - 1;
  const anchors = inOrder(onceInBoth(old, now, head, tail));
  anchors.forEach(([a, b], i) => {
    matched[a] = b;
    const end = anchors[i + 1]?.[1] ?? now.length - tail;
    for (let k = 1; matched[a - k] === -1 && b - k > last && old[a - k] === now[b - k]; k++) matched[a - k] = b - k;
    last = b;
    for (let k = 1; matched[a + k] === -1 && b + k < end && old[a + k] === now[b + k]; k++) {
      matched[a + k] = b + k;
      last = b + k;
    }
  });
  return (line) => {
    const at = matched[line - 1];
    return at === void 0 || at === -1 ? void 0 : at + 1;
  };
}
function onceInBoth(old, now, head, tail) {
  const places = /* @__PURE__ */ new Map();
  const note = (lines, side) => {
    for (let i = head; i < lines.length - tail; i++) {
      const place = places.get(lines[i]) ?? [-1, -1];
      place[side] = place[side] === -1 ? i : -2;
      places.set(lines[i], place);
    }
  };
  note(old, 0);
  note(now, 1);
  return [...places.values()].filter(([a, b]) => a >= 0 && b >= 0).sort(([a], [b]) => a - b);
}
function inOrder(pairs) {
  const ends = [];
  const before = new Int32Array(pairs.length).fill(-1);
  pairs.forEach(([, b], i) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = low + high >> 1;
      if (pairs[ends[middle]][1] < b) low = middle + 1;
      else high = middle;
    }
    before[i] = low === 0 ? -1 : ends[low - 1];
    ends[low] = i;
  });
  const run2 = [];
  for (let i = ends.at(-1) ?? -1; i !== -1; i = before[i]) run2.push(pairs[i]);
  return run2.reverse();
}

// src/pull-request.ts
async function onPullRequest(report, options, asked, pull, github, lineOnHead) {
  const left = [];
  for (const output of asked) {
    try {
      if (!github) throw new Error("no token");
      left.push(...await output.deliver(report, options, { github, ...pull, lineOnHead }));
    } catch (error) {
      left.push(notPosted(output.id, github === void 0 ? "no-token" : refusedWith(error), pull));
    }
  }
  return left.length > 0 ? { ...report, notChecked: [...report.notChecked, ...left] } : report;
}
function notPosted(output, status, { isFork }) {
  const what = `the ${output} on the pull request`;
  if (status === "no-token") return { what, why: "there is no token", remedy: "give the action `token`" };
  if (status !== 401 && status !== 403 && status !== 404) {
    const why = status === void 0 ? "the GitHub API did not answer" : `the GitHub API answered ${status}`;
    return { what, why, remedy: "run the job again; the annotations and the summary have the findings" };
  }
  return isFork ? {
    what,
    why: "the pull request comes from a fork, whose runs get a token that may only read",
    remedy: "see the annotations and the summary, which need no permission"
  } : {
    what,
    why: "the token may not write to pull requests",
    remedy: "give the job `permissions: pull-requests: write` (runs that Dependabot starts only read)"
  };
}
var mostAnnotated = 30;
async function annotatedLines(report, lineOnHead) {
  const maps = /* @__PURE__ */ new Map();
  for (const { finding } of worstFirst(report.verdicts)) {
    const { file } = finding.span;
    if (maps.has(file)) continue;
    if (maps.size >= mostAnnotated) break;
    try {
      maps.set(file, await lineOnHead(file));
    } catch {
      break;
    }
  }
  return (file, line) => maps.get(file)?.(line);
}
function headLines(root, head, github) {
  if (headCommit(root) === head) return async () => (line) => line;
  const known = /* @__PURE__ */ new Map();
  return (file) => {
    let map = known.get(file);
    if (!map) {
      map = mapped(file);
      known.set(file, map);
    }
    return map;
  };
  async function mapped(file) {
    const text = showAt(root, head, file.path) ?? await github?.fileAt(file.path, head);
    if (text === void 0) return () => void 0;
    return lineMap(file.content, withLineFeeds(text.replace(/^\ufeff/, "")));
  }
}

// src/action.ts
process.exitCode = await main();
async function main() {
  try {
    const root = process.env["GITHUB_WORKSPACE"] ?? ".";
    const notChecked = [];
    const event = eventOf(payload());
    const { base } = event;
    const before = textAt(root, base);
    const configText = await baseConfig(root, base, notChecked);
    const { source, settings } = await prepare({
      root,
      named: ".",
      paths: [],
      level: input("level"),
      config: input("config"),
      ...configText === void 0 ? {} : { configText },
      include: list("paths"),
      exclude: list("exclude"),
      failOn: input("fail-on"),
      minConfidence: input("min-confidence"),
      maxFileSize: input("max-file-size"),
      baseline: await baselineAt(root, base),
      ...before ? { textBefore: before } : {},
      ...base === void 0 ? {} : { base: { ref: base, name: "the base commit", optional: true } },
      notChecked
    });
    const formats = targets();
    const { report, exitCode } = await run(source, settings, source.hasGit ? source.root : void 0);
    await deliver(report, formats, event.pull, root);
    return exitCode;
  } catch (error) {
    if (error instanceof UsageError) {
      for (const problem of error.problems)
        process.stdout.write(`::error::${commandData(visible(mistakeText(problem)))}
`);
      return 2;
    }
    process.stdout.write(`::error::internal ${error instanceof Error ? error.name : "error"}; please report it
`);
    return 3;
  }
}
function input(name) {
  return getInput(name) || void 0;
}
function list(name) {
  return getMultilineInput(name).filter((line) => line !== "");
}
async function baseConfig(root, base, notChecked) {
  if (base === void 0 || input("config-from") === "head") return void 0;
  const names = input("config") ? [input("config")] : configNames;
  for (const path of names) {
    const text = showAt(root, base, path);
    if (text !== void 0) {
      noteChange(root, text, notChecked);
      return { name: `base:${path}`, text, read: (other) => showAt(root, base, other) };
    }
  }
  if (isAt(root, base, names[0]) !== void 0) {
    noteChange(root, void 0, notChecked);
    return "none";
  }
  const token = input("token");
  const repository = process.env["GITHUB_REPOSITORY"];
  if (token && repository) {
    try {
      const api = await gitHub(token, repository);
      for (const path of names) {
        const text = await api.fileAt(path, base);
        if (text === void 0) continue;
        noteChange(root, text, notChecked);
        return { name: `base:${path}`, text };
      }
      noteChange(root, void 0, notChecked);
      return "none";
    } catch {
    }
  }
  if (names.some((path) => existsSync2(join(root, path)))) {
    notChecked.push({
      what: "configuration of the base commit",
      why: "the base commit is neither in the checkout nor could the API be asked, so the configuration of the pull request itself was used",
      remedy: "give the action `token: ${{ github.token }}`, or check out with `fetch-depth: 2`"
    });
  }
  return void 0;
}
function noteChange(root, base, notChecked) {
  let text;
  try {
    text = findConfig(root, input("config"))?.text;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  if (text === base) return;
  notChecked.push({
    what: "configuration of this change",
    why: base === void 0 ? "the base commit has no configuration" : "it differs from that of the base commit, which counts",
    remedy: "it counts once it is merged; `config-from: head` makes it count now"
  });
}
function textAt(root, base) {
  if (base === void 0 || input("config-from") === "head") return void 0;
  return async (path) => {
    const text = showAt(root, base, path);
    const token = input("token");
    const repository = process.env["GITHUB_REPOSITORY"];
    if (text !== void 0 || !token || !repository) return text;
    try {
      return await (await gitHub(token, repository)).fileAt(path, base);
    } catch {
      return void 0;
    }
  };
}
async function baselineAt(root, base) {
  const path = input("baseline");
  if (path === void 0) return void 0;
  const before = textAt(root, base);
  if (!before) return readBaseline(join(root, path));
  const text = await before(path.replace(/^(?:\.\/)+/, ""));
  if (text === void 0) throw new UsageError([{ path, message: "the base commit has no such baseline" }]);
  return baselineOf(path, text);
}
function payload() {
  const path = process.env["GITHUB_EVENT_PATH"];
  if (!path || !existsSync2(path)) return void 0;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return void 0;
  }
}
function targets() {
  const folder = join(process.env["RUNNER_TEMP"] ?? ".", "secrets-ladder");
  const asked = list("outputs").map((target) => {
    const equals = target.indexOf("=");
    return equals === -1 ? { format: target, path: void 0 } : { format: target.slice(0, equals), path: target.slice(equals + 1) };
  });
  const known = outputs.map((output) => output.id);
  for (const { format } of asked) {
    if (!known.includes(format)) {
      throw new UsageError([{ message: `unknown output "${format}" (there are ${known.join(", ")})` }]);
    }
  }
  const all = asked.length > 0 ? asked : [
    { format: "annotations", path: void 0 },
    { format: "step-summary", path: void 0 }
  ];
  for (const format of ["sarif", "json"]) {
    const file = outputs.find((output) => output.id === format).file;
    const at = all.findIndex((target) => target.format === format && target.path === void 0);
    if (at !== -1) all[at] = { format, path: join(folder, file) };
    else if (!all.some((target) => target.format === format)) all.push({ format, path: join(folder, file) });
  }
  return all;
}
async function deliver(found, formats, pull, root) {
  const options = { rules: new Map(rules.map((rule) => [rule.id, rule])), colour: false, width: 0, docs: docsUrl };
  const asked = formats.filter(isDelivered).map(({ format }) => outputNamed(format));
  const api = await access2(pull, asked.length > 0 || found.verdicts.length > 0);
  const lineOnHead = pull && headLines(root, pull.head, api);
  const report = pull && lineOnHead ? await onPullRequest(found, options, asked, pull, api, lineOnHead) : found;
  const lineAt = lineOnHead && await annotatedLines(report, lineOnHead);
  const written = formats.filter((target) => !isDelivered(target));
  const isSilent = !written.some(({ format }) => format === "annotations");
  if (isSilent && report !== found) written.unshift({ format: "annotations", path: void 0 });
  for (const { format, path } of written) {
    const rendered = outputNamed(format).render(report, { ...options, ...lineAt ? { lineAt } : {} });
    if (path !== void 0) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, rendered);
    } else if (format === "step-summary") {
      const summary2 = process.env["GITHUB_STEP_SUMMARY"];
      if (summary2) appendFileSync2(summary2, rendered);
    } else process.stdout.write(rendered);
  }
  const worst = ["error", "warning", "note"].find((severity) => report.counts[severity] > 0);
  setOutput2("findings-count", String(report.verdicts.length));
  setOutput2("highest-severity", worst ?? "none");
  setOutput2("level", String(report.level.applied));
  setOutput2("reached-level", String(report.level.reached));
  setOutput2("sarif-file", formats.find((target) => target.format === "sarif")?.path ?? "");
  setOutput2("report-file", formats.find((target) => target.format === "json")?.path ?? "");
  setOutput2("conclusion", report.conclusion);
}
function isDelivered({ format, path }) {
  return path === void 0 && outputNamed(format).deliver !== void 0;
}
function outputNamed(format) {
  return outputs.find(({ id }) => id === format);
}
async function access2(pull, isNeeded) {
  const token = input("token");
  const repository = process.env["GITHUB_REPOSITORY"];
  return pull && isNeeded && token && repository ? await gitHub(token, repository) : void 0;
}
function setOutput2(name, value) {
  if (process.env["GITHUB_OUTPUT"]) setOutput(name, value);
}
