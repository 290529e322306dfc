import { programOf } from '../flags.ts';
import type { Command } from '../parser.ts';
import type { Passage } from '../resource.ts';
import type { Span } from '../text.ts';
import type { Repository } from './repository.ts';

/** A call of kubeseal in a script, a workflow or a document. */
export interface KubesealCall {
  readonly passage: Passage;
  readonly command: Command;
  /** The word `kubeseal`. */
  readonly span: Span;
  /** True where it needs no cluster: a certificate is given, or it opens, prints help or its version. */
  readonly offline: boolean;
  /** True where the name of the controller is given. */
  readonly named: boolean;
  /** True where its namespace is given. */
  readonly namespaced: boolean;
}

const withoutCluster = /^(?:--cert(?:=|$)|--recovery-unseal|--version$|--help$|-h$|version$|help$)/;
/** Variables that kubeseal reads as flags. https://github.com/bitnami/sealed-secrets#usage */
const certificateVariable = 'SEALED_SECRETS_CERT';
const nameVariable = /SEALED_SECRETS_CONTROLLER_NAME(?!SPACE)/;
const namespaceVariable = 'SEALED_SECRETS_CONTROLLER_NAMESPACE';

/** Every call of kubeseal. */
export function* kubesealCallsOf(repository: Repository): Iterable<KubesealCall> {
  for (const passage of repository.passages) {
    if (passage.parsed.commands.length === 0 || !passage.text.content.includes('kubeseal')) continue;
    for (const command of passage.parsed.commands) {
      if (programOf(command.words) !== 'kubeseal') continue;
      const word = command.words.find(({ value }) => /(?:^|\/)kubeseal$/.test(value));
      if (!word) continue;
      const rest = command.words.slice(command.words.indexOf(word) + 1);
      const { content } = passage.file;
      // Flags that a variable holds are not known, so nothing is said about them.
      const open = rest.some(({ value, expands }) => expands && /^\$/.test(value));
      yield {
        passage,
        command,
        span: command.text.span(word.start, word.end),
        offline: open || rest.some(({ value }) => withoutCluster.test(value)) || content.includes(certificateVariable),
        named: open || rest.some(({ value }) => /^--controller-name(?:=|$)/.test(value)) || nameVariable.test(content),
        namespaced:
          rest.some(({ value }) => /^--controller-namespace(?:=|$)/.test(value)) || content.includes(namespaceVariable),
      };
    }
  }
}

const pipelines =
  /^\.github\/|(?:^|\/)(?:\.gitlab-ci\.ya?ml|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml|\.travis\.yml|cloudbuild\.ya?ml|Jenkinsfile[^/]*)$|(?:^|\/)(?:\.circleci|\.gitlab|\.buildkite|\.woodpecker|\.tekton|\.ci)\//;

/** Kinds whose steps are a pipeline: Tekton's, and the workflows of Argo. */
const pipelineKinds =
  /^tekton\.dev (?:Task|ClusterTask|TaskRun|Pipeline|PipelineRun|StepAction)$|^argoproj\.io (?:Cluster)?(?:Cron)?Workflow(?:Template)?$/;

/** True for what runs in continuous integration, by its path or by the resource whose step it is. */
export function isPipeline(passage: Passage): boolean {
  const resource = passage.within?.resource;
  if (resource && pipelineKinds.test(`${resource.group} ${resource.kind}`)) return true;
  return passage.role === 'workflow' || pipelines.test(passage.file.path);
}
