import { isTrue } from '../literal.ts';
import { asMap, at } from '../parser.ts';
import { type Passage, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { maps } from '../walk.ts';
import type { Repository } from './repository.ts';

/** The Secrets Store CSI driver as an add-on of AKS, with rotation left off. */
export interface Addon {
  readonly passage: Passage;
  readonly subject: string;
  readonly span: Span;
}

const words = ['key_vault_secrets_provider', 'azureKeyvaultSecretsProvider', 'azure-keyvault-secrets-provider'];

/**
 * Terraform (`key_vault_secrets_provider`), templates and objects of Azure (`azureKeyvaultSecretsProvider`), `az aks`.
 * https://learn.microsoft.com/azure/aks/csi-secrets-store-configuration-options
 */
export function* addonsWithoutRotation(repository: Repository): Iterable<Addon> {
  for (const passage of repository.passages) {
    if (!words.some((word) => passage.text.holds(word))) continue;
    for (const document of passage.parsed.documents) {
      for (const { pairs } of maps(document.root)) {
        for (const { key, value } of pairs) {
          if (!asMap(value)) continue;
          const terraform = key.value === 'key_vault_secrets_provider';
          if (!terraform && key.value !== 'azureKeyvaultSecretsProvider') continue;
          if (!terraform && !isTrue(at(value, 'enabled'))) continue;
          const path = terraform ? ['secret_rotation_enabled'] : ['config', 'enableSecretRotation'];
          const given = at(value, ...path);
          // What another file or a variable sets may be true.
          if (given && !/^["']?false["']?$/i.test(document.text.content.slice(given.start, given.end))) continue;
          const subject = `${key.value} ${path.join('.')}`;
          yield { passage, subject, span: spanOf(document, given ?? key) };
        }
      }
    }
    for (const { words: all, text } of passage.parsed.commands) {
      if (all[0]?.value !== 'az' || !all.some(({ value }) => value === 'create' || value === 'enable-addons')) continue;
      const addon = all.find(({ value }) => value.split(/[=,]/).includes('azure-keyvault-secrets-provider'));
      if (!addon || all.some(({ value }) => value.startsWith('--enable-secret-rotation'))) continue;
      yield { passage, subject: '--enable-secret-rotation', span: text.span(addon.start, addon.end) };
    }
  }
}
