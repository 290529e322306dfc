import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);

// src/options.ts
var options = [
  {
    name: "level",
    type: "string",
    value: "1-4|NAME",
    help: "Level to hold the repository to: 1 kubectl, 2 sealed-secrets, 3 external-secrets, 4 vault",
    doors: ["cli", "action"],
    fallback: "what the configuration declares, else the level the repository shows"
  },
  {
    name: "config",
    short: "c",
    type: "string",
    value: "PATH",
    help: "Configuration file, from the root of the scan",
    doors: ["cli", "action"],
    fallback: ".secrets-ladder.yaml where there is one"
  },
  {
    name: "config-from",
    type: "string",
    value: "base|head",
    help: "Which commit the configuration is read from on a pull request",
    doors: ["action"],
    fallback: "base: a change cannot switch off the rule it breaks"
  },
  {
    name: "paths",
    type: "list",
    value: "GLOB",
    help: "Scan only files that match one of these globs",
    doors: ["action"],
    fallback: "every file"
  },
  {
    name: "include",
    type: "list",
    value: "GLOB",
    help: "Scan only files that match one of these globs",
    doors: ["cli"],
    fallback: "every file"
  },
  {
    name: "exclude",
    type: "list",
    value: "GLOB",
    help: "Leave out files that match one of these globs; they are counted as skipped",
    doors: ["cli", "action"],
    fallback: "nothing"
  },
  {
    name: "base",
    type: "string",
    value: "REF",
    help: "Compare with where this branch left REF: finds SealedSecrets that were renamed or moved without sealing again",
    doors: ["cli"],
    fallback: "no comparison"
  },
  {
    name: "fail-on",
    type: "string",
    value: "error|warning|note|never",
    help: "Least severity that fails the run",
    doors: ["cli", "action"],
    fallback: "error"
  },
  {
    name: "min-confidence",
    type: "string",
    value: "possible|likely|certain",
    help: "Least confidence of the findings that are reported; the rest is counted",
    doors: ["cli", "action"],
    fallback: "possible"
  },
  {
    name: "output",
    short: "o",
    type: "list",
    value: "FORMAT[=PATH]",
    help: "terminal, json, sarif, annotations or step-summary (plan: markdown or json); with =PATH into a file; may be repeated",
    doors: ["cli"],
    fallback: "terminal"
  },
  {
    name: "outputs",
    type: "list",
    value: "FORMAT[=PATH]",
    help: "annotations, step-summary, review, sticky-comment, terminal, json, sarif; review and sticky-comment write to the pull request and need pull-requests: write; json and sarif are always written to a file",
    doors: ["action"],
    fallback: "annotations and step-summary"
  },
  {
    name: "token",
    type: "string",
    value: "TOKEN",
    help: "Token that reads what the checkout does not have (configuration of the base commit, files of the head commit) and writes review and sticky-comment",
    doors: ["action"]
  },
  {
    name: "baseline",
    type: "string",
    value: "PATH",
    help: "JSON report of an earlier run; findings that it holds are left out and counted (Action, on a pull request: as in the base commit)",
    doors: ["cli", "action"],
    fallback: "every finding counts"
  },
  {
    name: "max-file-size",
    type: "string",
    value: "BYTES",
    help: "Files over this size are skipped and counted",
    doors: ["cli", "action"],
    fallback: "10485760"
  },
  {
    name: "to",
    type: "string",
    value: "1-4|NAME",
    help: "plan: level that every Secret is to reach",
    doors: ["cli"],
    fallback: "what the configuration declares, else the level that assess recommends"
  },
  {
    name: "namespace",
    short: "n",
    type: "string",
    value: "NAME",
    help: "plan: namespace of the Secrets for which neither manifest, kustomization, Flux nor Argo CD names one",
    doors: ["cli"],
    fallback: "unknown: such a Secret is not sealed"
  },
  {
    name: "fix",
    type: "flag",
    help: "Make the changes of text that findings offer, in tracked files only, and report what is left; see git diff",
    doors: ["cli"]
  },
  {
    name: "fix-dry-run",
    type: "flag",
    help: "Say what --fix would change, on standard error, and change nothing",
    doors: ["cli"]
  },
  {
    name: "explain-value-at",
    type: "string",
    value: "PATH:LINE",
    help: "Say how every value on a line was judged and why, without the value",
    doors: ["cli"]
  },
  {
    name: "timings",
    type: "flag",
    help: "Print how long each phase and each rule took, to standard error",
    doors: ["cli"]
  },
  {
    name: "color",
    type: "string",
    value: "auto|always|never",
    help: "Colour in the terminal output; NO_COLOR is respected",
    doors: ["cli"],
    fallback: "auto: only on a terminal"
  },
  { name: "help", short: "h", type: "flag", help: "Show this help", doors: ["cli"] },
  { name: "version", short: "V", type: "flag", help: "Print the version", doors: ["cli"] }
];
function optionsOf(door) {
  return options.filter((option) => option.doors.includes(door));
}

// src/help.ts
function helpText() {
  const lines = optionsOf("cli").map((option) => {
    const flag = `${option.short ? `-${option.short}, ` : "    "}--${option.name}${option.value ? ` ${option.value}` : ""}`;
    return [flag, option.fallback ? `${option.help} (default: ${option.fallback})` : option.help];
  });
  return `Lints Kubernetes and GitOps repositories for how they manage secrets.

Usage:
  secrets-ladder [scan] [PATH...] [options]   scan a repository (default: .)
  secrets-ladder assess [PATH]                does the level fit the team
  secrets-ladder plan [PATH] [--to LEVEL]     steps to bring each Secret there
  secrets-ladder zero [PATH]                  credentials that open the others
  secrets-ladder explain RULE                 what a rule means, with examples
  secrets-ladder rules                        list the rules
  secrets-ladder levels                       list the levels of the ladder
  secrets-ladder init [PATH]                  propose a level, write the config

Options:
${lines.map(([flag, help]) => `  ${flag}
        ${wrapped(help)}
`).join("")}
Exit codes:
  0  nothing at or above --fail-on       1  findings
  2  a mistake in options or config      3  a bug in secrets-ladder
`;
}
function wrapped(text) {
  const out = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line.length + word.length > 70) {
      out.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  out.push(line);
  return out.join("\n        ");
}

export {
  optionsOf,
  helpText
};
