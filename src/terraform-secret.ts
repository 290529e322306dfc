import type { Pair } from './parser.ts';

/**
 * Arguments of Terraform resources that write a secret somewhere: whatever stands there is meant to be secret, under any
 * name. https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/secret_v1 and the pages of the
 * other resources.
 */
const written = new RegExp(
  `^resource\\.(?:${[
    'kubernetes_secret(?:_v1)?\\.[^.]{1,100}\\.data\\.[^.]{1,253}',
    'vault_(?:kv_secret(?:_v2)?|generic_secret)\\.[^.]{1,100}\\.data_json(?:_wo)?\\.[^.]{1,253}',
    'aws_secretsmanager_secret_version\\.[^.]{1,100}\\.secret_(?:string|binary)(?:_wo)?(?:\\.[^.]{1,253})?',
    'azurerm_key_vault_secret\\.[^.]{1,100}\\.value(?:_wo)?(?:\\.[^.]{1,253})?',
    'google_secret_manager_secret_version\\.[^.]{1,100}\\.secret_data(?:_wo)?(?:\\.[^.]{1,253})?',
  ].join('|')})$`,
);
const parameter = /^resource\.aws_ssm_parameter\.[^.]{1,100}\.value(?:_wo)?(?:\.[^.]{1,253})?$/;

/** Whether a value at a path of keys is one of those; `siblings` are the arguments beside it. */
export function writesSecret(path: readonly string[], siblings: readonly Pair[] | undefined): boolean {
  if (path[0] !== 'resource' || path.length < 4) return false;
  const joined = path.join('.');
  if (written.test(joined)) return true;
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssm_parameter: the other types are readable to all.
  const secure = siblings?.some(
    ({ key, value }) => key.value === 'type' && value.type === 'scalar' && value.value === 'SecureString',
  );
  return secure === true && parameter.test(joined);
}
