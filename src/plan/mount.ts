import { at, type Node, textAt } from '../parser.ts';
import { type Resource, spanOf } from '../resource.ts';
import { mapsOf } from '../walk.ts';
import { type Manifest, yamlOf } from './manifest.ts';
import { type Step, type StepFile, step } from './step.ts';
import type { Subject } from './subject.ts';

/** Where the Pods of a kind are described. */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** The volume for each workload that uses the Secret; a Secret that the driver makes is there only while one is mounted. */
export function mountSteps(subject: Subject): Step[] {
  const workloads = [...new Set(subject.uses.map(({ resource }) => resource))].filter(
    ({ kind, name }) => Object.hasOwn(podPaths, kind) && name !== undefined,
  );
  if (workloads.length === 0) {
    return [
      step('Mount the class in the workload that reads it', {
        notes: [
          'No workload here names the Secret. Its Pods need a volume with `csi.driver: secrets-store.csi.k8s.io`, `readOnly: true` and the class under `volumeAttributes.secretProviderClass`.',
        ],
      }),
    ];
  }
  return [
    step('Mount it in what reads it', {
      files: workloads.map((workload) => mountIn(workload, subject)),
      notes: [
        'Merge these parts into the manifests. The Secret that the class makes is there only while a Pod mounts it.',
      ],
    }),
  ];
}

function mountIn(workload: Resource, subject: Subject): StepFile {
  const name = subject.name!;
  const path = podPaths[workload.kind]!;
  const pod = at(workload.node, ...path);
  const uses = subject.uses.filter((use) => use.resource === workload);
  const within = (node: Node): boolean => {
    const { start, end } = spanOf(workload.document, node);
    return uses.some(({ span }) => start <= span.start && span.end <= end);
  };
  const csi = { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: name } };
  // A volume of the Secret becomes one of the class, mounted where it was.
  const mounted = [...mapsOf(at(pod, 'volumes'))].filter(within).map((volume) => textAt(volume, 'name') ?? name);
  const readers = [...mapsOf(at(pod, 'containers')), ...mapsOf(at(pod, 'initContainers'))]
    .filter(within)
    .map((container) => textAt(container, 'name') ?? '<container>');
  const added = mounted.length === 0 ? [name] : [];
  const mount = { name, mountPath: `/mnt/secrets/${name}`, readOnly: true };
  let spec: Manifest = {
    containers:
      added.length > 0
        ? (readers.length > 0 ? readers : ['<container>']).map((one) => ({ name: one, volumeMounts: [mount] }))
        : undefined,
    volumes: [...mounted, ...added].map((volume) => ({ name: volume, csi })),
  };
  for (const key of [...path].reverse()) spec = { [key]: spec };
  const { apiVersion, kind, namespace } = workload;
  const head = { apiVersion, kind, metadata: { name: workload.name!, namespace } };
  return {
    path: workload.passage.file.path,
    content: yamlOf({ ...head, ...(spec as { [key: string]: Manifest }) }),
    fragment: true,
  };
}
