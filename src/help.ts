import { optionsOf } from './options.ts';

/** The text of `--help`, from the table of options. */
export function helpText(): string {
  const lines = optionsOf('cli').map((option) => {
    const flag = `${option.short ? `-${option.short}, ` : '    '}--${option.name}${option.value ? ` ${option.value}` : ''}`;
    return [flag, option.fallback ? `${option.help} (default: ${option.fallback})` : option.help] as const;
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
${lines.map(([flag, help]) => `  ${flag}\n        ${wrapped(help)}\n`).join('')}
Exit codes:
  0  nothing at or above --fail-on       1  findings
  2  a mistake in options or config      3  a bug in secrets-ladder
`;
}

function wrapped(text: string): string {
  const out: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.length + word.length > 70) {
      out.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  out.push(line);
  return out.join('\n        ');
}
