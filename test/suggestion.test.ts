import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../src/config.ts';
import { unmarked } from '../src/example.ts';
import { fake } from '../src/fake.ts';
import { Edits } from '../src/fix.ts';
import type { ChangedFile, GitHub, LineComment } from '../src/github.ts';
import type { PullRequest } from '../src/output.ts';
import { review } from '../src/outputs/review.ts';
import type { Report } from '../src/report.ts';
import { rules } from '../src/rules/index.ts';
import { run, type Settings } from '../src/run.ts';
import { memorySource } from '../src/sources/memory.ts';

/** A configuration in which notes that can be fixed are warnings, which get comments. */
function configured(more = ''): Promise<Config> {
  const louder = 'level: 2\nrules:\n  kubeseal-controller-name-mismatch: warning\n';
  const known = rules.map(({ id }) => id);
  return readConfig(louder + more, '.secrets-ladder.yaml', known, '.');
}

const settings: Settings = {
  root: '.',
  config: await configured(),
  configName: undefined,
  level: 2,
  failOn: 'error',
  minConfidence: 'possible',
  today: new Date('2026-11-23'),
  notChecked: [],
};
const options = {
  rules: new Map(rules.map((each) => [each.id, each])),
  colour: false,
  width: 0,
  docs: 'https://example.org/',
};

/** The diff of a file of which every line is new, but for those that `context` names. */
function patchOf(text: string, context: readonly number[] = []): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const body = lines.map((line, i) => `${context.includes(i + 1) ? ' ' : '+'}${line}`);
  return [`@@ -1,${context.length} +1,${lines.length} @@`, ...body].join('\n');
}

async function posted(
  report: Report,
  changed: readonly ChangedFile[],
  lineOnHead: PullRequest['lineOnHead'] = async () => (line) => line,
): Promise<LineComment[]> {
  const comments: LineComment[] = [];
  const never = () => Promise.reject(new Error('a review needs none of it'));
  const github: GitHub = {
    fileAt: never,
    updateReviewComment: never,
    conversation: never,
    createComment: never,
    updateComment: never,
    deleteComment: never,
    reviewComments: async () => [],
    changedFiles: async () => changed,
    createReview: async (_pull, _commit, _body, more) => {
      for (const { path, line, startLine, body } of more) {
        comments.push({ path, line, body, ...(startLine === undefined ? {} : { startLine }) });
      }
    },
  };
  await review.deliver!(report, options, { number: 7, head: 'head', lineOnHead, github });
  return comments;
}

interface Given {
  readonly report?: Partial<Report>;
  readonly settings?: Partial<Settings>;
  readonly patch?: (path: string, text: string) => string | undefined;
  readonly lineOnHead?: PullRequest['lineOnHead'];
}

/** What a review of a pull request that brings these files says on their lines. */
async function reviewed(files: Readonly<Record<string, string>>, given: Given = {}) {
  const all = new Map(Object.entries(files));
  const { report } = await run(memorySource(all), { ...settings, ...given.settings });
  const changed = [...all].map(([path, text]) => ({
    path,
    patch: given.patch ? given.patch(path, text) : patchOf(text),
  }));
  const comments = await posted({ ...report, ...given.report }, changed, given.lineOnHead);
  return { report, comments, suggested: comments.filter(({ body }) => body.includes('suggestion')) };
}

/** The lines that a comment's suggestion puts in the place of those it stands on. */
function suggestionIn({ body }: LineComment): string | undefined {
  return /^(`{3,})suggestion\n([\s\S]*?)\n\1$/m.exec(body)?.[2];
}

const old = 'https://bitnami-labs.github.io/sealed-secrets';
const now = 'https://bitnami.github.io/sealed-secrets';
const chart = (url: string): string =>
  `kind: HelmRepository\napiVersion: source.toolkit.fluxcd.io/v1\nmetadata: {name: a}\nspec:\n  url: ${url}\n`;

describe('a suggestion', () => {
  test('replaces the lines of the fix, and nothing else', async () => {
    const { suggested } = await reviewed({ 'a.yaml': chart(`"${old}" # ours`) });
    expect(suggested).toHaveLength(1);
    const { line, startLine, body } = suggested[0]!;
    expect([line, startLine]).toEqual([5, undefined]);
    expect(body).toContain(`\n\n\`\`\`suggestion\n  url: "${now}" # ours\n\`\`\`\n\n<!-- secrets-ladder:finding:`);
  });

  // In files of which every line is new, whatever is suggested is what --fix would write.
  test.each(rules.filter(({ fix }) => fix).map((rule) => [rule.id, rule] as const))('of %s', async (id, rule) => {
    let count = 0;
    for (const example of rule.bad()) {
      const files = Object.fromEntries(unmarked(example).files);
      const level = example.level === 'none' ? undefined : (example.level ?? 2);
      const { report, suggested } = await reviewed(files, { settings: { level } });
      for (const comment of suggested.filter(({ body }) => body.includes(`${id}.md`))) {
        const lines = files[comment.path]!.split('\n');
        const from = comment.startLine ?? comment.line;
        lines.splice(from - 1, comment.line - from + 1, ...suggestionIn(comment)!.split('\n'));
        expect(fixesOf(report, id, comment.path, files[comment.path]!)).toContain(lines.join('\n'));
        count++;
      }
      if (rule.credential) expect(suggested.filter(({ body }) => body.includes(`${id}.md`))).toEqual([]);
    }
    // Notes have no comment, a fix of several files or outside of the diff has no suggestion.
    const none = [
      'gitignore-missing-secret-patterns',
      'sealing-key-backup-into-worktree',
      'eso-api-version-deprecated',
      'last-applied-annotation-leak',
      // What stands in a Secret is never repeated.
      'secret-data-invalid',
    ];
    expect(count > 0, id).toBe(!none.includes(id));
  });

  function fixesOf(report: Report, rule: string, path: string, text: string): string[] {
    return report.verdicts.flatMap(({ finding: { rule: id, span, fix } }) => {
      if (id !== rule || span.file.path !== path || !fix) return [];
      const edits = new Edits();
      edits.take(fix.edits);
      return [edits.appliedTo(text)];
    });
  }

  test('stands on the lines of the head commit', async () => {
    const { suggested } = await reviewed(
      { 'a.yaml': chart(old) },
      {
        lineOnHead: async () => (line) => line + 2,
        patch: (_path, text) => patchOf(`# one\n# two\n${text}`, [1, 2]),
      },
    );
    expect(suggested.map(({ line }) => line)).toEqual([7]);
  });

  test('is fenced by more than what it holds', async () => {
    const { suggested } = await reviewed({ 'a.yaml': chart(`${old} # \`\`\`\` not the end`) });
    expect(suggested[0]!.body).toContain(`\n\`\`\`\`\`suggestion\n  url: ${now} # \`\`\`\` not the end\n\`\`\`\`\`\n`);
  });

  test('comes once for the same lines', async () => {
    const { comments, suggested } = await reviewed({ 'a.sh': `helm repo add a ${old}; helm repo add b ${old}\n` });
    expect(comments.filter(({ body }) => body.includes('sealed-helm-repo-moved.md'))).toHaveLength(2);
    expect(suggested).toHaveLength(1);
  });
});

