import { flagValue } from '../kubectl.ts';
import { asScalar, at, type Command, type Node, textAt } from '../parser.ts';
import { type Resource, spanOf } from '../resource.ts';
import type { Span } from '../text.ts';
import { maps } from '../walk.ts';
import type { ChartRelease } from './chart-release.ts';

/** As whom and where a chart is installed, and in which version. */
export interface Placement {
  readonly release: string | undefined;
  readonly namespace: string | undefined;
  readonly version: { readonly text: string; readonly span: Span } | undefined;
}

/** Release name, namespace and chart version, by the tool that installs. */
export function placementOf({ resource, passage, span }: ChartRelease): Placement {
  const command = passage.parsed.commands.find(({ text, words }) => {
    return words.some((word) => text.span(word.start, word.end).start === span.start);
  });
  if (command) return fromCommand(command);
  for (const document of passage.parsed.documents) {
    for (const { node, pairs } of maps(document.root)) {
      const here = pairs.some(({ value }) => value.type === 'scalar' && spanOf(document, value).start === span.start);
      if (!here) continue;
      const versionNode = asScalar(
        ['version', 'targetRevision', 'chart_version', 'tag'].map((key) => at(node, key)).find((value) => value),
      );
      const version =
        versionNode && !versionNode.templated
          ? { text: versionNode.value, span: spanOf(document, versionNode) }
          : undefined;
      return { ...named(resource, node), version };
    }
  }
  return { release: undefined, namespace: undefined, version: undefined };
}

function named(resource: Resource | undefined, node: Node): Omit<Placement, 'version'> {
  const spec = at(resource?.node, 'spec');
  switch (resource?.kind) {
    case 'HelmRelease': {
      const target = textAt(spec, 'targetNamespace');
      const release =
        textAt(spec, 'releaseName') ?? (target && resource.name ? `${target}-${resource.name}` : resource.name);
      return { release, namespace: target ?? resource.namespace };
    }
    case 'Application':
      return {
        release: textAt(node, 'helm', 'releaseName') ?? resource.name,
        namespace: textAt(spec, 'destination', 'namespace'),
      };
    case 'HelmChart':
      return { release: resource.name, namespace: textAt(spec, 'targetNamespace') ?? resource.namespace };
    case undefined:
      return {
        release: textAt(node, 'releaseName') ?? textAt(node, 'name'),
        namespace: textAt(node, 'namespace') ?? textAt(node, 'releaseNamespace'),
      };
    default:
      return { release: undefined, namespace: undefined };
  }
}

function fromCommand({ words, text }: Command): Placement {
  const verb = words.findIndex(({ value }) => /^(?:install|upgrade|template)$/.test(value));
  const operands: string[] = [];
  for (let i = verb + 1; i < words.length && operands.length < 2; i++) {
    const { value } = words[i]!;
    if (!value.startsWith('-')) operands.push(value);
    else if (!value.includes('=') && valued.test(value)) i++;
  }
  const flag = words.findIndex(({ value }) => /^--version(?:=|$)/.test(value));
  const inline = words[flag]?.value.startsWith('--version=');
  const word = flag === -1 ? undefined : words[inline ? flag : flag + 1];
  return {
    release: operands.length === 2 && !operands[0]!.includes('/') ? operands[0] : undefined,
    namespace: flagValue(words, ['-n', '--namespace']),
    version:
      word && !word.expands
        ? { text: word.value.replace(/^--version=/, ''), span: text.span(word.start, word.end) }
        : undefined,
  };
}

/** Flags of helm that take the next word. */
const valued =
  /^(?:-[nf]|--(?:namespace|values|version|set|set-string|set-file|set-json|repo|timeout|kube-context|kubeconfig|username|password))$/;
