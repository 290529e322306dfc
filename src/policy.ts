import { policies as embedded } from './generated/policies.ts';

/** What a policy makes of a finding: `error` fails the build (by default), `warning` and `note` do not, `off` hides it. */
export type Severity = 'error' | 'warning' | 'note' | 'off';

export type Level = 1 | 2 | 3 | 4;

export const levels: readonly Level[] = [1, 2, 3, 4];

/** From the least to the most severe. */
export const severities: readonly Severity[] = ['off', 'note', 'warning', 'error'];

/** What a policy says of one rule, with the reason for people. */
export interface PolicyLine {
  readonly severity: Severity;
  readonly reason?: string;
}

/** A policy file as it is written: what it adds or changes over the policy it extends. */
export interface Policy {
  readonly name: string;
  readonly title?: string;
  /** The level from which on it holds; every level when left out. */
  readonly level?: Level;
  readonly intent?: string;
  readonly extends?: string;
  readonly rules: Readonly<Record<string, PolicyLine>>;
}

/** A severity and where it comes from. */
export interface Grade extends PolicyLine {
  /** Name of the policy that says so. */
  readonly policy: string;
}

/** The four policies of the ladder, each with what it takes over from the ones below. */
export interface PolicySet {
  /** As written, level 1 first. */
  readonly policies: readonly Policy[];
  /** What holds at each level: rule id to grade. A rule that only a higher level mentions is not in it. */
  readonly grades: Readonly<Record<Level, ReadonlyMap<string, Grade>>>;
  /** Every rule that a level mentions. */
  readonly rules: ReadonlySet<string>;
}

/** Lays each level's policy over the one it extends; `policies` come in any order, one a level. */
export function policySetOf(policies: readonly Policy[]): PolicySet {
  const grades = { 1: new Map<string, Grade>(), 2: new Map(), 3: new Map(), 4: new Map() } as Record<
    Level,
    Map<string, Grade>
  >;
  const sorted = [...policies].sort((a, b) => (a.level ?? 0) - (b.level ?? 0));
  const rules = new Set<string>();
  for (const policy of sorted) {
    const level = policy.level;
    if (level === undefined) continue;
    const below = sorted.find((other) => other.name === policy.extends)?.level;
    if (below !== undefined) for (const [rule, grade] of grades[below]) grades[level].set(rule, grade);
    for (const [rule, line] of Object.entries(policy.rules)) {
      grades[level].set(rule, { ...line, policy: policy.name });
      rules.add(rule);
    }
  }
  return { policies: sorted, grades, rules };
}

let builtIn: PolicySet | undefined;

/** The built-in policies, from policies/*.yaml by way of `src/generated/policies.ts`: nothing is read at run time. */
export function loadPolicies(): PolicySet {
  builtIn ??= policySetOf(embedded);
  return builtIn;
}

/**
 * The severity of a rule at a level. A rule that only higher levels mention is off; one that no policy knows, which the
 * tests rule out for ours, is a warning, so that it cannot vanish.
 */
export function gradeOf(set: PolicySet, rule: string, level: Level): Severity {
  return set.grades[level].get(rule)?.severity ?? (set.rules.has(rule) ? 'off' : 'warning');
}