describe('no suggestion', () => {
  const commented = async (text: string, given: Given = {}, path = 'a.yaml') => {
    const { comments, suggested } = await reviewed({ [path]: text }, given);
    expect(comments.filter(({ body }) => body.includes('sealed-helm-repo-moved.md'))).toHaveLength(1);
    return suggested;
  };

  test('where the lines end with a carriage return', async () => {
    expect(await commented(chart(old).replaceAll('\n', '\r\n'))).toEqual([]);
  });

  test('where the line of the head commit reads otherwise: a byte order mark, an edit in the merge', async () => {
    const text = `url: ${old}\n`;
    expect(await commented(text)).toHaveLength(1);
    expect(await commented(text, { patch: () => patchOf(`\ufeff${text}`) })).toEqual([]);
    expect(await commented(text, { patch: () => patchOf(text.replace('\n', ' # more\n')) })).toEqual([]);
  });

  test.each(['\u200b', '\u202e', '\u0007', '\ud800'])(
    'where the line holds what nobody sees: %j',
    async (character) => {
      expect(await commented(chart(`${old} # ${character}`))).toEqual([]);
    },
  );

  test('where part of the file could not be read', async () => {
    expect(await commented(`${chart(old)}---\na: [b\n`)).toEqual([]);
  });

  test('where a rule crashed', async () => {
    expect(await commented(chart(old), { report: { crashes: [{ rule: 'a', message: 'b' }] } })).toEqual([]);
  });

  describe('where a readable credential stands on the line', () => {
    const canary = fake('password', 11);
    const script = (source: string): string => `#!/bin/sh
helm upgrade --install sealed-secrets sealed-secrets/sealed-secrets --namespace kube-system
kubectl create secret generic db -n prod ${source} --dry-run=client -o yaml | kubeseal -o yaml > db.yaml
`;
    const leak = { 'seal.sh': script(`--from-literal=password=${canary}`) };
    const said = async (given: Given = {}, files: Readonly<Record<string, string>> = leak) => {
      const { report, comments, suggested } = await reviewed(files, given);
      expect(comments.filter(({ body }) => body.includes('kubeseal-controller-name-mismatch.md'))).toHaveLength(1);
      expect(JSON.stringify(comments)).not.toContain(canary);
      return { report, suggested, isFound: report.verdicts.some(({ finding }) => finding.credential) };
    };
    const literal = 'kubectl-create-secret-literal';

    test('and one where it does not', async () => {
      const { suggested } = await said({}, { 'seal.sh': script('--from-env-file=.env') });
      expect(suggested.map(suggestionIn)).toEqual([expect.stringContaining('| kubeseal --controller-name ')]);
    });

    test('reported', async () => {
      expect(await said()).toMatchObject({ suggested: [], isFound: true });
    });

    test('waived in the configuration', async () => {
      const config = await configured(`waivers:\n  - rule: ${literal}\n    path: seal.sh\n    reason: "a demo"\n`);
      expect(await said({ settings: { config } })).toMatchObject({ suggested: [], isFound: false });
    });

    test('switched off', async () => {
      const config = await configured(`  ${literal}: off\n`);
      expect(await said({ settings: { config } })).toMatchObject({ suggested: [], isFound: false });
    });

    test('waived in a comment', async () => {
      const files = {
        'seal.sh': leak['seal.sh'].replace('kubectl', `# secrets-ladder: allow ${literal} demo\nkubectl`),
      };
      expect(await said({}, files)).toMatchObject({ suggested: [], isFound: false });
    });

    test('in the baseline', async () => {
      const { report } = await said();
      const prints = report.verdicts.filter(({ finding }) => finding.credential).map(({ fingerprint }) => fingerprint);
      const baseline = { name: 'baseline.json', fingerprints: new Set(prints) };
      expect(await said({ settings: { baseline } })).toMatchObject({ suggested: [], isFound: false });
    });
  });
});
