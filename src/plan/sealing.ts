import { markdownCode as code } from '../escape.ts';
import { isShown, isTrial } from '../fault.ts';
import { clusterOf } from '../model/cluster.ts';
import { renamed, renderingsOf } from '../model/kustomize-names.ts';
import type { Repository } from '../model/repository.ts';
import { type SealedController, sealedControllersOf } from '../model/sealed-controller.ts';
import { type CommittedCertificate, sealingCertificatesOf } from '../model/sealing-certificate.ts';
import { directoryOf } from '../model/tree.ts';
import { quoted, quotedPath } from '../quote.ts';
import type { Reason } from './refusal.ts';
import { type Step, step } from './step.ts';

/** What kubeseal needs to know of a cluster: its controller and its certificate. */
export interface Sealing {
  readonly cluster: string | undefined;
  /** Undefined where the repository installs none. */
  readonly controller: SealedController | undefined;
  /** Where the certificate is, or is to be put. */
  readonly certificate: string;
  /** False where it has to be fetched first. */
  readonly committed: boolean;
}

/** The controller and the certificate for a file; a reason where it is not clear which certificate, or it has expired. */
export function sealingFor(repository: Repository, path: string): Sealing | Reason {
  const cluster = clusterOf(path);
  const controllers = sealedControllersOf(repository).filter(({ passage }) => counts(passage));
  const controller = nearest(controllers, path, ({ passage }) => passage.file.path)[0];
  const certificates = nearest(
    sealingCertificatesOf(repository).filter(({ passage }) => counts(passage)),
    path,
    (one) => one.path,
  );
  const [certificate, second] = certificates;
  if (certificate && second) {
    const all = certificates.slice(0, 4).map((one) => code(one.path));
    return {
      reason: `there are several certificates (${all.join(', ')}), and nothing tells whose cluster it is for`,
      remedy: 'keep the certificate of a cluster beside its files (`clusters/NAME/`), then plan again',
    };
  }
  if (certificate && certificate.certificate.validTo < repository.today) return expired(certificate, controller);
  return {
    cluster,
    controller,
    certificate:
      certificate?.path ?? (cluster ? `clusters/${cluster}/pub-sealed-secrets.pem` : 'pub-sealed-secrets.pem'),
    committed: certificate !== undefined,
  };
}

function expired({ path, certificate }: CommittedCertificate, controller: SealedController | undefined): Reason {
  return {
    reason: `the certificate ${code(path)} expired on ${certificate.validTo.toISOString().slice(0, 10)}, and kubeseal refuses it`,
    remedy: `fetch the current one: ${code(`kubeseal${controllerFlags(controller)} --fetch-cert > ${quotedPath(path)}`)}`,
  };
}

/** Those of a cluster's own folder, else those that are nearest by their folders; several where none is nearer. */
function nearest<Item>(items: readonly Item[], path: string, pathOf: (item: Item) => string): readonly Item[] {
  const cluster = clusterOf(path);
  const usable = items.filter((item) => {
    const own = clusterOf(pathOf(item));
    return own === undefined || cluster === undefined || own === cluster;
  });
  const steps = path.split('/');
  const score = (item: Item): number => {
    const own = directoryOf(pathOf(item)).split('/');
    let shared = 0;
    while (shared < own.length && own[shared] === steps[shared]) shared++;
    return (cluster !== undefined && clusterOf(pathOf(item)) === cluster ? 1000 : 0) + shared;
  };
  const best = Math.max(...usable.map(score));
  return usable.filter((item) => score(item) === best);
}

function counts(passage: SealedController['passage']): boolean {
  return !isShown(passage) && !isTrial(passage.file.path);
}

/** kubeseal looks for `sealed-secrets-controller` in `kube-system`; the chart calls it otherwise. */
export function controllerFlags(controller: SealedController | undefined): string {
  const name = controller?.name;
  const namespace = controller?.namespace;
  return `${name && name !== 'sealed-secrets-controller' ? ` --controller-name ${quoted(name)}` : ''}${
    namespace && namespace !== 'kube-system' ? ` --controller-namespace ${quoted(namespace)}` : ''
  }`;
}

/** A controller with the namespace that kustomizations and Flux give it. */
export function placed(repository: Repository, controller: SealedController | undefined): SealedController | undefined {
  if (!controller || controller.namespace !== undefined) return controller;
  const [first] = renderingsOf(repository)(controller.passage.file.path);
  return first ? { ...controller, namespace: renamed(controller, first).namespace } : controller;
}

/** What has to be there before the first value is sealed: the controller, its certificate, a copy of its key. */
export function sealingPreparations(repository: Repository, sealing: Sealing, backedUp: boolean): Step[] {
  const { controller, cluster, certificate, committed } = sealing;
  const where = cluster === undefined ? '' : ` of ${code(cluster)}`;
  const steps: Step[] = [];
  const inUse = repository.signs.some((sign) => sign.mechanism === 'sealed-secrets' && !isTrial(sign.span.file.path));
  if (!controller && !inUse) {
    steps.push(
      step(`Install the Sealed Secrets controller${where}`, {
        commands: [
          'helm repo add sealed-secrets https://bitnami.github.io/sealed-secrets',
          'helm install sealed-secrets sealed-secrets/sealed-secrets --namespace kube-system --set-string fullnameOverride=sealed-secrets-controller',
        ],
        notes: ['The name in the last line is the one that kubeseal looks for.'],
      }),
    );
  }
  if (!committed) {
    steps.push(
      step(`Fetch the certificate${where} and commit it: it is public`, {
        commands: [
          `kubeseal${controllerFlags(controller)} --fetch-cert > ${quotedPath(certificate)}`,
          `git add -- ${quoted(certificate)}`,
        ],
        notes:
          cluster === undefined
            ? []
            : [`Each cluster has a key of its own: be sure that kubectl is connected to ${code(cluster)}.`],
      }),
    );
  }
  if (!backedUp) {
    const namespace = controller?.namespace ?? 'kube-system';
    steps.push(
      step(`Back up the sealing key${where}, outside of the repository`, {
        commands: [
          `(umask 077 && kubectl --namespace ${quoted(namespace)} get secret --selector sealedsecrets.bitnami.com/sealed-secrets-key --output yaml > "$HOME/sealed-secrets-keys.yaml")`,
        ],
        notes: [
          'Without this key no sealed value can be opened in a new cluster. Put the file into an offline store, delete it here, and say so under `backups` in `.secrets-ladder.yaml`. A new key is made every 30 days: do it again.',
        ],
      }),
    );
  }
  return steps;
}
