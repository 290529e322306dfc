import { fieldFault, isShown, isTrial } from '../fault.ts';
import { goDuration, literal } from '../literal.ts';
import { externalSecretsOf, isGenerated } from '../model/external-secret.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';

export const esoRefreshDisabled: Rule = {
  id: 'eso-refresh-disabled',
  title: 'An ExternalSecret is fetched once and never again',
  why: 'Rotation in the store does not reach the cluster: the workload keeps the old value until somebody deletes the Secret. Automatic rotation is the reason to reference a store at all.',
  remedy:
    'Set `refreshInterval: 1h` (the default) and leave `refreshPolicy` at `Periodic`; a value that must not change while in use belongs under `target.immutable: true`.',
  references: ['https://external-secrets.io/latest/api/externalsecret/'],
  credential: false,
  *check(repository) {
    for (const external of externalSecretsOf(repository)) {
      const { passage } = external.resource;
      if (isGenerated(external) || isShown(passage) || isTrial(passage.file.path)) continue;
      const { resource, spec, path } = external;
      const policy = literal(at(spec, 'refreshPolicy'));
      const interval = literal(at(spec, 'refreshInterval'));
      if (policy && /^(?:CreatedOnce|OnChange)$/.test(policy.value)) {
        const when = policy.value === 'CreatedOnce' ? 'when it is created' : 'when the ExternalSecret is edited';
        yield fieldFault(this.id, resource, `${path}.refreshPolicy`, `fetches the value only ${when}`, policy);
      } else if (interval && goDuration(interval.value) === 0) {
        yield fieldFault(this.id, resource, `${path}.refreshInterval`, 'is 0: the value is fetched once', interval);
      }
    }
  },
  bad: () => [
    {
      title: 'interval 0, and a policy without a timer',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  refreshInterval: [|"0"|]
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata:
  name: app
spec:
  externalSecretSpec:
    refreshPolicy: [|CreatedOnce|]
    dataFrom:
      - extract: {key: prod/app}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'periodic, and a generated password that must not change',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  refreshInterval: 1h
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: generated
spec:
  refreshPolicy: CreatedOnce
  dataFrom:
    - sourceRef:
        generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: app}
`,
      },
    },
  ],
};
