import type { Shape } from '../shape.ts';
import { ai } from './ai.ts';
import { cloud } from './cloud.ts';
import { codeHosting } from './code-hosting.ts';
import { databases } from './databases.ts';
import { keys } from './keys.ts';
import { kubernetes } from './kubernetes.ts';
import { observability } from './observability.ts';
import { secretStores } from './secret-stores.ts';
import { services } from './services.ts';
import { web } from './web.ts';

/** Every shape; of two that match the same text with equal confidence the first wins, so the general ones come last. */
export const shapes: readonly Shape[] = [
  ...keys,
  ...secretStores,
  ...cloud,
  ...codeHosting,
  ...services,
  ...ai,
  ...observability,
  ...kubernetes,
  ...databases,
  ...web,
];
