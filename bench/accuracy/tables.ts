import type { Reported, Score } from './score.ts';
import { ratios } from './score.ts';

const two = (ratio: number): string => ratio.toFixed(2);

/** A row a tool: counts and ratios. */
export function toolTable(rows: readonly { name: string; score: Score }[]): string {
  const lines = rows.map(({ name, score }) => {
    const { recall, precision, f1 } = ratios(score);
    return `| ${name} | ${score.found}/${score.leaks} | ${score.alarms} | ${two(recall)} | ${two(precision)} | ${two(f1)} |`;
  });
  return ['| tool | found | false alarms | recall | precision | F1 |', '|---|---|---|---|---|---|', ...lines].join(
    '\n',
  );
}

/** A row a group of cases, a column a tool; each cell `found (false alarms)`, the best F1 of the row in bold. */
export function shapeTable(
  head: string,
  tools: readonly { name: string; hits: Reported }[],
  groups: readonly string[],
  score: (hits: Reported, group: string) => Score,
): string {
  const rows = groups.map((group) => {
    const scores = tools.map(({ hits }) => score(hits, group));
    // Where nothing leaks the fewest false alarms are best.
    const worth = scores.map((each) => (each.leaks === 0 ? -each.alarms : ratios(each).f1));
    const best = Math.max(...worth);
    const cells = scores.map((each, i) => {
      const text = `${each.found} (${each.alarms})`;
      return worth[i] === best ? `**${text}**` : text;
    });
    return `| ${group} | ${scores[0]?.leaks ?? 0} | ${cells.join(' | ')} |`;
  });
  const names = tools.map(({ name }) => name.replace(/ .*/, ''));
  return [`| ${head} | leaks | ${names.join(' | ')} |`, `|---|---|${names.map(() => '---|').join('')}`, ...rows].join(
    '\n',
  );
}
