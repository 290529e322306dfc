import { fieldFault, isShown, isTrial } from '../fault.ts';
import { goDuration, literal } from '../literal.ts';
import { externalSecretsOf, isGenerated } from '../model/external-secret.ts';
import { at } from '../parser.ts';
import type { Rule } from '../rule.ts';

const day = 86_400;
const minute = 60;

export const esoRefreshExtreme: Rule = {
  id: 'eso-refresh-extreme',
  title: 'An ExternalSecret is refreshed too rarely or too often',
  why: 'With more than a day between refreshes a rotated or revoked value stays in use for as long. With less than a minute every ExternalSecret calls the store some thousand times a day, which stores throttle and bill.',
  remedy: 'Set `refreshInterval` between `1m` and `24h`; `1h` is the default.',
  references: [
    'https://external-secrets.io/latest/api/externalsecret/',
    'https://aws.amazon.com/secrets-manager/pricing/',
  ],
  credential: false,
  *check(repository) {
    for (const external of externalSecretsOf(repository)) {
      const { passage } = external.resource;
      if (isGenerated(external) || isShown(passage) || isTrial(passage.file.path)) continue;
      const interval = literal(at(external.spec, 'refreshInterval'));
      const seconds = interval && goDuration(interval.value);
      if (!interval || seconds === undefined || seconds <= 0 || (seconds >= minute && seconds <= day)) continue;
      const sentence =
        seconds > day
          ? `is ${interval.value}: a rotated value arrives after more than a day`
          : `is ${interval.value}: the store is asked more than once a minute`;
      yield fieldFault(this.id, external.resource, `${external.path}.refreshInterval`, sentence, interval, {
        // Too often costs money, too seldom leaves old credentials in use.
        atMost: seconds > day ? undefined : 'note',
      });
    }
  },
  bad: () => [
    {
      title: 'ten seconds and a month',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: often
spec:
  refreshInterval: [|10s|]
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: rarely
spec:
  refreshInterval: [|720h|]
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
  ],
  good: () => [
    {
      title: 'an hour, a templated interval, and none',
      files: {
        'secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: app
spec:
  refreshInterval: 1h0m0s
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: other
spec:
  refreshInterval: \${REFRESH}
  dataFrom:
    - extract: {key: prod/app}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: default
spec:
  dataFrom:
    - extract: {key: prod/app}
`,
      },
    },
  ],
};
