import { asBuffer } from '../decode.ts';

/**
 * Names of the Secrets that a Terraform file makes: of `kubernetes_secret` blocks, and those that modules are given
 * (`k8s_secret_name = "app"`). Read from the text, because a repository may have thousands of such files and nothing
 * else in them matters: the name stands in the first block of the resource (`metadata`).
 * https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/secret
 */
export function terraformSecrets(bytes: Uint8Array): string[] {
  const buffer = asBuffer(bytes);
  if (!buffer.includes('kubernetes_secret') && !buffer.includes('secret_name')) return [];
  const text = buffer.toString('latin1');
  const names: string[] = [];
  for (const pattern of [resource, argument]) for (const match of text.matchAll(pattern)) names.push(match[1]!);
  return names;
}

const resource =
  /"kubernetes_secret(?:_v1)?"[ \t]{0,8}"[\w-]{1,200}"[ \t]{0,8}\{(?:[^}\n]{0,300}\n){0,20}?[^}\n]{0,300}?\bname[ \t]{0,40}=[ \t]{0,8}"([^"\n]{1,253})"/g;
const argument = /(?:^|[\s_{])secret_name[ \t]{0,40}=[ \t]{0,8}"([^"\n]{1,253})"/g;
