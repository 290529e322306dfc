import type { Output } from '../output.ts';
import { annotations } from './annotations.ts';
import { json } from './json.ts';
import { review } from './review.ts';
import { sarif } from './sarif.ts';
import { stepSummary } from './step-summary.ts';
import { stickyComment } from './sticky-comment.ts';
import { terminal } from './terminal.ts';

/** Every view of the report, in the order of docs/outputs.md. */
export const outputs: readonly Output[] = [terminal, annotations, stepSummary, review, stickyComment, json, sarif];
