/** Reports for the tests of the outputs: built by hand, so that they need neither parsers nor rules. */
import type { Confidence, Finding } from '../src/finding.ts';
import { fingerprint } from '../src/finding.ts';
import { type Chain, noSecretZero, reachOf, rootOf, type SecretZero } from '../src/model/secret-zero.ts';
import type { RenderOptions } from '../src/output.ts';
import type { Level, Severity } from '../src/policy.ts';
import type { Report, Verdict } from '../src/report.ts';
import type { Rule } from '../src/rule.ts';
import { SourceFile, type Span } from '../src/text.ts';

/** Values planted in the sources; none may ever be printed, in any encoding. */
export const canaries = {
  password: ['c4n4ry', 'Pa55', 'word'].join('-'),
  token: `tok3n${'Zq7'.repeat(6)}`,
  odd: ['"quo', 'ted&<', 'v4lue>', '%|\\', 'end'].join(''),
  url: ['postgres://app:', 'c4n4ry', 'Dsn9', '@db.example.org/app'].join(''),
  key: ['-----BEGIN', ' PRIVATE KEY-----\n', 'c4n4ryKeyBody0123\n', '-----END', ' PRIVATE KEY-----'].join(''),
};

function rule(id: string, credential: boolean, title: string, why: string, remedy: string): Rule {
  return {
    id,
    title,
    why,
    remedy,
    references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
    credential,
    check: () => [],
    bad: () => [],
    good: () => [],
  };
}

export const rules: ReadonlyMap<string, Rule> = new Map(
  [
    rule(
      'plaintext-secret-manifest',
      true,
      'A Secret in Git holds a readable value',
      'Base64 is an encoding, **not** encryption: everybody who can read the repository has the value. Forks keep it too.',
      'Rotate the credential, then keep the Secret sealed (`SealedSecret`, SOPS) or by reference.',
    ),
    rule(
      'secret-in-args',
      true,
      'A credential stands in the arguments of a container',
      'Arguments are shown by `kubectl describe` and `ps`. See [the docs](https://kubernetes.io/).',
      'Pass it through a Secret, then rotate it.',
    ),
    rule(
      'sealing-key-backup-missing',
      false,
      'No backup of the sealing key is recorded',
      'If the cluster is lost, every SealedSecret in Git is lost with it.',
      'Back up the sealing keys and record where in `.secrets-ladder.yaml`.',
    ),
    rule(
      'level-not-declared',
      false,
      'No level is declared',
      'Without a level nobody can tell what is expected.',
      'Run `secrets-ladder init`.',
    ),
  ].map((each) => [each.id, each]),
);

export const options: RenderOptions = { rules, colour: false, width: 100, docs: 'https://example.org/rules/' };

export function file(path: string, content: string): SourceFile {
  return new SourceFile(path, content);
}

/** The span of the `nth` occurrence of `text`. */
export function spanOf(source: SourceFile, text: string, nth = 0): Span {
  let start = source.content.indexOf(text);
  for (let i = 0; i < nth; i++) start = source.content.indexOf(text, start + 1);
  if (start === -1) throw new Error('the text is not in the file');
  return { file: source, start, end: start + text.length };
}

export function verdict(
  id: string,
  span: Span,
  subject: string,
  more: {
    severity?: Exclude<Severity, 'off'>;
    confidence?: Confidence;
    message?: string;
    related?: Finding['related'];
    ordinal?: number;
  } = {},
): Verdict {
  const finding: Finding = {
    rule: id,
    subject,
    message: more.message ?? `${subject} is readable in Git`,
    span,
    related: more.related ?? [],
    confidence: more.confidence ?? 'certain',
    credential: rules.get(id)?.credential ?? false,
    evidence: ['kind: Secret'],
  };
  return {
    finding,
    severity: more.severity ?? 'error',
    level: 2,
    fingerprint: fingerprint(finding, more.ordinal ?? 0),
  };
}

