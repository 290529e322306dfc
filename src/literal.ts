import { asScalar, isNull, type Node, type ScalarNode } from './parser.ts';

/** Flux and shell variables, Helm and Jinja directives, `<placeholders>`, `__TOKENS__` and Argo CD's `$values`. */
const substituted =
  /\{\{|\$\{|\$\(|^\$[A-Za-z]|^<[^>]*>$|<[A-Za-z][\w .:-]{0,100}>|__[A-Z][A-Z0-9_]{0,60}__|%[A-Z_]{1,60}%|@@/;

/** True for a value that something fills in before it is used. */
export function isSubstituted(value: string): boolean {
  return substituted.test(value);
}

/** The scalar behind a node where its value is the value in use: neither empty nor filled in by a template. */
export function literal(node: Node | undefined): ScalarNode | undefined {
  const scalar = asScalar(node);
  if (!scalar || scalar.templated || scalar.value === '' || isNull(scalar) || isSubstituted(scalar.value))
    return undefined;
  return scalar;
}

/** True for what YAML, JSON and strings of tools call true. */
export function isTrue(node: Node | undefined): boolean {
  const value = literal(node)?.value;
  return value !== undefined && /^(?:true|yes|on|1)$/i.test(value);
}

/** True for an explicit false. */
export function isFalse(node: Node | undefined): boolean {
  const value = literal(node)?.value;
  return value !== undefined && /^(?:false|no|off|0)$/i.test(value);
}

const goUnits: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * Seconds of a Go duration (`1h30m`, `90s`, `0`), or undefined for anything else. Every duration of Kubernetes objects
 * is one: https://pkg.go.dev/time#ParseDuration
 */
export function goDuration(text: string): number | undefined {
  if (/^[+-]?0$/.test(text)) return 0;
  if (!/^[+-]?(?:\d{1,12}(?:\.\d{0,9})?(?:ns|us|µs|ms|s|m|h)){1,8}$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, number, unit] of text.matchAll(/(\d{1,12}(?:\.\d{0,9})?)(ns|us|µs|ms|s|m|h)/g)) {
    seconds += Number(number) * (goUnits[unit!] ?? 0);
  }
  return text.startsWith('-') ? -seconds : seconds;
}
