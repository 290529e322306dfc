/**
 * The literals that the model looks for: a file that holds none of them, no key that can carry a credential, and no known
 * shape has nothing to say to any rule. All are compared without regard to case.
 *
 * A rule, place or mechanism that reacts to something new adds its literal here; the tests run every rule's examples with
 * and without the prefilter.
 */

/** Each of these alone makes a file worth reading in full: its values may matter. */
export const telling: readonly string[] = [
  // What holds credentials by its definition
  'secretgenerator',
  'configmapgenerator',
  'binarydata',
  'client-key-data',
  'dockerconfig',
  'dockercfg',
  'secretbox',
  'aescbc',
  'aesgcm',
  'bootstraptoken',
  'certificatekey',
  'trustdinfo',
  'k3s',
  'rke2',
  'last-applied-configuration',
  'requirepass',
  'masterauth',
  'unseal_key',
  'unseal key',
  'recovery_key',
  'recovery key',
  'keys_base64',
  // Programs whose short options and arguments take a password
  'vault login',
  'bao login',
  'vault kv ',
  'bao kv ',
  'vault write',
  'bao write',
  'curl ',
  'wget ',
  'http -',
  'https -',
  'xh ',
  'mysql',
  'mariadb',
  'mongo',
  'redis-cli',
  'redis-benchmark',
  'sqlcmd',
  'cqlsh',
  'useradd',
  'usermod',
  'zip -',
  'create secret',
  'secrets new',
  'cypher-shell',
  'rabbitmqctl',
  'etcdctl',
  'ldapsearch',
  'ldapadd',
  'ldapmodify',
  'ldapdelete',
  'ldapwhoami',
  'ldappasswd',
  'sshpass',
  'htpasswd',
  'chpasswd',
  'kinit',
  'vault token ',
  'bao token ',
  ' login',
  '--creds',
  '--stdin',
  '-stdin',
  'with-token',
  'operator unseal',
  'alias set',
  'host add',
  'aws configure',
  'configure set',
  'secretsmanager ',
  'put-parameter',
  'keyvault secret',
  'gh secret',
  'users.properties',
  // What scripts tell: `echo "log in with admin / x"`
  'log in ',
  // Escapes may hide any of these
  '\\u00',
  '\\x',
];

/** Each of these makes a file part of the model; its values are judged only where something else asks for it. */
export const structural: readonly string[] = [
  // Uses and declarations of Secrets
  'secretref',
  'secretkeyref',
  'secretname',
  'imagepullsecrets',
  'serving-cert',
  'cert-manager.io/',
  'tls-acme',
  'writeconnectionsecret',
  'publishconnectiondetails',
  'operatorspec',
  'generate: true',
  // Sealed Secrets
  'sealedsecret',
  'sealed-secret',
  'sealed_secret',
  'kubeseal',
  'keyrenewperiod',
  'key-renew-period',
  'rotate-period',
  'main.key',
  'master.key',
  // External Secrets Operator
  'external-secrets',
  'externalsecret',
  'secretstore',
  'getsecretkey',
  'gethostbyname',
  'kubernetes-client.io',
  // CSI driver, Vault, OpenBao; the values of their charts need not name them
  'secretproviderclass',
  'secrets-store',
  'vault',
  'bao ',
  'bao_',
  'openbao',
  'bound_service_account',
  'tlsdisable',
  'tls_disable',
  'tlsskip',
  'skiptls',
  'tls-skip',
  'skip_tls',
  'tls_skip',
  ' dev:',
  'server/dev',
  ' ha:',
  'standalone:',
  'auditstorage',
  'allowednamespaces',
  'defaultauthmethod',
  'auto_auth',
  'key_vault_secrets_provider',
  'keyvaultsecretsprovider',
  'keyvault-secrets-provider',
  'pod-identity',
  'podidentity',
  // SOPS, git-crypt, and what other operators and plugins leave
  'sops',
  'enc[aes',
  'age1',
  'agekey',
  'git-crypt',
  'filter=',
  'op://',
  'onepassword',
  '1password',
  'doppler',
  'infisical',
  'bitwarden',
  'azurekeyvault',
  'spv.no',
  'akv2k8s',
  '<path:',
  'phbhdgg6',
  'avp.kubernetes.io',
  'ref+',
  'banzaicloud',
  'bank-vaults',
  // Releases and GitOps
  'kustomize',
  '/metadata/name',
  'argoproj.io',
  'argocd',
  'fluxcd',
  'flux-system',
  'fleet.cattle.io',
  // Encryption at rest
  'database/creds/',
  'encryption_config',
  'database_encryption',
  'secrets_encryption',
  // Clouds
  '.dkr.ecr.',
  'azurecr.io',
  '-docker.pkg.dev',
  'eks.amazonaws.com/role-arn',
  'iam.gke.io/gcp-service-account',
  'azure.workload.identity',
  'csi.aws.com',
  'kubernetes.io/aws-ebs',
  'csi.storage.gke.io',
  'kubernetes.io/gce-pd',
  'csi.azure.com',
  'kubernetes.io/azure-disk',
];

