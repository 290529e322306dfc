import type { Place } from '../place.ts';
import { annotation } from './annotation.ts';
import { commandArgument } from './command-argument.ts';
import { commentedOut } from './commented-out.ts';
import { configMapData } from './configmap-data.ts';
import { containerArgs } from './container-args.ts';
import { containerEnv } from './container-env.ts';
import { freeText } from './free-text.ts';
import { jsonPatch } from './json-patch.ts';
import { keyFile } from './key-file.ts';
import { kubectlCreateSecret } from './kubectl-create-secret.ts';
import { kustomizeLiterals } from './kustomize-literals.ts';
import { prose } from './prose.ts';
import { resourceField } from './resource-field.ts';
import { scriptVariable } from './script-variable.ts';
import { secretData } from './secret-data.ts';
import { secretFile } from './secret-file.ts';
import { secretTemplateData } from './secret-template-data.ts';
import { templateDirective } from './template-directive.ts';

/** Every place, the specific before the generic: of two entries on one span the first wins. */
export const places: readonly Place[] = [
  secretData,
  secretTemplateData,
  configMapData,
  kustomizeLiterals,
  containerEnv,
  containerArgs,
  annotation,
  keyFile,
  jsonPatch,
  templateDirective,
  resourceField,
  secretFile,
  kubectlCreateSecret,
  commandArgument,
  scriptVariable,
  prose,
  commentedOut,
  freeText,
];
