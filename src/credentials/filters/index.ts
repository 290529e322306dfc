import type { Filter } from '../filter.ts';
import { ciphertext } from './ciphertext.ts';
import { plain } from './configuration.ts';
import { unlikely } from './ordinary.ts';
import { placeholders } from './placeholders.ts';
import { publicMaterial } from './public-material.ts';
import { references } from './references.ts';

export { ciphertext, placeholders, plain, publicMaterial, references, unlikely };

/** Every filter, in the order in which they are asked. */
export const filters: readonly Filter[] = [
  ...ciphertext,
  ...references,
  ...placeholders,
  ...publicMaterial,
  ...plain,
  ...unlikely,
];
