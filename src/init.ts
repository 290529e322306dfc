import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configText, emptyConfig } from './config.ts';
import { UsageError } from './errors.ts';
import { levelNames } from './level.ts';
import { levelOf, prepare } from './prepare.ts';
import { run } from './run.ts';

/** The configuration `init` writes, and the evidence its level rests on. Throws `UsageError` where one is there already. */
export async function proposeConfig(
  root: string,
  level: string | undefined,
): Promise<{ path: string; content: string; evidence: string[] }> {
  for (const name of ['.secrets-ladder.yaml', '.secrets-ladder.yml']) {
    const path = join(root, name);
    if (existsSync(path)) throw new UsageError([{ path, message: 'is there already; edit it, or delete it first' }]);
  }
  const { source, settings } = await prepare({
    root,
    named: root,
    paths: [],
    level: undefined,
    config: undefined,
    configText: 'none',
    include: [],
    exclude: [],
    failOn: undefined,
    minConfidence: undefined,
    maxFileSize: undefined,
  });
  const { report } = await run(source, { ...settings, config: emptyConfig }, source.hasGit ? source.root : undefined);
  const proposed = level === undefined ? report.level.applied : levelOf(level);
  const evidence = [
    `level ${proposed} (${levelNames[proposed]})${level === undefined ? ', by what the repository shows' : ', as asked'}`,
    ...report.level.evidence,
  ];
  return {
    path: join(root, '.secrets-ladder.yaml'),
    content: configText({ level: proposed, evidence: report.level.evidence }),
    evidence,
  };
}
