import type { Rule } from './rule.ts';

/** Controls of the OpenSSF OSPS Baseline (2025-10-10) that rules help to keep. https://baseline.openssf.org */
export const controls = {
  'OSPS-BR-07.01': {
    says: 'the project prevents that unencrypted secrets and credentials get into version control',
    url: 'https://baseline.openssf.org/versions/2025-10-10.html#osps-br-0701',
  },
  'OSPS-BR-07.02': {
    says: 'the project defines a policy for storing, accessing and rotating its secrets and credentials',
    url: 'https://baseline.openssf.org/versions/2025-10-10.html#osps-br-0702',
  },
} as const;

export type ControlId = keyof typeof controls;

/** The controls that a rule serves: a readable credential breaks the first one wherever it stands. */
export function controlsOf(rule: Rule): readonly ControlId[] {
  const named = rule.controls ?? [];
  return rule.credential && !named.includes('OSPS-BR-07.01') ? ['OSPS-BR-07.01', ...named] : named;
}