/** A report of these verdicts, sorted and counted as the pipeline does it. */
export function reportOf(verdicts: readonly Verdict[], more: Partial<Report> = {}): Report {
  const place = ({ finding }: Verdict): [string, number] => [finding.span.file.path, finding.span.start];
  const sorted = [...verdicts].sort((a, b) => {
    const [pathA, startA] = place(a);
    const [pathB, startB] = place(b);
    return pathA < pathB ? -1 : pathA > pathB ? 1 : startA - startB;
  });
  const count = (severity: Severity): number => verdicts.filter((each) => each.severity === severity).length;
  return {
    tool: { name: 'secrets-ladder', version: '0.1.0' },
    root: '.',
    config: '.secrets-ladder.yaml',
    level: {
      declared: 2,
      deploys: 'secrets',
      applied: 2 as Level,
      reached: verdicts.some(({ finding }) => finding.credential) ? 0 : 2,
      evidence: ['SealedSecret prod/db is sealed.'],
      missing: [],
    },
    exposed: sorted.flatMap(({ finding }) => (finding.credential ? [finding.span] : [])),
    secretZero: noSecretZero,
    verdicts: sorted,
    skipped: [],
    problems: [],
    crashes: [],
    notChecked: [],
    counts: {
      files: 812,
      read: 300,
      parsed: 120,
      documents: 140,
      resources: 95,
      error: count('error'),
      warning: count('warning'),
      note: count('note'),
      credentials: verdicts.filter(({ finding }) => finding.credential).length,
    },
    conclusion: count('error') > 0 ? 'failure' : 'success',
    failOn: 'error',
    ...more,
  };
}

export const clean: Report = reportOf([], { skipped: [{ path: 'logo.png', reason: 'binary' }] });

export const empty: Report = reportOf([], {
  counts: { files: 2, read: 0, parsed: 0, documents: 0, resources: 0, error: 0, warning: 0, note: 0, credentials: 0 },
  skipped: [
    { path: 'a.bin', reason: 'binary' },
    { path: 'dump.yaml', reason: 'too-large' },
  ],
  level: { declared: undefined, applied: 1, reached: 1, deploys: 'nothing', evidence: [], missing: [] },
});

/** Names that try to act on a terminal, a runner, Markdown, JSON, or a URI. */
export const hostileNames = [
  'x ::error::owned.yaml',
  '::stop-commands::t/a.yaml',
  'x ##[add-mask]e.yaml',
  'a\n::warning::owned\r\n##[set-output name=x]y.yaml',
  'a\u001b[2J\u0007\u009b31m.yaml',
  'gpj.\u202etxt\u2066.yaml',
  'zero\u200bwidth\ufeff##\u200b[debug]x.yaml',
  'line\u2028sep.yaml',
  'emoji-🔑-👩‍💻.yaml',
  'a|b`c`<img src=x>&amp;@octocat #1 [x](https://example.org)\\|.yaml',
  ' lead and trail .yaml ',
  '100%,a:b;c=d?e#f"\'.yaml',
  '-- lone\ud800surrogate.yaml',
];

/** Chains through names that try to act on an output. */
export function chained(names: readonly string[]): SecretZero {
  const chains = names.map((name, i): Chain => {
    const span = { file: file(name, 'kind: Secret\n'), start: 0, end: 4 };
    const roots = i % 2 === 0 ? [rootOf('static', `Secret eso/${name}`, span)] : [rootOf('identity', name, span)];
    const stored = { kind: 'Secret', name: `eso/${name}`, note: name, span };
    return {
      subject: { kind: 'Secret', name, span, workloads: new Map([[name, `Deployment ${name}`]]) },
      mechanism: 'external-secrets',
      steps: [{ kind: 'ExternalSecret', name, note: undefined, span }, ...(i % 2 === 0 ? [stored] : [])],
      roots,
    };
  });
  return { ...reachOf(chains), chains, leftOut: 3 };
}

