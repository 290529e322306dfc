/** What a file is written in, as far as it matters for the look of a key. */
export type Writing = 'yaml' | 'json' | 'hcl' | 'other';

/** `pending`: the word is the name in a pair of `name` and `value`, and a value must stand somewhere. */
export type Answer = 'yes' | 'no' | 'pending';

/** Letters, digits, and `_ . $ / -`. */
export function isKeyCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 45 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}

/** A line whose indentation says nothing: empty, a comment, a directive of Helm. */
export const aside = /^\s*(?:#|\{\{|$)/;
