/**
 * Compiles schemas/{config,policy}.schema.json to src/generated/validate-*.ts with ajv, so that nothing of ajv is needed
 * at run time. Run it after a schema has changed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { schemaNames } from './build-policies.ts';

const root = new URL('../', import.meta.url);
const standaloneCode = standalone.default ?? standalone;

/** The source text of src/generated/validate-<name>.ts: a function that gives all errors of a value. */
export async function validatorModule(name: (typeof schemaNames)[number]): Promise<string> {
  const schema = JSON.parse(readFileSync(new URL(`schemas/${name}.schema.json`, root), 'utf8'));
  // Ids are checked against the rules there are, which the schema's list may be behind of.
  schema.$defs.ruleId = { type: 'string' };
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, code: { source: true, esm: true } });
  const code = standaloneCode(ajv, ajv.compile(schema));
  // The generated code may require small pieces of ajv's run time: bundling puts them in.
  const bundled = await build({
    stdin: { contents: code, resolveDir: new URL('.', root).pathname, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    write: false,
    legalComments: 'none',
  });
  const text = bundled.outputFiles[0]!.text;
  const entry = /^var stdin_default = (validate\d+);/m.exec(text)?.[1];
  const rootSchema = /^var (schema\d+) = \{ "\$schema"/m.exec(text)?.[1];
  if (!entry || !rootSchema) throw new Error(`ajv's code for ${name} has another form than expected`);
  return `// @ts-nocheck
// Written by scripts/build-validators.ts from schemas/${name}.schema.json. Do not edit.

${text.replace(/^export \{[^}]*\};\n|^var (?:validate|stdin_default) = .*\n/gm, '')}
/** One thing wrong with a value: ajv's error object, as far as it is used. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The schema itself, to find the names that would have been right. */
export const schema: Readonly<Record<string, unknown>> = ${rootSchema};

/** Everything wrong with a value; nothing when it is valid. */
export function validate(value: unknown): readonly SchemaError[] {
  return ${entry}(value) ? [] : (${entry}.errors ?? []);
}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const name of schemaNames) {
    writeFileSync(new URL(`src/generated/validate-${name}.ts`, root), await validatorModule(name));
  }
}
