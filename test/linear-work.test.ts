import { Session } from 'node:inspector';
import { beforeAll, expect, test } from 'vitest';
import { emptyConfig } from '../src/config.ts';
import { run } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';

/**
 * Twice the input is twice the work, counted, not timed: how often functions of the sources are called (V8's precise
 * coverage), and how many characters built-in searches and regular expressions walk.
 */
const settings = {
  root: '.',
  config: emptyConfig,
  configName: undefined,
  level: 3 as const,
  failOn: 'error' as const,
  minConfidence: 'possible' as const,
  today: new Date('2026-11-23'),
  notChecked: [],
};

interface Work {
  /** Calls of functions of the sources. */
  readonly calls: number;
  /** Characters that built-in searches walked. */
  readonly characters: number;
}

/** Contents by path. */
type Files = Readonly<Record<string, string>>;

const session = new Session();

async function work(files: Files): Promise<Work> {
  const source = memorySource(new Map(Object.entries(files)));
  let calls = 0;
  // Taking the counts sets them back.
  await post('Profiler.takePreciseCoverage');
  const characters = await counted(async () => {
    const { report } = await run(source, settings);
    expect(report.crashes).toEqual([]);
  });
  const { result } = (await post('Profiler.takePreciseCoverage')) as { result: Script[] };
  for (const { url, functions } of result) {
    if (!url.includes('/src/')) continue;
    for (const { ranges } of functions) for (const { count } of ranges) calls += count;
  }
  return { calls, characters };
}

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
}

function post(method: string, params: object = {}): Promise<object> {
  return new Promise((resolve, reject) => {
    session.post(method, params, (error, answer) => (error ? reject(error) : resolve(answer ?? {})));
  });
}

/** Runs something with the built-in functions that walk a text replaced by ones that add up how far they went. */
async function counted(something: () => Promise<void>): Promise<number> {
  let characters = 0;
  const undo: (() => void)[] = [];
  const wrap = (
    prototype: object,
    name: string,
    length: (self: never, args: never[], answer: never) => number,
  ): void => {
    const own = Object.getOwnPropertyDescriptor(prototype, name)!;
    const plain = own.value as (...args: unknown[]) => unknown;
    const counting = {
      // A method, so that nothing sees a constructor where there was none.
      [name](this: unknown, ...args: never[]): unknown {
        const from = this instanceof RegExp ? this.lastIndex : 0;
        const answer = plain.apply(this, args);
        characters += length(this as never, [from as never, ...args], answer as never);
        return answer;
      },
    };
    Object.defineProperty(prototype, name, { ...own, value: counting[name] });
    undo.push(() => Object.defineProperty(prototype, name, own));
  };
  wrap(RegExp.prototype, 'exec', (self: RegExp, [from, text]: unknown[], found: RegExpExecArray | null) => {
    const start = self.global || self.sticky ? Number(from) : 0;
    if (found) return found.index + found[0].length - start;
    return isAnchored(self) ? 1 : String(text).length - start;
  });
  for (const name of ['indexOf', 'lastIndexOf'] as const) {
    wrap(String.prototype, name, (self: string, [, , from]: unknown[], found: number) => {
      const start = Number(from ?? (name === 'indexOf' ? 0 : self.length));
      if (found !== -1) return Math.abs(found - start);
      return name === 'indexOf' ? Math.max(0, self.length - start) : start;
    });
  }
  for (const name of ['includes', 'split', 'replace', 'replaceAll', 'trim', 'toLowerCase'] as const) {
    wrap(String.prototype, name, (self: string) => self.length);
  }
  try {
    await something();
  } finally {
    for (const one of undo) one();
  }
  return characters;
}

/** Whether an expression that does not match can have looked at one place only. */
function isAnchored(expression: RegExp): boolean {
  return expression.sticky || (expression.source.startsWith('^') && !expression.multiline);
}

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    env:\n';
const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  password: tulip-Harbor-29-lantern\n';