/** Everything at once: ordinary findings, hostile names, multi-line values, CRLF, problems, skips, a crash. */
export function rich(): Report {
  const { password, token, odd, url, key } = canaries;
  const secret = file(
    'clusters/prod/db.yaml',
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: prod\nstringData:\n  password: ${password}\n  "url": "${url}"\n  tls.key: |\n    ${key.replaceAll('\n', '\n    ')}\n  odd: ${JSON.stringify(odd)}\n`,
  );
  const sealed = file(
    'clusters/prod/sealed.yaml',
    'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: db\n',
  );
  const windows = file(
    'apps/web.yaml',
    `kind: Deployment\r\nspec:\r\n  args: [--user, admin9c4n4ry, --password=${password}, "--token", "${token}"]\r\n`,
  );
  const all: Verdict[] = [
    verdict('plaintext-secret-manifest', spanOf(secret, password), 'Secret prod/db stringData.password', {
      related: [
        { span: spanOf(sealed, 'SealedSecret'), note: 'SealedSecret prod/db provides the same Secret' },
        { span: spanOf(secret, 'kind: Secret'), note: 'this makes it a Secret' },
      ],
    }),
    verdict('plaintext-secret-manifest', spanOf(secret, `"${url}"`), 'Secret prod/db stringData.url'),
    verdict(
      'plaintext-secret-manifest',
      spanOf(secret, `|\n    ${key.replaceAll('\n', '\n    ')}`),
      'Secret prod/db stringData["tls.key"]',
    ),
    verdict('plaintext-secret-manifest', spanOf(secret, JSON.stringify(odd)), 'Secret prod/db stringData.odd', {
      confidence: 'likely',
    }),
    verdict('secret-in-args', spanOf(windows, password), 'Deployment web container web args[2]', {
      severity: 'warning',
      confidence: 'likely',
    }),
    verdict('secret-in-args', spanOf(windows, `"${token}"`), 'Deployment web container web args[4]', {
      confidence: 'possible',
    }),
    verdict('sealing-key-backup-missing', spanOf(sealed, 'SealedSecret'), 'sealed-secrets controller', {
      severity: 'warning',
      message: 'No backup of the key that opens 1 SealedSecret is recorded.',
    }),
    verdict('level-not-declared', { file: file('.secrets-ladder.yaml', ''), start: 0, end: 0 }, 'repository', {
      severity: 'note',
      message: 'The repository declares no level.',
    }),
  ];
  for (const name of hostileNames) {
    const hostile = file(name, `kind: Secret\nstringData:\n  token: ${token}\n`);
    all.push(verdict('plaintext-secret-manifest', spanOf(hostile, token), `Secret ${name} stringData.token`));
  }
  return reportOf(all, {
    secretZero: chained(hostileNames),
    level: {
      declared: 2,
      deploys: 'secrets',
      applied: 2,
      reached: 0,
      evidence: ['SealedSecret prod/db is sealed.'],
      missing: ['19 readable credentials are in Git.', 'No backup of the sealing key is recorded.'],
    },
    skipped: [
      { path: 'logo.png', reason: 'binary' },
      { path: 'photo.jpg', reason: 'binary' },
      { path: 'dump.json', reason: 'too-large' },
      { path: hostileNames[3]!, reason: 'symlink-outside' },
    ],
    problems: [
      { path: 'broken.yaml', line: 3, column: 4, message: 'A mapping ends in the middle of a line.' },
      { path: hostileNames[2]!, message: 'More than 100,000 documents; the rest was not read.' },
    ],
    crashes: [
      {
        rule: 'secret-in-args',
        path: hostileNames[0]!,
        message: 'TypeError: ##[error]x is not a function\n::error::at y',
      },
    ],
    notChecked: [{ what: 'Git history', why: 'The clone is shallow.', remedy: 'Fetch with `fetch-depth: 0`.' }],
    conclusion: 'failure',
  });
}

/** `count` findings in files of a hundred lines, severities mixed, the worst in the middle. */
export function large(count: number): Report {
  const verdicts: Verdict[] = [];
  for (let at = 0; at < count; at += 100) {
    const lines = Array.from({ length: 100 }, (_, i) => `  key${i}: ${canaries.password}-${at + i}`);
    const source = file(
      `apps/app-${String(at / 100).padStart(4, '0')}/secret.yaml`,
      `kind: Secret\nstringData:\n${lines.join('\n')}\n`,
    );
    for (let i = 0; i < 100 && at + i < count; i++) {
      const severity = (['note', 'warning', 'error'] as const)[i % 3]!;
      const start = source.lineRange(i + 3).start + `  key${i}: `.length;
      verdicts.push(
        verdict(
          'plaintext-secret-manifest',
          { file: source, start, end: source.lineRange(i + 3).end },
          `Secret app-${at / 100} stringData.key${i}`,
          { severity },
        ),
      );
    }
  }
  return reportOf(verdicts);
}
