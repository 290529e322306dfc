import { fake } from '../../fake.ts';
import { prefixed, type Shape } from '../shape.ts';

/** Credentials that open secret stores: each is a secret zero. */
export const secretStores: readonly Shape[] = [
  prefixed({
    // Service, batch and recovery tokens of Vault 1.10 and later.
    id: 'vault-token',
    title: 'Vault token',
    prefix: ['hvs.', 'hvb.', 'hvr.'],
    body: '\\w-',
    length: [24, 500],
    example: () => fake('vault-token'),
  }),
  {
    id: 'vault-unseal-key',
    title: 'Vault unseal or recovery key',
    anchors: ['Unseal Key ', 'Recovery Key '],
    pattern:
      /(?:Unseal|Recovery) Key \d{1,2}:\s{1,8}(?<body>[A-Za-z0-9+/]{43,44}={0,2}|[a-f0-9]{64,66})(?![A-Za-z0-9])/y,
    confidence: 'certain',
    example: () => fake('vault-unseal-key'),
  },
  {
    id: 'vault-root-token',
    title: 'Vault or OpenBao root token',
    anchors: ['Initial Root Token: '],
    pattern: /Initial Root Token: {1,4}(?:s\.|hvs\.)(?<body>[\w-]{20,120})/y,
    confidence: 'certain',
    example: () => fake('vault-root-token'),
  },
  {
    // A row of what `vault token create` and `vault login` print, before Vault 1.10.
    id: 'vault-token-row',
    title: 'Vault or OpenBao token',
    anchors: ['token  ', 'token |'],
    pattern: /token[ |]{2,40}s\.(?<body>[A-Za-z0-9]{24})(?![A-Za-z0-9.])/y,
    confidence: 'certain',
    example: () => fake('vault-token-row'),
  },
  {
    id: 'doppler-token',
    title: 'Doppler token',
    anchors: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.', 'dp.said.'],
    pattern: /dp\.(?:pt|st|ct|sa|scim|audit|said)\.(?:[a-z0-9_-]{2,35}\.)?(?<body>[A-Za-z0-9]{40,44})(?![A-Za-z0-9])/y,
    confidence: 'certain',
    example: () => fake('doppler-token'),
  },
  {
    id: 'infisical-token',
    title: 'Infisical service token',
    anchors: ['st.'],
    pattern: /st\.(?<body>[a-f0-9]{24}\.[a-f0-9]{32}\.[a-f0-9]{32})(?![a-f0-9])/y,
    confidence: 'certain',
    example: () => fake('infisical-token'),
  },
  prefixed({
    id: 'onepassword-service-token',
    title: '1Password service account token',
    prefix: 'ops_eyJ',
    body: '\\w=-',
    length: [200, 2000],
    example: () => fake('onepassword-service-token'),
  }),
  {
    id: 'bitwarden-token',
    title: 'Bitwarden Secrets Manager access token',
    anchors: ['0.'],
    pattern:
      /0\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.(?<body>[A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}==)/y,
    apart: /[\w.]/,
    confidence: 'certain',
    example: () => fake('bitwarden-token'),
  },
];
