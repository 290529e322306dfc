import { fieldFault, isShown, isTrial } from '../fault.ts';
import type { Confidence, Finding } from '../finding.ts';
import { goDuration, isTrue, literal } from '../literal.ts';
import type { Repository } from '../model/repository.ts';
import { asMap, at, itemsOf, textAt } from '../parser.ts';
import type { Resource } from '../resource.ts';
import type { Rule } from '../rule.ts';

const makers = ['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp'];

export const vsoNoRefresh: Rule = {
  id: 'vso-no-refresh',
  title: 'A VaultStaticSecret is never refreshed',
  why: 'Without `refreshAfter` the operator reads the value once, when the object is created or changed: a rotation in Vault never reaches the workload. A value that a workload reads at start reaches it only with the restart that `rolloutRestartTargets` asks for; without them it is a note.',
  remedy:
    'Set `spec.refreshAfter: 1h` (or `syncConfig.instantUpdates: true`), and `rolloutRestartTargets` for workloads that read the value at start only.',
  references: [
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference#vaultstaticsecretspec',
    'https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/sources/vault/instant-updates',
  ],
  credential: false,
  *check(repository) {
    for (const resource of repository.resourcesOf(...makers)) {
      const spec = at(resource.node, 'spec');
      if (resource.group !== 'secrets.hashicorp.com' || !asMap(spec) || isShown(resource.passage)) continue;
      // What never changes needs no restart.
      const first = unrefreshed(this.id, resource) ?? unnoticed(this.id, resource, repository);
      if (first) yield first;
    }
  },
  bad: () => [
    {
      title: 'read once',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: [|app|]
spec:
  mount: kv
  type: kv-v2
  path: app/payment
  destination: {name: app, create: true}
  rolloutRestartTargets: [{kind: Deployment, name: app}]
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: mail
spec:
  mount: kv
  type: kv-v2
  path: app/mail
  refreshAfter: [|0s|]
  destination: {name: mail, create: true}
  rolloutRestartTargets: [{kind: Deployment, name: app}]
`,
      },
    },
    {
      title: 'a Secret in the environment of a workload that nobody restarts',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultDynamicSecret
metadata:
  name: app
  namespace: shop
spec:
  mount: database
  path: creds/app
  destination: {name: [|app-db|], create: true}
`,
        'app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: app
          image: app
          envFrom: [{secretRef: {name: app-db}}]
`,
      },
    },
  ],
  good: () => [
    {
      title: 'mounted, and read by a Job',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: app
  namespace: shop
spec:
  mount: kv
  type: kv-v2
  path: app/payment
  refreshAfter: 1h
  destination: {name: app, create: true}
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultDynamicSecret
metadata:
  name: job
  namespace: shop
spec:
  mount: database
  path: creds/job
  destination: {name: job-db, create: true}
`,
        'app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: app
          image: app
      volumes: [{name: app, secret: {secretName: app}}]
---
apiVersion: batch/v1
kind: Job
metadata:
  name: job
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: job
          image: job
          envFrom: [{secretRef: {name: job-db}}]
`,
      },
    },
    {
      title: 'on a timer, and by events',
      level: 4,
      files: {
        'secret.yaml': `apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: app
spec:
  mount: kv
  type: kv-v2
  path: app/payment
  refreshAfter: 1h
  destination: {name: app, create: true}
  rolloutRestartTargets: [{kind: Deployment, name: app}]
---
apiVersion: secrets.hashicorp.com/v1beta1
kind: VaultStaticSecret
metadata:
  name: events
spec:
  mount: kv
  type: kv-v2
  path: app/mail
  syncConfig: {instantUpdates: true}
  destination: {name: events, create: true}
  rolloutRestartTargets: [{kind: Deployment, name: app}]
`,
      },
    },
  ],
};

/** A static secret without a timer. That of an HCP application has one by default. */
function unrefreshed(rule: string, resource: Resource): Finding | undefined {
  const spec = at(resource.node, 'spec');
  const after = at(spec, 'refreshAfter');
  if (isTrue(at(spec, 'syncConfig', 'instantUpdates'))) return undefined;
  const timer = literal(after);
  if (timer && (goDuration(timer.value) ?? 1) <= 0) {
    return fieldFault(rule, resource, 'spec.refreshAfter', 'is no time at all: a rotated value never arrives', timer);
  } else if (
    !after &&
    resource.kind === 'VaultStaticSecret' &&
    at(spec, 'path') &&
    !mayHold(resource, 'refreshAfter')
  ) {
    const node = at(resource.node, 'metadata', 'name') ?? resource.node;
    return fieldFault(rule, resource, 'spec.refreshAfter', 'is missing: a rotated value never arrives', node);
  }
  return undefined;
}

/** A Secret that changes under workloads which read it at start. */
function unnoticed(rule: string, resource: Resource, repository: Repository): Finding | undefined {
  const destination = at(resource.node, 'spec', 'destination');
  const name = literal(at(destination, 'name'));
  if (!name || itemsOf(at(resource.node, 'spec', 'rolloutRestartTargets')).length > 0) return undefined;
  if (mayHold(resource, 'rolloutRestartTargets')) return undefined;
  const confidence = readAtStart(resource, name.value, textAt(destination, 'type'), repository);
  if (!confidence) return undefined;
  const sentence = 'is missing: a workload that reads the value at start keeps the old one';
  return fieldFault(rule, resource, 'spec.rolloutRestartTargets', sentence, name, { confidence, atMost: 'note' });
}

/** How sure it is that a workload reads a Secret into its environment; undefined where it is mounted or serves the platform. */
function readAtStart(
  { kind, namespace, passage }: Resource,
  secret: string,
  type: string | undefined,
  repository: Repository,
): Confidence | undefined {
  const uses = repository.uses.filter((use) => {
    return use.name === secret && (!use.namespace || !namespace || use.namespace === namespace);
  });
  if (uses.some(({ how, resource }) => /^env/.test(how) && !isReloaded(resource))) return 'likely';
  if (uses.length > 0 || kind !== 'VaultStaticSecret' || isTrial(passage.file.path)) return undefined;
  return /^kubernetes\.io\//.test(type ?? '') ? undefined : 'possible';
}

/** Stakater's Reloader restarts it, and a Job reads the value anew at each start. */
function isReloaded({ kind, annotations }: Resource): boolean {
  if (/^(?:Job|CronJob|Pod)$/.test(kind)) return true;
  return [...annotations.keys()].some((key) => key.includes('reloader.stakater.com/'));
}

/** Whether a template may write a field. */
function mayHold({ document }: Resource, field: string): boolean {
  return document.templated && document.text.content.slice(document.start, document.end).includes(field);
}
