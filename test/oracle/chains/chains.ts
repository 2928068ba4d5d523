/**
 * Why something is on the heap, as both sides say it: the variables of each flow, and of each hop its place and the
 * compiler's word for it. The texts of expressions are left aside: the compiler's are of code after inlining.
 */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Counts, type Figures } from '../../../server/src/engine/comparison/counts.ts';
import type { Explanation, Place } from '../../../server/src/engine/compilerlog/rows.ts';
import { ListedProgram } from '../../support/listedProgram.ts';
import { gomem } from '../../support/gomem.ts';
import type { OurRow, Subject } from '../agreement.ts';
import { CountedKinds, type PackageFigures } from '../counts.ts';
import { ourVerdicts } from '../escapes/ours.ts';

export type KindOfChain = 'chains';

/** A chain is missing where the compiler's verdict has none of ours, or another one. */
export const CHAINS = new CountedKinds<KindOfChain>(['chains'], { chains: 0.95 });

export interface DifferentChain {
  /** `file:line:column kind` */
  readonly at: string;
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

export interface ChainRun {
  readonly figures: PackageFigures<KindOfChain>;
  readonly differences: readonly DifferentChain[];
}

interface Why {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly text: string;
}

export async function runChains({ directory: folder, patterns }: Subject): Promise<ChainRun> {
  const directory = realpathSync(folder);
  const program = new ListedProgram({ directory, patterns });
  const ours = ourChains(program);
  const theirs = await theirChains(directory, patterns);
  const figures: Record<string, Figures<KindOfChain>> = {};
  const differences: DifferentChain[] = [];
  for (const importPath of program.roots) {
    const counts: Counts = { equal: 0, missing: 0, invented: 0 };
    figures[importPath] = { chains: counts };
    const of = program.package(importPath).directory;
    for (const [at, chains] of theirs.get(of) ?? []) {
      const our = ours.get(of)?.get(at) ?? new Set<string>();
      if ([...chains].some((chain) => our.has(chain))) {
        counts.equal++;
      } else {
        counts.missing++;
        counts.invented += our.size > 0 ? 1 : 0;
        differences.push({ at, theirs: [...chains], ours: [...our] });
      }
    }
  }
  return { figures, differences };
}

/** By directory and by place and kind: several of code that is compiled several times, each a line a hop. */
type Chains = Map<string, Map<string, Set<string>>>;

function ourChains(program: ListedProgram): Chains {
  const chains: Chains = new Map();
  for (const { file, rows } of ourVerdicts(program)) {
    for (const { place, kind, verdict, isInlined, explanation } of rows) {
      if (verdict === 'heap' && !isInlined && explanation) {
        add(chains, file, keyOf(place, kind), chainOf(explanation));
      }
    }
  }
  return chains;
}

async function theirChains(directory: string, patterns: readonly string[]): Promise<Chains> {
  const { code, out, error } = await gomem(
    ['escapes', '--tier', 'compiler', '--json', ...patterns],
    { cwd: directory, environment: process.env },
  );
  if (code !== 0) {
    throw new Error(`gomem escapes failed: ${error}`);
  }
  const chains: Chains = new Map();
  for (const line of out.split('\n').filter((each) => each !== '')) {
    const row = JSON.parse(line) as OurRow & { readonly why: readonly Why[] };
    if (row.verdict === 'heap' && !row.inlined && row.why.length > 0) {
      const file = resolve(directory, row.file);
      const place = { file, line: row.line, column: row.col };
      add(
        chains,
        file,
        keyOf(place, row.kind),
        numbered(row.why.map((each) => hop(each, directory))),
      );
    }
  }
  return chains;
}

function hop({ file, line, col, text }: Why, directory: string): string {
  const reason = /\(([^()]*)\)$/.exec(text)?.[1];
  return text.startsWith('flow: ') || reason === undefined
    ? text
    : hopText({ file: resolve(directory, file), line, column: col }, reason);
}

function chainOf({ flows }: Explanation): readonly string[] {
  return numbered(
    flows.flatMap(({ destination, operator, source, steps }) => [
      `flow: ${destination} ← ${operator}${source}`,
      ...steps.map(({ reason, at }) => hopText(at, reason)),
    ]),
  );
}

function hopText({ file, line, column }: Place, reason: string): string {
  return `${file}:${line}:${column} ${reason}`;
}

/** What has no name in the source is called by its order: temporaries, and the storage for an expression. */
function numbered(chain: readonly string[]): readonly string[] {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): string => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return `#${number}`;
  };
  return chain.map((each) =>
    each.startsWith('flow: ')
      ? each
          .split(' ← ')
          .map((side) => side.replace(/\{storage for .*\}|\.autotmp_\d+/s, numberOf))
          .join(' ← ')
      : each,
  );
}

function keyOf({ file, line, column }: Place, kind: string): string {
  return `${file}:${line}:${column} ${kind}`;
}

function add(chains: Chains, file: string, key: string, chain: readonly string[]): void {
  const directory = dirname(file);
  const known = chains.get(directory) ?? new Map<string, Set<string>>();
  chains.set(directory, known);
  known.set(key, (known.get(key) ?? new Set()).add(chain.join('\n')));
}
