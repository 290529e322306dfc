import type { Mistake } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { entryOf, type Item, plain, quoted, type Spot } from './document.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A compiled schema: src/generated/validate-*.ts. */
export interface Validator {
  readonly schema: Schema;
  validate(value: unknown): readonly SchemaError[];
}

interface SchemaError {
  /** JSON pointer of the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * What is wrong with a document, one message a mistake, each at the key or value to change.
 * Messages name keys and what is allowed, never the value that stands there: it may have been pasted by accident.
 */
export function mistakesIn(item: Item, path: string, validator: Validator): Mistake[] {
  const found = new Map<string, Mistake>();
  for (const error of validator.validate(plain(item))) {
    if (error.keyword === 'if' || error.keyword === 'propertyNames') continue;
    const steps = stepsOf(error.instancePath);
    const place = locate(item, steps, error);
    // A value of the wrong type breaks other rules too; the first error, which is about its type, says it all.
    const key = `${error.instancePath} ${error.params.additionalProperty ?? error.params.missingProperty ?? ''}`;
    if (!found.has(key)) {
      found.set(key, { path, ...place, message: messageOf(error, item, steps, validator.schema) });
    }
  }
  return [...found.values()];
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function childOf(item: Item | undefined, step: string): Item | undefined {
  return item?.kind === 'list' ? item.items[Number(step)] : entryOf(item, step)?.value;
}

/** The unknown key itself, or the value that is wrong; for a missing key, the map that lacks it. */
function locate(root: Item, steps: readonly string[], error: SchemaError): Spot {
  let item: Item | undefined = root;
  for (const step of steps) item = childOf(item, step);
  const unknown = error.params.additionalProperty;
  if (typeof unknown === 'string') return entryOf(item, unknown)?.at ?? item?.at ?? root.at;
  return item?.at ?? root.at;
}

function messageOf(error: SchemaError, root: Item, steps: readonly string[], schema: Schema): string {
  const name = nameOf(steps);
  const { params } = error;
  switch (error.keyword) {
    case 'additionalProperties': {
      const known = Object.keys((schemaAt(schema, root, steps)?.properties as Schema | undefined) ?? {});
      return `unknown key ${quoted(String(params.additionalProperty))}${steps.length > 0 ? ` in ${name}` : ''}${suggestion(String(params.additionalProperty), known)}`;
    }
    case 'required':
      return `${name} needs ${quoted(String(params.missingProperty))}`;
    case 'enum': {
      const allowed = (params.allowedValues as unknown[]).map(String);
      const given = steps.reduce<Item | undefined>(childOf, root);
      const meant = given?.kind === 'scalar' && typeof given.value === 'string' ? suggestion(given.value, allowed) : '';
      return `${name} must be ${listed(allowed)}${meant}`;
    }
    case 'type':
      return `${name} must be ${typeNames[String(params.type)] ?? params.type}`;
    case 'minimum':
      return `${name} must be at least ${params.limit}`;
    case 'pattern':
      return `${name} must ${patternNames[String(params.pattern)] ?? `match ${params.pattern}`}`;
    default:
      return `${name} is not as it should be (${error.keyword})`;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  object: 'a map of keys and values',
  string: 'text',
};

const patternNames: Readonly<Record<string, string>> = {
  '\\S': 'not be empty',
  '^\\d{4}-\\d{2}-\\d{2}$': 'be a date, YYYY-MM-DD',
  '^[a-z0-9][a-z0-9-]*$': 'be of lower-case letters, digits and dashes',
};

/** `backups[1].where`: keys joined by dots, items by their number from 1. */
function nameOf(steps: readonly string[]): string {
  let name = '';
  for (const step of steps)
    name += /^\d+$/.test(step) && name !== '' ? `[${Number(step) + 1}]` : `${name ? '.' : ''}${step}`;
  return name === '' ? 'the file' : quoted(name);
}

/** `; did you mean ...?` where a known name is near. */
export function suggestion(name: string, known: readonly string[]): string {
  // `warn` is further from `warning` than any typing error, and yet what it means is plain.
  const longer = name.length > 2 ? known.filter((one) => one.startsWith(name)) : [];
  const near = longer.length === 1 ? longer[0] : nearest(name, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** The part of a schema that describes the value at a path, for the names of keys it knows. */
function schemaAt(schema: Schema, root: Item, steps: readonly string[]): Schema | undefined {
  const follow = (at: Schema | undefined, item: Item | undefined): Schema | undefined => {
    let here = at;
    for (let hop = 0; here && hop < 8; hop++) {
      const reference = here.$ref as string | undefined;
      if (reference) here = (schema.$defs as Record<string, Schema>)[reference.slice('#/$defs/'.length)];
      else if (here.if) here = (item?.kind === 'map' ? here.then : here.else) as Schema | undefined;
      else break;
    }
    return here;
  };
  let item: Item | undefined = root;
  let at = follow(schema, item);
  for (const step of steps) {
    const isList: boolean = item?.kind === 'list';
    item = childOf(item, step);
    const named = (at?.properties as Record<string, Schema> | undefined)?.[step];
    at = follow(isList ? (at?.items as Schema) : (named ?? (at?.additionalProperties as Schema | undefined)), item);
  }
  return at;
}
