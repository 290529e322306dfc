import { type Mechanism, sign } from '../mechanism.ts';

export const pushSecret: Mechanism = {
  id: 'push-secret',
  title: 'PushSecret',
  level: 3,
  about:
    '`external-secrets.io PushSecret` and `ClusterPushSecret`: copy a Secret of the cluster into a store. They provide no Secret, but may be the backup of one.',
  reference: 'https://external-secrets.io/latest/api/pushsecret/',
  *signs(_, resources) {
    for (const resource of resources) {
      if (resource.group === 'external-secrets.io' && /^(?:Cluster)?PushSecret$/.test(resource.kind)) {
        yield sign('push-secret', resource);
      }
    }
  },
};
