import { clipped, markdownCode as code, markdownText } from '../escape.ts';
import { counted, grouped, levelName, listed, samplesOnly, thousands } from '../phrases.ts';
import type { Plan, Planned, Refused } from '../plan.ts';
import type { Level } from '../policy.ts';
import type { Report } from '../report.ts';
import type { Drawn } from './json.ts';
import type { Step } from './step.ts';
import type { Subject } from './subject.ts';

/** The plan for people: Markdown that reads well as plain text, one section a Secret. */
export function planMarkdown({ plan, report }: Drawn): string {
  const lines = [`# Plan to level ${levelName(plan.to)}`, '', `${summary(plan)}`, ''];
  for (const remark of remarks(plan, report)) lines.push(remark, '');
  if (plan.preparations.length > 0) lines.push('## First, once', '', ...numbered(plan.preparations));
  for (const one of plan.planned) lines.push(...section(one, plan));
  if (plan.refused.length > 0) lines.push('## Not planned', '', ...refusals(plan.refused));
  if (plan.missing.length > 0) {
    lines.push(`## In the way of level ${levelName(Math.min(4, report.level.reached + 1) as Level)}`, '');
    lines.push(
      '`secrets-ladder scan` has the places.',
      '',
      ...plan.missing.map((sentence) => `- ${markdownText(sentence)}`),
    );
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function summary({ by, planned, refused, done, leftOut }: Plan): string {
  const parts = [
    `${counted(planned.length, 'Secret')} to move`,
    ...(done > 0 ? [`${thousands(done)} there already`] : []),
    ...(refused.length > 0 ? [`${thousands(refused.length)} not planned`] : []),
    ...[...leftOut].map(([reason, count]) => `${thousands(count)} left out (${reason})`),
  ];
  const why = {
    asked: 'As asked',
    declared: 'As declared',
    recommended: 'No level is declared; this one is recommended',
    applied: 'No level is declared; this is the one that most Secrets are at',
  };
  return `${why[by]}: ${listed(parts)}.`;
}

function remarks({ to, by, recommended, planned, refused, done }: Plan, report: Report): string[] {
  const out: string[] = [];
  if (report.counts.parsed === 0) out.push('Nothing was read: this plan rests on nothing.');
  else if (planned.length + refused.length + done === 0) {
    out.push(
      report.level.deploys === 'samples-only'
        ? `Nothing to plan, for ${samplesOnly}.`
        : 'The repository provides no Secret.',
    );
  }
  if (to > recommended && by !== 'applied' && planned.length > 0) {
    out.push(
      `The known facts ask for level ${levelName(recommended)} only; \`secrets-ladder assess\` says why.${to === 4 ? ' Do not start with Vault for a proof of concept.' : ''}`,
    );
  }
  if (planned.length > 0) {
    out.push(
      'Commands are for bash, from the root of the repository, after `set -o pipefail`; none of them shows a value. The steps of a Secret belong in one commit.',
    );
  }
  return out;
}

function section({ subject, to, steps }: Planned, plan: Plan): string[] {
  const { mechanism, keys, from } = subject;
  const kept = from === 0 ? `readable in Git (${mechanism})` : `kept by ${mechanism}`;
  const known = keys === undefined ? 'keys not known' : counted(keys.length, 'key');
  const names =
    keys && keys.length > 0 ? `: ${keys.slice(0, 12).map(code).join(', ')}${keys.length > 12 ? ', …' : ''}` : '';
  const goal =
    to === plan.to
      ? ''
      : subject.bootstrap && to === 2
        ? ` It has to be there before a store can be read, so it goes to level ${levelName(to)}.`
        : ` Its path is held to level ${levelName(to)}.`;
  return [
    `## ${code(called(subject))}`,
    '',
    `${place(subject)}, ${kept}, ${known}${names}.${goal}`,
    '',
    ...numbered(steps),
  ];
}

function called({ targets, name }: Subject): string {
  const [target] = targets;
  const shown = target?.name ?? name ?? '(unnamed)';
  return target?.namespace === undefined ? shown : `${target.namespace}/${shown}`;
}

function place({ path, line }: Subject): string {
  return `${code(path)} line ${line}`;
}

function numbered(steps: readonly Step[]): string[] {
  return steps.flatMap(({ title, files, commands, notes }, index) => {
    const body = [
      ...files.flatMap(({ path, content, fragment }) => [
        ...(fragment ? [`Part of ${code(path)}:`, ''] : []),
        ...fenced('yaml', content.trimEnd()),
        '',
      ]),
      ...(commands.length > 0 ? [...fenced('sh', commands.join('\n')), ''] : []),
      ...notes.flatMap((note) => [note, '']),
    ];
    const indent = ' '.repeat(`${index + 1}. `.length);
    return [
      `${index + 1}. **${title}.**`,
      '',
      ...body.flatMap((text) => text.split('\n')).map((line) => (line === '' ? '' : `${indent}${line}`)),
    ];
  });
}

/** A fence that nothing in the text can close. */
function fenced(language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...text.split('\n'), fence];
}

/** More than so many for one reason are counted; the JSON has them all. */
const maxAlike = 10;

function refusals(refused: readonly Refused[]): string[] {
  const rows = [...grouped(refused, ({ reason }) => `${reason.reason}\0${reason.remedy}`).values()].flatMap((alike) => {
    const { reason } = alike[0]!;
    const why = `${cell(reason.reason)} | ${cell(reason.remedy)} |`;
    if (alike.length <= maxAlike) {
      return alike.map(({ subject }) => `| ${code(called(subject))} | ${place(subject)} | ${why}`);
    }
    const first = alike.slice(0, 3).map(({ subject }) => code(subject.path));
    const what = alike.every(({ subject }) => isFile(subject)) ? 'encrypted file' : 'Secret';
    return [`| ${counted(alike.length, what)} | ${first.join(', ')}, … | ${why}`];
  });
  return ['| Secret | where | why | what to do |', '| --- | --- | --- | --- |', ...rows, ''];
}

function isFile({ name, resource }: Subject): boolean {
  return name === undefined && resource === undefined;
}

/** Reasons are Markdown of ours: only a pipe would end the cell. */
function cell(text: string): string {
  return clipped(text.replaceAll('|', '\\|'), 1000);
}
