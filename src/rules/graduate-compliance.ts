import { fault } from '../fault.ts';
import { recommend } from '../level.ts';
import { configPlace } from '../model/config-place.ts';
import type { Rule } from '../rule.ts';

const manifest = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n';

export const graduateCompliance: Rule = {
  id: 'graduate-compliance',
  title: 'The declared compliance regime asks for a higher level',
  why: 'SOC 2 and HIPAA ask who read a secret and when; values sealed in Git are opened without a trace. PCI DSS asks for managed keys, separated duties and access by need as well, which a dedicated platform gives.',
  remedy:
    'Climb to the level that the finding names and declare it, or correct `profile.compliance` if the regime does not cover this repository.',
  references: [
    'https://agent-zone.ai/knowledge/kubernetes/secrets-management-decision-framework/',
    'https://www.aicpa-cima.com/topic/audit-assurance/audit-and-assurance-greater-than-soc-2',
    'https://www.pcisecuritystandards.org/document_library/',
  ],
  credential: false,
  *check(repository) {
    const { level, profile } = repository.declared;
    if (level === undefined || !profile?.compliance) return;
    for (const regime of profile.compliance) {
      const asked = recommend({ compliance: [regime] });
      if (asked.decidedBy[0]?.factor !== 'compliance' || asked.level <= level) continue;
      const span = configPlace(repository, 'profile', 'compliance');
      if (!span) continue;
      yield fault(
        this.id,
        `profile.compliance ${regime}`,
        `asks for level ${asked.level}, and the repository declares level ${level}`,
        span,
        { evidence: ['declared profile'] },
      );
    }
  },
  bad: () => [
    {
      title: 'SOC 2 with sealed values in Git',
      level: 2,
      profile: { compliance: ['SOC2', 'GDPR'] },
      files: {
        '.secrets-ladder.yaml': 'level: sealed-secrets\nprofile:\n  compliance: [|[SOC2, GDPR]|]\n',
        'deployment.yaml': manifest,
      },
    },
    {
      title: 'PCI DSS without a dedicated platform; the configuration comes from another commit',
      level: 3,
      profile: { compliance: ['PCI'] },
      files: { 'deployment.yaml': `[||]${manifest}` },
    },
  ],
  good: () => [
    {
      title: 'HIPAA with a store',
      level: 3,
      profile: { compliance: ['HIPAA', 'basic'] },
      files: {
        '.secrets-ladder.yaml': 'level: external-secrets\nprofile:\n  compliance: [HIPAA, basic]\n',
        'deployment.yaml': manifest,
      },
    },
    {
      title: 'no level is declared: there is nothing to hold the regime against',
      level: 'none',
      profile: { compliance: ['PCI'] },
      files: { 'deployment.yaml': manifest },
    },
  ],
};
