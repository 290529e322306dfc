import { type Node, textAt } from './parser.ts';
import type { Entry } from './place.ts';
import type { Passage } from './resource.ts';

/** What a field opens, where a specification says that it holds a credential. */
export type CredentialFamily = 'kubeconfig' | 'encryption-key' | 'join-token' | 'registry' | 'argocd-cluster';

export interface CredentialField {
  readonly family: CredentialFamily;
  readonly encoding: 'base64' | 'plain';
}

interface Where {
  readonly kind: string | undefined;
  readonly root: Node | undefined;
  readonly passage: Passage;
}

/** Kubeadm's fields, wherever a configuration is nested (Cluster API writes it into `spec.kubeadmConfigSpec`). */
const kubeadm =
  /(?:^|\.)(?:bootstrapTokens\.token|discovery\.bootstrapToken\.token|discovery\.tlsBootstrapToken|certificateKey)$/;
/** https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#AuthInfo */
const kubeconfig =
  /^users\.user\.(?:client-key-data|token|password|auth-provider\.config\.(?:access-token|refresh-token|id-token|client-secret))$/;
/** https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/ */
const encryption = /^resources\.providers\.(?:aescbc|aesgcm|secretbox)\.keys\.secret$/;
/** https://www.talos.dev/latest/reference/configuration/v1alpha1/config/ and the secrets bundle of `talosctl gen secrets`. */
const talos =
  /^(?:machine\.(?:token|ca\.key)|cluster\.(?:token|secret|secretboxEncryptionSecret|aescbcEncryptionSecret|(?:ca|aggregatorCA|serviceAccount)\.key|etcd\.ca\.key)|secrets\.(?:bootstraptoken|secretboxencryptionsecret|aescbcencryptionsecret)|trustdinfo\.token|certs\.\w{1,40}\.key)$/;
const talosEncoded = /\.key$/;
/** https://docs.docker.com/reference/cli/docker/login/#credential-stores */
const registry = /^auths\..{1,300}\.(?:auth|password|identitytoken|registrytoken)$/;
const legacyRegistry = /^[^.].{0,300}\.(?:auth|password|identitytoken)$/;
/** https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters: the JSON under `config`. */
const argocdCluster = /^(?:bearerToken|password|tlsClientConfig\.keyData)$/;
const k3s = /^(?:token|agent-token|server-token)$/;

/**
 * The meaning that a specification gives to a field, or undefined where only its name can tell. `path` is the key path
 * from the root of the resource or document; items of lists add nothing to it.
 */
export function credentialField(where: Where, path: readonly string[]): CredentialField | undefined {
  const key = path.at(-1);
  if (key === undefined || !credentialKey.test(key)) return undefined;
  const joined = path.join('.');
  if (joined.length > 500) return undefined;
  const { kind, root, passage } = where;
  if (kind === 'Config' && kubeconfig.test(joined)) {
    return { family: 'kubeconfig', encoding: key === 'client-key-data' ? 'base64' : 'plain' };
  }
  if ((kind === 'EncryptionConfiguration' || kind === 'EncryptionConfig') && encryption.test(joined)) {
    return { family: 'encryption-key', encoding: 'plain' };
  }
  if (kubeadm.test(joined)) return { family: 'join-token', encoding: 'plain' };
  if (kind !== undefined) return undefined;
  if (talos.test(joined) && isTalos(root)) {
    return { family: 'join-token', encoding: talosEncoded.test(joined) ? 'base64' : 'plain' };
  }
  if (/^contexts\..{1,100}\.key$/.test(joined) && textAt(root, 'context') !== undefined) {
    return { family: 'kubeconfig', encoding: 'base64' };
  }
  if (argocdCluster.test(joined) && isArgocdCluster(passage)) {
    return { family: 'argocd-cluster', encoding: key === 'keyData' ? 'base64' : 'plain' };
  }
  const name = passage.within?.path.at(-1) ?? passage.file.path;
  if (registry.test(joined) || (/\.dockercfg$/.test(name) && legacyRegistry.test(joined))) {
    return { family: 'registry', encoding: key === 'auth' ? 'base64' : 'plain' };
  }
  if (k3s.test(joined) && /(?:^|[/._-])(?:k3s|rke2)(?:[/._-]|$)/i.test(`${passage.file.path}/${name}`)) {
    return { family: 'join-token', encoding: 'plain' };
  }
  return undefined;
}

/** The last step of every path above: one test settles the matter for nearly all fields. */
const credentialKey =
  /^(?:token|tlsBootstrapToken|certificateKey|client-key-data|password|access-token|refresh-token|id-token|client-secret|secret|key|secretboxEncryptionSecret|aescbcEncryptionSecret|bootstraptoken|secretboxencryptionsecret|aescbcencryptionsecret|auth|identitytoken|registrytoken|agent-token|server-token|bearerToken|keyData)$/;

function isArgocdCluster({ within }: Passage): boolean {
  return (
    within?.path.at(-1) === 'config' && within.resource?.labels.get('argocd.argoproj.io/secret-type') === 'cluster'
  );
}

function isTalos(root: Node | undefined): boolean {
  if (root?.type !== 'map') return false;
  const keys = new Set(root.pairs.map((pair) => pair.key.value));
  return (keys.has('machine') && keys.has('cluster')) || (keys.has('trustdinfo') && keys.has('secrets'));
}

/** The specified meaning of the field that an entry stands in. */
export function fieldOf(entry: Entry): CredentialField | undefined {
  const { resource, document, passage } = entry;
  if (!document) return undefined;
  return credentialField({ kind: resource?.kind, root: document.root, passage }, [...entry.path, entry.key]);
}
