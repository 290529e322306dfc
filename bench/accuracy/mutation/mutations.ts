import { parseAllDocuments } from 'yaml';
import { Dice } from '../../../src/fake.ts';
import { mechanisms } from '../../../src/mechanisms/index.ts';
import { places } from '../../../src/places/index.ts';
import { rules } from '../../../src/rules/index.ts';
import { type Scan, scan } from '../../../src/scan.ts';
import { memorySource } from '../../../src/sources/memory.ts';
import { configs } from './configs.ts';
import { credential } from './credentials.ts';
import { files } from './files.ts';
import { gitops } from './gitops.ts';
import { manifests } from './manifests.ts';
import { nameFor } from './names.ts';
import { pipelines } from './pipelines.ts';
import { type Carrier, isPlainYaml, mark, type Planter } from './plant.ts';
import { addDocument, reference, takesDocuments } from './references.ts';

export const planters: readonly Planter[] = [...manifests, ...configs, ...gitops, ...files, ...pipelines];

/** What was planted, and what the scan reported. */
export interface Mutation {
  /** Place, generator and name: enough to say what it is like, never the value. */
  readonly title: string;
  readonly path: string;
  readonly content: string;
  /** First and last line that the planted value covers; 0 where nothing readable was planted. */
  readonly line: number;
  readonly endLine: number;
  /** Lines of the credentials that were reported. */
  readonly reported: readonly number[];
}

export const found = ({ line, endLine, reported }: Mutation): boolean =>
  reported.some((each) => each >= line && each <= endLine);

async function reportedIn(path: string, content: string): Promise<readonly number[]> {
  const chart = /^(.*?)(?:\/templates\/|\/values[\w.-]*\.ya?ml$)/.exec(path)?.[1];
  const tree = new Map([[path, content]]);
  if (chart !== undefined) tree.set(`${chart}/Chart.yaml`, 'apiVersion: v2\nname: carrier\nversion: 1.0.0\n');
  const done: Scan = await scan(memorySource(tree), {
    places,
    mechanisms,
    rules,
    declared: { level: 2, backups: [] },
    today: new Date('2026-11-23'),
    ignored: () => false,
  });
  if (done.crashes.length > 0) throw new Error(`a rule crashed on ${path}`);
  return done.findings
    .filter((each) => each.credential && each.span.file.path === path)
    .map((each) => each.span.file.place(each.span.start).line);
}

function withoutMarks(planted: string): { content: string; line: number; endLine: number } {
  const start = planted.indexOf(mark);
  const end = planted.indexOf(mark, start + 1);
  const lineAt = (offset: number): number => planted.slice(0, offset).split('\n').length;
  return { content: planted.replaceAll(mark, ''), line: lineAt(start), endLine: lineAt(end) };
}

/** A carrier of the planter's kind in which nothing is found, from a random place in the list; undefined where there is none. */
async function cleanCarrier(
  dice: Dice,
  carriers: readonly Carrier[],
  use: (carrier: Carrier) => string | Carrier | undefined,
): Promise<Carrier | undefined> {
  const from = dice.roll(carriers.length || 1);
  for (let i = 0; i < Math.min(carriers.length, 40); i++) {
    const carrier = carriers[(from + i * 7919) % carriers.length]!;
    const made = use(carrier);
    if (made === undefined) continue;
    const planted = typeof made === 'string' ? { path: carrier.path, content: made } : made;
    if (planted.path === carrier.path && !readable(carrier, planted.content)) continue;
    if ((await reportedIn(carrier.path, carrier.content)).length === 0) return planted;
  }
  return undefined;
}

/** Plain YAML must still be YAML: a line put into the middle of a block of text proves nothing. */
function readable(carrier: Carrier, planted: string): boolean {
  if (!isPlainYaml(carrier)) return true;
  const broken = (text: string): boolean =>
    parseAllDocuments(text, { uniqueKeys: false }).some((each) => each.errors.length > 0);
  return !broken(planted.replaceAll(mark, '')) && !broken(carrier.content);
}

/** Values that a reader takes for a reference or a template are none that anybody could find. */
const ambiguous = /\{\{|\$[({\w]|^<.*>$|%\{|^\{.*\}$|^\[.*\]$|^(?:\*|&|!)/;

/** `count` credentials in clean documents, each scanned. */
export async function leaking(seed: number, count: number, carriers: readonly Carrier[]): Promise<Mutation[]> {
  const dice = new Dice(`leaking/${seed}`);
  const done: Mutation[] = [];
  const byPlanter = planters
    .map((planter) => [planter, carriers.filter((each) => planter.fits(each))] as const)
    .filter(([, fitting]) => fitting.length > 0);
  for (let tries = 0; done.length < count && tries < count * 20; tries++) {
    const [planter, fitting] = byPlanter[dice.roll(byPlanter.length)]!;
    const { kind, manner, value } = credential(dice, planter.manners);
    const name = nameFor(dice, manner, ...planter.styles);
    if (ambiguous.test(value)) continue;
    const spot = await cleanCarrier(dice, fitting, (carrier) => planter.plant(carrier, name, value, dice));
    if (!spot) continue;
    const { content, line, endLine } = withoutMarks(spot.content);
    const { path } = spot;
    done.push({
      title: `${planter.id}: ${kind} as ${name}`,
      path,
      content,
      line,
      endLine,
      reported: await reportedIn(path, content),
    });
  }
  return done;
}

/** `count` clean documents with a secret that is encrypted or only named, each scanned. */
export async function safe(seed: number, count: number, carriers: readonly Carrier[]): Promise<Mutation[]> {
  const dice = new Dice(`safe/${seed}`);
  const done: Mutation[] = [];
  const documents = carriers.filter(takesDocuments);
  const byPlanter = planters
    .map((planter) => [planter, carriers.filter((each) => planter.fits(each))] as const)
    .filter(([, fitting]) => fitting.length > 0);
  for (let tries = 0; done.length < count && tries < count * 20; tries++) {
    let title = '';
    let spot: Awaited<ReturnType<typeof cleanCarrier>>;
    if (documents.length > 0 && dice.roll(3) === 0) {
      spot = await cleanCarrier(dice, documents, (carrier) => {
        const [kind, content] = addDocument(carrier, dice);
        title = `document ${kind}`;
        return content;
      });
    } else {
      const [planter, fitting] = byPlanter[dice.roll(byPlanter.length)]!;
      if (planter.references.length === 0) continue;
      const value = reference(dice, planter.references);
      const name = nameFor(dice, 'machine', ...planter.styles);
      title = `${planter.id}: ${value} as ${name}`;
      spot = await cleanCarrier(dice, fitting, (carrier) => planter.plant(carrier, name, value, dice));
    }
    if (!spot) continue;
    const content = spot.content.replaceAll(mark, '');
    const { path } = spot;
    done.push({ title, path, content, line: 0, endLine: 0, reported: await reportedIn(path, content) });
  }
  return done;
}
