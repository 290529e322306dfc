/** One option of the command line and the Action; flags, `action.yml` inputs and docs/options.md derive from this table. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  readonly type: 'string' | 'list' | 'flag';
  /** What a value looks like in `--help`. */
  readonly value?: string;
  /** One sentence, no full stop. */
  readonly help: string;
  /** Which doors have it. */
  readonly doors: readonly ('cli' | 'action')[];
  /** What happens where neither the option nor the configuration says. */
  readonly fallback?: string;
}

export const options: readonly Option[] = [
  {
    name: 'level',
    type: 'string',
    value: '1-4|NAME',
    help: 'Level to hold the repository to: 1 kubectl, 2 sealed-secrets, 3 external-secrets, 4 vault',
    doors: ['cli', 'action'],
    fallback: 'what the configuration declares, else the level the repository shows',
  },
  {
    name: 'config',
    short: 'c',
    type: 'string',
    value: 'PATH',
    help: 'Configuration file, from the root of the scan',
    doors: ['cli', 'action'],
    fallback: '.secrets-ladder.yaml where there is one',
  },
  {
    name: 'config-from',
    type: 'string',
    value: 'base|head',
    help: 'Which commit the configuration is read from on a pull request',
    doors: ['action'],
    fallback: 'base: a change cannot switch off the rule it breaks',
  },
  {
    name: 'paths',
    type: 'list',
    value: 'GLOB',
    help: 'Scan only files that match one of these globs',
    doors: ['action'],
    fallback: 'every file',
  },
  {
    name: 'include',
    type: 'list',
    value: 'GLOB',
    help: 'Scan only files that match one of these globs',
    doors: ['cli'],
    fallback: 'every file',
  },
  {
    name: 'exclude',
    type: 'list',
    value: 'GLOB',
    help: 'Leave out files that match one of these globs; they are counted as skipped',
    doors: ['cli', 'action'],
    fallback: 'nothing',
  },
  {
    name: 'base',
    type: 'string',
    value: 'REF',
    help: 'Compare with where this branch left REF: finds SealedSecrets that were renamed or moved without sealing again',
    doors: ['cli'],
    fallback: 'no comparison',
  },
  {
    name: 'fail-on',
    type: 'string',
    value: 'error|warning|note|never',
    help: 'Least severity that fails the run',
    doors: ['cli', 'action'],
    fallback: 'error',
  },
  {
    name: 'min-confidence',
    type: 'string',
    value: 'possible|likely|certain',
    help: 'Least confidence of the findings that are reported; the rest is counted',
    doors: ['cli', 'action'],
    fallback: 'possible',
  },
  {
    name: 'output',
    short: 'o',
    type: 'list',
    value: 'FORMAT[=PATH]',
    help: 'terminal, json, sarif, annotations or step-summary (plan: markdown or json); with =PATH into a file; may be repeated',
    doors: ['cli'],
    fallback: 'terminal',
  },
  {
    name: 'outputs',
    type: 'list',
    value: 'FORMAT[=PATH]',
    help: 'annotations, step-summary, review, sticky-comment, terminal, json, sarif; review and sticky-comment write to the pull request and need pull-requests: write; json and sarif are always written to a file',
    doors: ['action'],
    fallback: 'annotations and step-summary',
  },
  {
    name: 'token',
    type: 'string',
    value: 'TOKEN',
    help: 'Token that reads what the checkout does not have (configuration of the base commit, files of the head commit) and writes review and sticky-comment',
    doors: ['action'],
  },
  {
    name: 'baseline',
    type: 'string',
    value: 'PATH',
    help: 'JSON report of an earlier run; findings that it holds are left out and counted (Action, on a pull request: as in the base commit)',
    doors: ['cli', 'action'],
    fallback: 'every finding counts',
  },
  {
    name: 'max-file-size',
    type: 'string',
    value: 'BYTES',
    help: 'Files over this size are skipped and counted',
    doors: ['cli', 'action'],
    fallback: '10485760',
  },
  {
    name: 'to',
    type: 'string',
    value: '1-4|NAME',
    help: 'plan: level that every Secret is to reach',
    doors: ['cli'],
    fallback: 'what the configuration declares, else the level that assess recommends',
  },
  {
    name: 'namespace',
    short: 'n',
    type: 'string',
    value: 'NAME',
    help: 'plan: namespace of the Secrets for which neither manifest, kustomization, Flux nor Argo CD names one',
    doors: ['cli'],
    fallback: 'unknown: such a Secret is not sealed',
  },
  {
    name: 'fix',
    type: 'flag',
    help: 'Make the changes of text that findings offer, in tracked files only, and report what is left; see git diff',
    doors: ['cli'],
  },
  {
    name: 'fix-dry-run',
    type: 'flag',
    help: 'Say what --fix would change, on standard error, and change nothing',
    doors: ['cli'],
  },
  {
    name: 'explain-value-at',
    type: 'string',
    value: 'PATH:LINE',
    help: 'Say how every value on a line was judged and why, without the value',
    doors: ['cli'],
  },
  {
    name: 'timings',
    type: 'flag',
    help: 'Print how long each phase and each rule took, to standard error',
    doors: ['cli'],
  },
  {
    name: 'color',
    type: 'string',
    value: 'auto|always|never',
    help: 'Colour in the terminal output; NO_COLOR is respected',
    doors: ['cli'],
    fallback: 'auto: only on a terminal',
  },
  { name: 'help', short: 'h', type: 'flag', help: 'Show this help', doors: ['cli'] },
  { name: 'version', short: 'V', type: 'flag', help: 'Print the version', doors: ['cli'] },
];

export function optionsOf(door: 'cli' | 'action'): readonly Option[] {
  return options.filter((option) => option.doors.includes(door));
}

/** What an Action run hands to later steps. */
export const actionOutputs: Readonly<Record<string, string>> = {
  'findings-count': 'Number of findings, of every severity',
  'highest-severity': 'error, warning, note or none',
  level: 'Level the repository was held to, 1 to 4',
  'reached-level': 'Highest level that is complete, 0 to 4',
  'sarif-file': 'Path of the SARIF file; written on every run, also with no findings',
  'report-file': 'Path of the JSON report',
  conclusion: 'success or failure',
};