/** Each made of `n` pieces. */
const inputs: Record<string, (n: number) => Files> = {
  'many documents': (n) => ({ 'a.yaml': `---\n${secret}`.repeat(n) }),
  'documents that hold nothing': (n) => ({ 'a.yaml': '---\na: 1\n'.repeat(n * 10) }),
  'documents that are broken': (n) => ({ 'a.yaml': '---\nkind: "Secret\n  a: [\n'.repeat(n) }),
  'many keys': (n) => ({ 'a.yaml': `${secret}${line((i) => `  key${i}_password: tulip-Harbor-${i}-lantern`, n)}` }),
  'many variables': (n) => ({ 'a.yaml': `${pod}${line((i) => `    - {name: PASSWORD_${i}, value: "x${i}"}`, n)}` }),
  'one long line of words': (n) => ({ 'a.yaml': `password: ${'secret token '.repeat(n * 5)}\n` }),
  'one long line without spaces': (n) => ({ 'a.yaml': `password: ${'ab1!'.repeat(n * 20)}\n` }),
  'one long line of base64': (n) => ({ 'a.yaml': `${secret}  b: ${'YWJj'.repeat(n * 20)}\n` }),
  'one long line of tokens': (n) => ({ 'a.yaml': `a: ${'xoxb-1 sk-a ghp_a '.repeat(n * 5)}\n` }),
  'one long line of JSON': (n) => ({ 'a.json': `{${list((i) => `"password${i}":"tulip-Harbor-${i}-lantern"`, n)}}` }),
  'deep flow nesting': (n) => ({ 'a.yaml': '['.repeat(n * 20) }),
  'deep block nesting': (n) => ({ 'a.yaml': secret + line((i) => `${' '.repeat(i % 150)}k${i}:`, n * 5) }),
  'many anchors and aliases': (n) => ({
    'a.yaml': `${line((i) => `a${i}: &a${i} {<<: *a${Math.max(0, i - 1)}, k: 1}`, n)}`,
  }),
  'a block of text in a value': (n) => ({
    'a.yaml': `kind: ConfigMap\ndata:\n  a.env: |\n${'    PASSWORD=tulip-1\n'.repeat(n)}`,
  }),
  'a script': (n) => ({
    'a.sh': `#!/bin/sh\n${'export PASSWORD=x\nkubectl create secret generic a --from-literal=p=x\n'.repeat(n)}`,
  }),
  'a script of here-documents': (n) => ({
    'a.sh': `#!/bin/sh\n${`kubectl apply -f - <<EOF\n${secret}EOF\n`.repeat(n)}`,
  }),
  'a script of open quotes': (n) => ({ 'a.sh': `#!/bin/sh\n${`echo "password\n'x \\\n`.repeat(n)}` }),
  'a page of fences': (n) => ({
    'a.md': '```yaml\npassword: tulip-Harbor-29-lantern\n```\nuser admin, password `x`\n'.repeat(n),
  }),
  'a page of open fences': (n) => ({ 'a.md': '~~~\n``` `password` is\n'.repeat(n) }),
  'a chart of templates': (n) => ({
    'a.tpl': '{{ .Values.password | default "tulip-Harbor-29" | b64enc }}\n'.repeat(n),
  }),
  'a template of open braces': (n) => ({ 'a.tpl': '{{ password {{ "\n'.repeat(n) }),
  'calls of Terraform': (n) => ({
    'a.tf': line((i) => `resource "kubernetes_secret" "a${i}" {\n  data = { password = "x${i}" }\n}`, n),
  }),
  'a block of Terraform that does not end': (n) => ({
    'a.tf': `${'a = { secret = "x" \n password = <<EOF\n'.repeat(n)}`,
  }),
  settings: (n) => ({ 'a.env': line((i) => `DB_PASSWORD_${i}=tulip-Harbor-${i}-lantern`, n) }),
  'a file of TOML': (n) => ({ 'a.toml': line((i) => `[a.b${i}]\npassword = "tulip-Harbor-${i}"`, n) }),
  'a file of XML': (n) => ({
    'a.xml': `<a>${line((i) => `<b password="tulip-Harbor-${i}"><password>x</password>`, n)}`,
  }),
  'lines that end with carriage returns': (n) => ({ 'a.yaml': `---\r\n${secret.replaceAll('\n', '\r\n')}`.repeat(n) }),
  comments: (n) => ({ 'a.yaml': `${secret}${'# password: tulip-Harbor-29-lantern\n'.repeat(n)}` }),
  'a Dockerfile': (n) => ({ Dockerfile: `FROM scratch\n${'ENV PASSWORD=x \\\n  TOKEN=y\n'.repeat(n)}` }),
  'a Makefile': (n) => ({ Makefile: line((i) => `a${i}:\n\tvault kv put a password=x${i} \\\n\t  b=c`, n) }),
  'a Jenkinsfile': (n) => ({
    Jenkinsfile: `node {\n${'  sh \'curl -u admin:x https://a\' \n  password = "x"\n'.repeat(n)}}\n`,
  }),
  'a workflow': (n) => ({
    '.github/workflows/a.yaml': `jobs:\n${line((i) => `  a${i}: {steps: [{run: "export TOKEN=x${i}"}]}`, n)}`,
  }),
  certificates: (n) => ({ 'a.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'.repeat(n) }),
  'items of a list': (n) => ({ 'a.yaml': `kind: List\napiVersion: v1\nitems:\n${indented(secret).repeat(n)}` }),
  'objects inside an object': (n) => ({ 'a.yaml': `extraObjects:\n${indented(secret).repeat(n)}` }),
  'files of Secrets': (n) => many((i) => [`${i}/secret.yaml`, secret.replace('name: a', `name: a${i}`)], n),
  'files of uses': (n) =>
    many((i) => [`${i}/pod.yaml`, `${pod}    - {name: A, valueFrom: {secretKeyRef: {name: a${i}, key: b}}}\n`], n),
  'sealed Secrets': (n) => many((i) => [`${i}/sealed.yaml`, sealed(i)], n),
  'external Secrets': (n) => many((i) => [`${i}/external.yaml`, external(i)], n),
  'folders that build on each other': (n) =>
    many((i) => [`${i}/kustomization.yaml`, `resources: [../${i + 1}, secret.yaml]\nnamePrefix: a-\n`], n),
  generators: (n) =>
    many((i) => [`${i}/kustomization.yaml`, `secretGenerator: [{name: a${i}, literals: [password=tulip-${i}]}]\n`], n),
  charts: (n) =>
    many(
      (i) => (i % 2 ? [`${i >> 1}/Chart.yaml`, 'name: a\n'] : [`${i >> 1}/values.yaml`, 'password: tulip-Harbor-29\n']),
      n,
    ),
  releases: (n) => many((i) => [`${i}/release.yaml`, release(i)], n),
  'environment files': (n) => many((i) => [`${i}/.env`, `DB_PASSWORD=tulip-Harbor-${i}-lantern\n`], n),
};

function many(file: (i: number) => [path: string, content: string], n: number): Files {
  return Object.fromEntries(Array.from({ length: n }, (_, i) => file(i)));
}

function indented(item: string): string {
  return `- ${item.trimEnd().replaceAll('\n', '\n  ')}\n`;
}

const sealed = (i: number): string =>
  `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a${i}, namespace: b}\nspec: {encryptedData: {a: AgB${'x'.repeat(40)}${i}}}\n`;

const external = (i: number): string =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a${i}, namespace: b}\nspec: {secretStoreRef: {name: s${i}}, target: {name: t${i}}, data: [{secretKey: a, remoteRef: {key: b}}]}\n`;

const release = (i: number): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a${i}, namespace: b}\nspec: {chart: {spec: {chart: vault}}, valuesFrom: [{kind: Secret, name: v${i}}], values: {password: tulip-${i}}}\n`;

function line(text: (i: number) => string, n: number): string {
  return Array.from({ length: n }, (_, i) => `${text(i)}\n`).join('');
}

function list(text: (i: number) => string, n: number): string {
  return Array.from({ length: n }, (_, i) => text(i)).join();
}

beforeAll(async () => {
  session.connect();
  await post('Profiler.enable');
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  // What is made once, and kept for later scans.
  await work({ 'a.yaml': secret, 'a.sh': 'export PASSWORD=x\n', 'a.tf': 'a = "b"\n' });
  return () => session.disconnect();
});

const pieces = 100;

test.each(Object.entries(inputs))('%s', async (_, input) => {
  // What is remembered for good is learnt before the counting, or the first count would hold it alone.
  await work(input(1));
  const once = await work(input(pieces));
  const twice = await work(input(2 * pieces));
  const four = await work(input(4 * pieces));
  for (const count of ['calls', 'characters'] as const) {
    // What is linear adds 2 to 1, what is quadratic 4.
    const growth = (four[count] - twice[count]) / Math.max(1, twice[count] - once[count]);
    expect(growth, count).toBeLessThan(2.5);
  }
});
