import { parse } from 'yaml';
import type { Dice } from '../../../src/fake.ts';
import type { Manner } from './credentials.ts';
import type { Style } from './names.ts';

/** A file that carries what is planted. */
export interface Carrier {
  readonly path: string;
  readonly content: string;
}

/** One kind of place in one kind of file. */
export interface Planter {
  readonly id: string;
  /** Credentials that stand there in life. */
  readonly manners: readonly Manner[];
  readonly styles: readonly Style[];
  /** Ways to refer to a secret that work there. */
  readonly references: readonly Reference[];
  fits(carrier: Carrier): boolean;
  /**
   * The content with name and value in it, the value between two marks, or another file; undefined where there is no room
   * for it.
   */
  plant(carrier: Carrier, name: string, value: string, dice: Dice): string | Carrier | undefined;
}

export type Reference =
  | 'substitution'
  | 'expansion'
  | 'template'
  | 'avp'
  | 'vals'
  | 'op'
  | 'bank-vaults'
  | 'shell'
  | 'workflow'
  | 'sops'
  | 'terraform'
  | 'empty';

/** Stands before and after the planted value until its line is known. */
export const mark = '\u0001';
export const marked = (text: string): string => `${mark}${text}${mark}`;

/** A YAML scalar of the value, marked, in a style that keeps it: sometimes plain, sometimes quoted. */
export function scalar(dice: Dice, value: string): string {
  const styles = [`"${value}"`, `'${value}'`].filter((text) => reads(text, value));
  if (reads(value, value)) styles.push(value, value);
  return marked(dice.pick(styles));
}

function reads(text: string, value: string): boolean {
  try {
    return (parse(`key: ${text}\n`) as { key: unknown }).key === value;
  } catch {
    return false;
  }
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Lines of a text with their numbers, that match. */
export function linesLike(content: string, pattern: RegExp): { index: number; groups: readonly string[] }[] {
  return content.split('\n').flatMap((line, index) => {
    const match = pattern.exec(line);
    return match ? [{ index, groups: match.map((group) => group ?? '') }] : [];
  });
}

/** The content with lines put in before line `index` (from 0). */
export function insertAt(content: string, index: number, text: string): string {
  const lines = content.split('\n');
  lines.splice(index, 0, ...text.split('\n'));
  return lines.join('\n');
}

export function append(content: string, text: string): string {
  return content.endsWith('\n') || content === '' ? content + text : `${content}\n${text}`;
}

/** True where every line belongs to plain YAML: no template directives. */
export const isPlainYaml = ({ path, content }: Carrier): boolean => /\.ya?ml$/.test(path) && !content.includes('{{');

export const hasKind = (content: string, kinds: string): boolean =>
  new RegExp(`^kind: *["']?(?:${kinds})["']? *$`, 'm').test(content);
