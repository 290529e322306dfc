import { createHash } from 'node:crypto';

/**
 * Tokens that vendors print in their documentation and samples, as the first 16 hex digits of SHA-256, so that no source
 * file holds them: Stripe's (https://docs.stripe.com/keys) and the Google API keys of public samples that gitleaks lists
 * (https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml, rule gcp-api-key).
 */
const digests = new Set(
  `0b476bdf9acf2123 1021ad463a161d69 2037abcaffb2b777 27a9a42931dff7eb 2cafc0970149a84f 2d1f7723aabc5c7a
  37f8f09bdf12c2f2 3a8b61d0f636b007 3f370c9dd8225c63 495759c9bbfbf8c6 49f777db995e8260 4c98242dcadc8b29
  8731261cb72d8626 a19f89ab3555eac1 a6c814bc555ae62c dc0fcf046c61640c e4a5542bb7fd7b67 ea9bb1082cf95663
  eb540d2b6ee2a0a4 f2d6ca16515033e5 f56e323494a6ffc2`.split(/\s+/),
);

/** True for a token that stands in its vendor's documentation. */
export function isDocumented(token: string): boolean {
  return digests.has(createHash('sha256').update(token).digest('hex').slice(0, 16));
}