/** Resources of Terraform that put a secret into a store. */
export const terraformStores: readonly string[] = [
  'vault_kv_secret',
  'vault_generic_secret',
  'secretsmanager_secret_version',
  'key_vault_secret',
  'secret_manager_secret_version',
  'aws_ssm_parameter',
];

/** Stems of which every key that can carry a credential holds one (`keyKind`). */
export const stems: readonly string[] = [
  'encrypt',
  'pass',
  'pw',
  'psw',
  'psk',
  'secret',
  'token',
  'key',
  'pat',
  'jwt',
  'bearer',
  'auth',
  'cred',
  'salt',
  'seed',
  'mnemonic',
  'nonce',
  'cookie',
  'otp',
  'sas',
  'hmac',
  'licen',
  'netrc',
  'kubeconfig',
  'pepper',
  'pkcs11',
  '_pin',
  '-pin',
  'pin=',
  'pin =',
  'pin:',
  'pin"',
  'id_rsa',
  'id_ed',
  'id_ecdsa',
  'id_dsa',
  'id-rsa',
  'id-ed',
  'id-ecdsa',
  'id-dsa',
];

/**
 * Kinds that matter by what they hold only, which other literals tell: no rule or mechanism asks for one by its name alone.
 * Every other kind may be one that uses, makes or releases Secrets.
 */
export const plainKinds: ReadonlySet<string> = new Set(
  `APIService AuthorizationPolicy Binding CatalogSource CertificateSigningRequest CiliumClusterwideNetworkPolicy
  CiliumNetworkPolicy CleanupPolicy ClusterCleanupPolicy ClusterEphemeralReport ClusterPolicy ClusterPolicyReport
  ClusterRole ClusterRoleBinding ComponentStatus ComputeClass ConfigMap Configuration ConsoleLink Context
  ControllerRevision CronJob CustomResourceDefinition DaemonSet DeletingPolicy Deployment DestinationRule EC2NodeClass
  Endpoints EndpointSlice EnvoyFilter EphemeralReport Event Eviction FlowSchema GatewayClass GeneratingPolicy
  GlobalContextEntry GlobalNetworkPolicy GrafanaDashboard Group GRPCRoute HorizontalPodAutoscaler HTTPRoute
  ImageValidatingPolicy Ingress IngressClass Job Lease LimitRange List MutatingAdmissionPolicy
  MutatingAdmissionPolicyBinding MutatingPolicy MutatingWebhookConfiguration Namespace NamespacedDeletingPolicy
  NamespacedGeneratingPolicy NamespacedImageValidatingPolicy NamespacedMutatingPolicy NamespacedValidatingPolicy
  NetworkPolicy Node NodePool OperatorGroup PeerAuthentication PersistentVolume PersistentVolumeClaim Pipeline
  PipelineRun Pod PodDisruptionBudget PodMonitor PodSecurityPolicy PodTemplate Policy PolicyException PolicyReport
  PriorityClass PriorityLevelConfiguration Project PrometheusRule Provisioner ReferenceGrant ReplicaSet
  ReplicationController RequestAuthentication ResourceQuota Role RoleBinding Rollout Route RuntimeClass ScaledObject
  SecurityContextConstraints Service ServiceAccount ServiceEntry ServiceMonitor Sidecar StatefulSet StepTemplate
  StorageClass Subscription Task TaskRun TCPRoute Telemetry Test TLSRoute UDPRoute UpdateRequest User
  ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingPolicy ValidatingWebhookConfiguration Values
  VerticalPodAutoscaler VirtualMachine VirtualMachineInstance VirtualService VolumeSnapshot VolumeSnapshotClass`.split(
    /\s+/,
  ),
);
