import type { Confidence, Finding, Related } from './finding.ts';
import type { Fix } from './fix.ts';
import { subjectOf } from './place.ts';
import { type Passage, type Resource, spanOf } from './resource.ts';
import type { Span } from './text.ts';

/** What a finding about a state of the repository says besides its rule, subject and place. */
export interface Circumstances {
  readonly confidence?: Confidence;
  readonly related?: readonly Related[];
  readonly evidence?: readonly string[];
  readonly fix?: Fix | undefined;
  readonly atMost?: Finding['atMost'] | undefined;
}

/** A finding that is about a state and holds no credential. `sentence` follows the subject and never quotes a value. */
export function fault(
  rule: string,
  subject: string,
  sentence: string,
  span: Span,
  { confidence = 'certain', related = [], evidence = [], fix, atMost }: Circumstances = {},
): Finding {
  return {
    rule,
    subject,
    message: `${subject} ${sentence}`,
    span,
    related,
    confidence,
    credential: false,
    evidence,
    ...(fix ? { fix } : {}),
    ...(atMost && { atMost }),
  };
}

/** A finding about a field of a resource; `called` is the field's path as people name it. */
export function fieldFault(
  rule: string,
  resource: Resource,
  called: string,
  sentence: string,
  node: { start: number; end: number },
  circumstances: Circumstances = {},
): Finding {
  const subject = subjectOf(resource.passage, resource, called);
  return fault(rule, subject, sentence, spanOf(resource.document, node), {
    ...circumstances,
    confidence: tempered(resource.passage, circumstances.confidence ?? 'certain'),
  });
}

/** A state shown in documentation, a test or an example is possible at most: nobody runs it as it stands. */
export function tempered(passage: Passage, confidence: Confidence): Confidence {
  return isShown(passage) || isTrial(passage.file.path) ? 'possible' : confidence;
}

/** True for what documentation shows: a Markdown fence, the samples in an operator's bundle. */
export function isShown(passage: Passage): boolean {
  return passage.role === 'docs' || passage.within?.path.at(-1) === 'alm-examples';
}

const trial =
  /(?:^|[/_.-])(?:tests?|testing|testdata|test-data|e2e|integration|fixtures?|examples?|samples?|demos?|mocks?|tutorials?|playground|scenarios?|benchmarks?)(?:[/_.-]|$)/i;

/** The files beside a text: pages of a site, snippets that it includes. */
const shownBeside = /^(?:docs?|documentation|website)\/|(?:^|\/)(?:docs?\/)?snippets?\//i;

/**
 * True for a text that says on purpose what it says, and that no fix changes: a changelog, notes of a release, a guide for
 * a migration; samples that are generated from elsewhere; what a test is made of, which other parts of the test expect.
 */
export function isKeptAsIs(passage: Passage): boolean {
  const { path } = passage.file;
  if (isShown(passage)) return passage.role !== 'docs' || record.test(path);
  return testData.test(path.replace(environment, ''));
}

const record =
  /(?:^|[/_.-])(?:changes?|changelog|history|releases?|news|upgrades?|upgrading|migrate|migrating|migrations?|adrs?)(?:[/_.-]|$)/i;

const testData =
  /(?:^|[/_.-])(?:tests?|testing|testdata|test-data|e2e|integration|fixtures?|mocks?|scenarios?|benchmarks?)(?:[/_.-]|$)/i;

/** True for paths of tests, examples, demonstrations, and of what documentation includes. */
export function isTrial(path: string): boolean {
  return trial.test(path) || shownBeside.test(path);
}

/** True for paths of tests, examples and documentation; an environment that is called `test` is none of them. */
export function isAside(path: string): boolean {
  if (/\.(?:md|markdown|adoc|rst|txt)$/i.test(path) || chartTesting.test(path)) return true;
  return isTrial(path.replace(environment, ''));
}

/** What a chart is tried with. https://github.com/helm/chart-testing */
const chartTesting = /(?:^|\/)ci\/[^/]{0,100}values\.ya?ml$/;

const environment =
  /(?:^|\/)(?:clusters?|environments?|envs?|overlays?|stages?|inventor(?:y|ies)|tenants?|sites?)\/[^/]{1,100}\//i;

const development =
  /(?:^|[/_.-])(?:dev|devel|development|local|localhost|kind|k3d|minikube|sandbox|ci|hack|poc|lab)(?:[/_.-]|$)/i;

/** True for paths of a developer's own cluster or overlay. */
export function isDevelopment(path: string): boolean {
  return development.test(path);
}

/** True for what lives as long as a test, a pipeline or a developer's own cluster; what documentation shows is followed. */
export function isPassing(passage: Passage): boolean {
  const { path } = passage.file;
  return passage.role === 'workflow' || isDevelopment(path) || (isTrial(path) && !isShown(passage));
}
