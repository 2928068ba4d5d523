/** `gomem escapes --compare`: what our own analysis says beside what the compiler says. */
import { dirname } from 'node:path';
import { percent, precision, recall, type Figures } from '../engine/comparison/counts.ts';
import { judgesRowsOf } from '../engine/comparison/judgesRows.ts';
import {
  compareVerdicts,
  type Disagreement,
  type JudgedDeclaration,
  type KindOfVerdict,
  VERDICT_KINDS,
} from '../engine/comparison/verdicts.ts';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import { enginePath } from '../host/goFiles.ts';
import type { BuildWorld, Variant, WorldPackage } from '../workspace/buildWorld.ts';
import { declarationLogs } from '../workspace/declarationLogs.ts';
import type { StaticTier } from '../workspace/staticTier.ts';
import type { Collected } from './collected.ts';
import type { CommandContext } from './command.ts';
import { bySource } from './escapeRows.ts';
import { placeJson, placeText } from './places.ts';

export interface ComparisonOptions {
  readonly context: CommandContext;
  /** The files that are compared, of packages that compiled. */
  readonly files: ReadonlySet<string>;
  readonly sourceOf: (file: string) => SourceText | undefined;
  readonly withTests: boolean;
  readonly isJson: boolean;
}

/** Whether both tiers say the same. */
export async function compareTiers(
  tier: StaticTier,
  { logs }: Collected,
  { context, files, sourceOf, withTests, isJson }: ComparisonOptions,
): Promise<boolean> {
  const isCompared = (file: string) => files.has(file) && !hasOtherPlaces(sourceOf(file));
  const judges = judgesRowsOf(
    logs.flatMap(({ rows }) => rows).filter(({ place }) => isCompared(place.file)),
    sourceOf,
  );
  const ours = (await ourDeclarations(tier, files, withTests)).filter(({ file }) =>
    isCompared(file),
  );
  const { figures, disagreements } = compareVerdicts(judges, ours);
  const { cwd } = context;
  const rows = disagreements.toSorted((a, b) =>
    bySource({ ...a, kind: a.rowKind }, { ...b, kind: b.rowKind }),
  );
  const lines = isJson
    ? [figuresJson(figures), ...rows.map((each) => rowJson(each, cwd))].map((each) =>
        JSON.stringify(each),
      )
    : [...rows.map((each) => rowText(each, cwd)), ...figuresText(figures)];
  context.writeOut(`${lines.join('\n')}\n`);
  return disagreements.length === 0;
}

/** With `//line` directives the compiler speaks of other files, and of no columns. */
function hasOtherPlaces(source: SourceText | undefined): boolean {
  return source !== undefined && /^\/\/line /m.test(source.slices.text);
}

/** Of the packages of some files; those that see the same packages are looked at together. */
async function ourDeclarations(
  tier: StaticTier,
  files: ReadonlySet<string>,
  withTests: boolean,
): Promise<JudgedDeclaration[]> {
  const variants: readonly Variant[] = withTests ? ['test', 'xtest'] : ['build'];
  const worlds = new Map<BuildWorld, WorldPackage[]>();
  for (const directory of new Set([...files].map((file) => enginePath(dirname(file))))) {
    const world = await tier.worldOf(directory);
    const packages = worlds.get(world) ?? [];
    worlds.set(world, packages);
    packages.push(...variants.flatMap((variant) => world.packageIn(directory, variant) ?? []));
  }
  return [...worlds].flatMap(([world, packages]) => declarationLogs(world.escapes, packages));
}

function figuresJson(figures: Figures<KindOfVerdict>): object {
  return Object.fromEntries(
    VERDICT_KINDS.map((kind) => {
      const counts = figures[kind];
      return [kind, { ...counts, recall: recall(counts), precision: precision(counts) }];
    }),
  );
}

function rowJson(
  { place, rowKind, what, kind, outcome, theirs, ours }: Disagreement,
  cwd: string,
): object {
  return {
    ...placeJson(place, cwd),
    kind: rowKind,
    what,
    counted: kind,
    outcome,
    compiler: theirs,
    static: ours,
  };
}

function rowText({ place, what, theirs, ours }: Disagreement, cwd: string): string {
  const said = (verdicts: readonly string[]) => verdicts.join(', ') || 'nothing';
  const at = placeText(place, cwd);
  return `${at}: ${what}: compiler ${said(theirs)}; static ${said(ours)}`;
}

const COLUMNS = ['recall', 'precision', 'equal', 'missing', 'invented'];

function figuresText(figures: Figures<KindOfVerdict>): string[] {
  const line = (kind: string, cells: readonly string[]) =>
    [kind.padEnd(10), ...cells.map((cell) => cell.padStart(10))].join(' ');
  return [
    line('', COLUMNS),
    ...VERDICT_KINDS.map((kind) => {
      const counts = figures[kind];
      const { equal, missing, invented } = counts;
      return line(kind, [
        percent(recall(counts)),
        percent(precision(counts)),
        ...[equal, missing, invented].map(String),
      ]);
    }),
  ];
}
