import type { Level } from './policy.ts';

/**
 * The decision matrix of the ladder: which level fits a team, its clusters, its clouds and its obligations.
 * Source: "Secrets Management Decision Framework: From POC to Production", decision matrix and recommendation.
 */
export type Compliance = 'SOC2' | 'HIPAA' | 'PCI' | 'basic';

/** Facts about the team and its platform; undefined where neither observed nor declared. */
export interface Profile {
  readonly teamSize?: number;
  readonly clusters?: number;
  readonly clouds?: readonly string[];
  readonly compliance?: readonly string[];
  readonly rotation?: 'manual' | 'automatic';
  readonly dynamicSecrets?: boolean;
  readonly fineGrainedAccess?: boolean;
  readonly encryptionAtRest?: boolean;
}

export type Factor = keyof Profile;

/** One fact, where it comes from and how far it can be trusted. */
export interface Fact {
  readonly factor: Factor;
  readonly value: string;
  readonly source: 'declared' | 'observed';
  readonly confidence: 'high' | 'medium' | 'low';
  readonly evidence: string;
}

/** One reason for a level: the factor that asks for it, in a sentence. */
export interface Reason {
  readonly level: Level;
  readonly factor: Factor | 'default' | 'sealedValues';
  readonly because: string;
}

export interface Recommendation {
  readonly level: Level;
  /** The reasons that decide: those that ask for the recommended level. */
  readonly decidedBy: readonly Reason[];
  /** All reasons, highest level first. */
  readonly reasons: readonly Reason[];
}

export const levelNames: Readonly<Record<Level, string>> = {
  1: 'kubectl',
  2: 'sealed-secrets',
  3: 'external-secrets',
  4: 'vault',
};

const maxTeamForSealing = 10;

/**
 * The level a profile asks for. Level 2 is where everybody starts; level 1 fits only one person with one cluster and no
 * obligation; a team of exactly ten still fits level 2 (the matrix overlaps there, and the cheaper step wins).
 */
export function recommend(profile: Profile): Recommendation {
  const reasons: Reason[] = [];
  const ask = (level: Level, factor: Reason['factor'], because: string): void => {
    reasons.push({ level, factor, because });
  };
  const compliance = (profile.compliance ?? []).map((name) => name.toUpperCase().replace(/[\s-]/g, ''));
  if (compliance.some((name) => name.startsWith('PCI'))) {
    ask(4, 'compliance', 'PCI is covered by a dedicated secrets platform only');
  }
  for (const name of ['SOC2', 'HIPAA']) {
    if (compliance.includes(name)) ask(3, 'compliance', `${name} asks for an audited secret store`);
  }
  if (profile.dynamicSecrets) ask(4, 'dynamicSecrets', 'dynamic secrets are issued by Vault or OpenBao');
  if (profile.fineGrainedAccess) ask(4, 'fineGrainedAccess', 'fine-grained access needs policies per path');
  if (profile.rotation === 'automatic')
    ask(3, 'rotation', 'automatic rotation needs a store that the cluster reads from');
  if ((profile.clouds?.length ?? 0) > 1) ask(3, 'clouds', `secrets are used in ${profile.clouds?.length} clouds`);
  if ((profile.clusters ?? 1) > 1) {
    ask(3, 'clusters', `${profile.clusters} clusters would need ${profile.clusters} sealings of every secret`);
  }
  if ((profile.teamSize ?? 0) > maxTeamForSealing) {
    ask(3, 'teamSize', `${profile.teamSize} people outgrow sealing by hand`);
  }
  if (reasons.length === 0) {
    if (profile.teamSize === 1 && (profile.clusters ?? 1) <= 1) {
      ask(
        1,
        'teamSize',
        'one person with one cluster: kubectl is enough for a proof of concept, as long as nothing is in Git',
      );
    } else ask(2, 'default', 'secrets in Git, encrypted (Sealed Secrets or SOPS), with little to operate');
  }
  const level = Math.max(...reasons.map((reason) => reason.level)) as Level;
  reasons.sort((a, b) => b.level - a.level);
  return { level, decidedBy: reasons.filter((reason) => reason.level === level), reasons };
}
