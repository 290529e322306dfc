import { asBuffer } from '../decode.ts';

/**
 * Names of the Secrets that a Terraform file makes: of `kubernetes_secret` blocks, and those that modules are given
 * (`k8s_secret_name = "app"`). Read from the text, because a repository may have thousands of such files and nothing
 * else in them matters: the name stands in the first block of the resource (`metadata`).
 * https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/secret
 */
export function terraformSecrets(bytes: Uint8Array): string[] {
  const buffer = asBuffer(bytes);
  const names: string[] = [];
  const read = (form: RegExp, at: number, reach: number): void => {
    const name = form.exec(buffer.toString('latin1', at, at + reach))?.[1];
    if (name !== undefined) names.push(name);
  };
  for (let at = buffer.indexOf('secret'); at !== -1; at = buffer.indexOf('secret', at + 6)) {
    const before = at === 0 ? '\n' : String.fromCharCode(buffer[at - 1]!);
    if (before === '_' && buffer.toString('latin1', at - 12, at) === '"kubernetes_') read(resource, at, 7000);
    else if (buffer[at + 6] === underscore && /[\s_{]/.test(before)) read(argument, at, 330);
  }
  return names;
}

const underscore = 95;
const resource =
  /^secret(?:_v1)?"[ \t]{0,8}"[\w-]{1,200}"[ \t]{0,8}\{(?:[^}\n]{0,300}\n){0,20}?[^}\n]{0,300}?\bname[ \t]{0,40}=[ \t]{0,8}"([^"\n]{1,253})"/;
const argument = /^secret_name[ \t]{0,40}=[ \t]{0,8}"([^"\n]{1,253})"/;
