import { installations } from '../chart.ts';
import { declare, type Mechanism, sign } from '../mechanism.ts';
import { at, itemsOf, textAt } from '../parser.ts';
import type { Resource } from '../resource.ts';
import { mapsOf } from '../walk.ts';

const shim = /^(?:cert-manager\.io\/(?:cluster-)?issuer|kubernetes\.io\/tls-acme)$/;

export const certManager: Mechanism = {
  id: 'cert-manager',
  title: 'cert-manager',
  level: 1,
  about:
    'Certificates made in the cluster: `Certificate.spec.secretName`, the TLS Secrets of an Ingress or Gateway with the annotation `cert-manager.io/issuer` or `cluster-issuer`, and the account key of an ACME issuer. Says nothing about the level of a repository.',
  reference: 'https://cert-manager.io/docs/usage/certificate/',
  *declarations(resource) {
    const { kind, group, node } = resource;
    const keys = ['tls.crt', 'tls.key', 'ca.crt'];
    if (kind === 'Certificate' && group === 'cert-manager.io') {
      const more = at(node, 'spec', 'keystores') ?? at(node, 'spec', 'additionalOutputFormats');
      yield declare('cert-manager', resource, at(node, 'spec', 'secretName'), { keys: more ? undefined : keys });
    } else if ((kind === 'Issuer' || kind === 'ClusterIssuer') && group === 'cert-manager.io') {
      const account = at(node, 'spec', 'acme', 'privateKeySecretRef', 'name');
      // A ClusterIssuer keeps its account key in cert-manager's own namespace.
      const namespace = kind === 'ClusterIssuer' ? undefined : resource.namespace;
      if (account) yield declare('cert-manager', resource, account, { namespace, keys: ['tls.key'] });
    } else if (kind === 'Ingress' && asks(resource)) {
      for (const tls of mapsOf(at(node, 'spec', 'tls'))) {
        yield declare('cert-manager', resource, at(tls, 'secretName'), { keys });
      }
    } else if (kind === 'Gateway' && asks(resource)) {
      for (const listener of mapsOf(at(node, 'spec', 'listeners'))) {
        for (const reference of itemsOf(at(listener, 'tls', 'certificateRefs'))) {
          yield declare('cert-manager', resource, at(reference, 'name'), {
            namespace: textAt(reference, 'namespace') ?? resource.namespace,
            keys,
          });
        }
      }
    }
  },
  *signs(passage, resources) {
    for (const resource of resources) if (resource.group === 'cert-manager.io') yield sign('cert-manager', resource);
    yield* installations('cert-manager', passage, /^cert-manager$/);
  },
};

function asks(resource: Resource): boolean {
  for (const name of resource.annotations.keys()) if (shim.test(name)) return true;
  return false;
}
