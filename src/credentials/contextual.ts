import { keyWords } from './words.ts';

/**
 * Forms that only the key makes certain: 32 hexadecimal digits are a Datadog key under `DD_API_KEY` and a digest
 * elsewhere.
 */
export interface ContextualShape {
  readonly id: string;
  readonly title: string;
  /** One of these word sequences must be in the key (`wordsOf`, joined by spaces). */
  readonly key: RegExp;
  readonly value: RegExp;
}

const hex32 = /^[0-9a-f]{32}$/;

export const contextualShapes: readonly ContextualShape[] = [
  {
    id: 'aws-secret-key',
    title: 'AWS secret access key',
    key: /secret access key|aws secret|secret key/,
    value: /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z0-9+/]{40}$/,
  },
  {
    id: 'aws-session-token',
    title: 'AWS session token',
    key: /session token|security token/,
    value: /^(?:IQoJ|FwoG|FQoG)[A-Za-z0-9+/=]{100,2000}$/,
  },
  { id: 'datadog-key', title: 'Datadog key', key: /datadog|(?:^| )dd /, value: /^(?:[0-9a-f]{32}|[0-9a-f]{40})$/ },
  { id: 'twilio-auth-token', title: 'Twilio auth token', key: /twilio/, value: hex32 },
  {
    id: 'cloudflare-token',
    title: 'Cloudflare API token or key',
    key: /cloudflare|(?:^| )cf /,
    value: /^(?:[\w-]{40}|[0-9a-f]{37})$/,
  },
  { id: 'hetzner-token', title: 'Hetzner Cloud token', key: /hcloud|hetzner/, value: /^[A-Za-z0-9]{64}$/ },
  { id: 'linode-token', title: 'Linode token', key: /linode/, value: /^[0-9a-f]{64}$/ },
  {
    id: 'discord-bot-token',
    title: 'Discord bot token',
    key: /discord|bot token/,
    value: /^[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,40}$/,
  },
  {
    id: 'vault-token',
    title: 'Vault or OpenBao token',
    key: /vault|bao|root token|client token/,
    value: /^[sbr]\.[A-Za-z0-9]{24,100}$/,
  },
  {
    id: 'bootstrap-token',
    title: 'kubeadm bootstrap token',
    key: /token|join|bootstrap/,
    value: /^[a-z0-9]{6}\.[a-z0-9]{16}$/,
  },
  {
    id: 'pagerduty-key',
    title: 'PagerDuty key',
    key: /pager ?duty|routing key/,
    value: /^(?:[0-9a-f]{32}|[\w+-]{20})$/,
  },
  {
    id: 'opsgenie-key',
    title: 'Opsgenie key',
    key: /opsgenie/,
    value: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  },
  {
    id: 'etcd-encryption-key',
    title: 'etcd encryption key',
    key: /encryption (?:key|secret)|secretbox|aescbc|aesgcm/,
    value: /^[A-Za-z0-9+/]{43}=$/,
  },
  {
    id: 'wireguard-key',
    title: 'WireGuard private key',
    key: /private key|preshared key|wireguard/,
    value: /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/,
  },
];

/** The shape that key and value make together, or undefined. */
export function contextualShape(key: string, value: string): ContextualShape | undefined {
  if (value.length < 16 || value.length > 2100) return undefined;
  const words = keyWords(key).join(' ');
  return contextualShapes.find((shape) => shape.key.test(words) && shape.value.test(value));
}
