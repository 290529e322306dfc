import { judge } from '../credential.ts';
import { contextualShapes } from '../credentials/contextual.ts';

const judged = new Map<string, boolean>();
/** Names that are a credential below one other, whatever the value (`keyKind`). */
const parents: ReadonlyMap<string, string> = new Map([
  ['pin', 'pkcs11'],
  ['secret', 'session'],
]);

/**
 * True for a quoted string that is no credential under a name, whatever stands above it: thousands of modules are given
 * the same setting. Some forms get a meaning from the keys above.
 */
export function isHarmless(name: string, quoted: string, expectation: 'named' | 'secret' = 'named'): boolean {
  const value = /^"([^"\\]{0,800})"\s*(?:(?:#|\/\/).*)?$/.exec(quoted)?.[1];
  if (value === undefined || contextualShapes.some((shape) => shape.value.test(value))) return false;
  const asked = `${name}\0${value}\0${expectation}`;
  let answer = judged.get(asked);
  if (answer === undefined) {
    const other = parents.get(name.toLowerCase());
    answer =
      judge({ key: name, path: [name], value, expectation }).verdict !== 'credential' &&
      (other === undefined || judge({ key: name, path: [other], value, expectation }).verdict !== 'credential');
    if (judged.size > 10_000) judged.clear();
    judged.set(asked, answer);
  }
  return answer;
}

/** A word without quotes that is no credential under a name, wherever that stands, and the whole value. */
export function isHarmlessWord(text: string, from: number, value: string, name: string): boolean {
  if (!/^[\w./-]{1,80}$/.test(value)) return false;
  // A plain scalar goes on in lines that are indented further.
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const indent = /^[\s-]*/.exec(text.slice(lineStart, from))![0].length;
  const next = /\n(?:[ \t]*\r?\n)*([ \t]*)\S/y;
  next.lastIndex = from + value.length;
  const after = next.exec(text);
  if (after && after[1]!.length > indent) return false;
  const quoted = `"${value}"`;
  return isHarmless(name, quoted) && isHarmless(name, quoted, 'secret');
}

/** In HCL only strings, lists, maps and here-documents hold values; the rest are expressions. */
export function isLiteral(value: string): boolean {
  if (/^(?:<<|\[(?!\])|\{(?!\}))/.test(value)) return true;
  // What is left of a string without its interpolations.
  return (
    value.startsWith('"') &&
    /[^\s"#,;:/@.-]/.test(value.replace(/\$\{[^{}]{0,300}\}/g, '').replace(/"[ \t]*(?:#.*)?\r?$/, ''))
  );
}
