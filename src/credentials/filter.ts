import type { Question, Verdict } from '../credential.ts';

/** A value with the key it stands under, where the key matters. */
export type Sample = string | { readonly key: string; readonly value: string };

/** One named reason why a value is not a credential. Small enough to be judged by its examples. */
export interface Filter {
  /** Named in `reasons`: `sops-value`, `shell-variable`. */
  readonly id: string;
  readonly verdict: Exclude<Verdict, 'credential'>;
  /** One sentence: why such a value is not a credential. */
  readonly why: string;
  /** `value` is trimmed and not empty. Time linear in its length. */
  test(value: string, question: Question): boolean;
  /** What it must and must not take, run by the tests. */
  readonly examples: () => { readonly yes: readonly Sample[]; readonly no: readonly Sample[] };
}
