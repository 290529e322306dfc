import type { Config, Waiver } from '../config.ts';
import type { Mistake } from '../errors.ts';
import { glob } from '../glob.ts';
import { isDate } from './date.ts';

/**
 * The waivers that hold today, and a mistake for each that does not: past its expiry, or with one that is no date. A
 * waiver holds until the end of its last day (UTC).
 */
export function waiversAt(config: Config, today: Date): { active: readonly Waiver[]; inactive: readonly Mistake[] } {
  const day = today.toISOString().slice(0, 10);
  const active: Waiver[] = [];
  const inactive: Mistake[] = [];
  for (const waiver of config.waivers) {
    const { expires } = waiver;
    if (expires !== undefined && !isDate(expires)) {
      inactive.push({
        ...waiver.at,
        message: `the waiver of ${waiver.rule} is not applied: its expiry is no date, YYYY-MM-DD`,
      });
    } else if (expires !== undefined && expires < day) {
      inactive.push({ ...waiver.at, message: `the waiver of ${waiver.rule} is not applied: it expired on ${expires}` });
    } else active.push(waiver);
  }
  return { active, inactive };
}

/** True when a waiver covers a finding of `rule` in `path` about `subject`. Whether it is active is for `waiversAt`. */
export function waives(waiver: Waiver, rule: string, path: string, subject: string): boolean {
  if (waiver.rule !== rule) return false;
  if (waiver.path !== undefined && !glob(waiver.path)(path)) return false;
  return waiver.subject === undefined || fits(waiver.subject, subject);
}

/** Whether a pattern in which `*` stands for any text fits the whole of a text: each part is looked for once, in order. */
function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0]!;
  if (parts.length === 1) return text === pattern;
  const last = parts.at(-1)!;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
