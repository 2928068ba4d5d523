import { readFile } from 'node:fs/promises';
import { allocationsOf } from '../../server/src/engine/alloc/allocations.ts';
import { HeapSyntax } from '../../server/src/cli/heapSyntax.ts';
import { attachVerdicts } from '../../server/src/engine/compilerlog/attach.ts';
import { sitesOf } from '../../server/src/engine/compilerlog/sites.ts';
import { english } from '../../server/src/engine/features/localize.ts';
import { allocationHints, type Visibility } from '../../server/src/engine/features/inlayHints.ts';
import { treeOf } from '../../server/src/engine/syntax/declarationTree.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';
import { parseSettings } from '../../server/src/lsp/settings.ts';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';
import { moduleScanOf, type ScannedPackage } from '../../server/src/workspace/moduleScan.ts';
import { filesOf } from '../../server/src/workspace/packageListing.ts';

/** How many lines of a module's Go files, tests left out, carry a hint. */
export interface Density {
  readonly lines: number;
  /** With the default settings. */
  readonly hinted: number;
  /** With every kind and frequency checked. */
  readonly hintedWithAll: number;
  /** Lines with something of a size on the heap that have no hint even then. */
  readonly withoutHint: number;
}

const NOTHING_SET = parseSettings({}).visibility;

export const EVERYTHING = parseSettings({
  inlayHints: {
    frequencies: { growth: true, miss: true, error: true, panic: true, once: true },
    minimumInlinedObjects: 1,
  },
}).visibility;

/** Compiles the module of a folder and puts hints into all of its files. */
export async function measureDensity(directory: string): Promise<Density> {
  const toolchain = new GoToolchain('go', process.env);
  try {
    const flags = parseSettings({}).flags;
    const outcome = await toolchain.compileModule(
      { directory, flags, buffers: new Map() },
      () => undefined,
    );
    const { packages, troubles } = moduleScanOf(outcome);
    const [failure] = troubles.failures;
    const [error] = troubles.errors;
    if (packages.length === 0 || failure !== undefined || error !== undefined) {
      throw new Error(`${directory}: ${failure?.message ?? error?.message ?? 'no packages'}`);
    }
    const sum = { lines: 0, hinted: 0, hintedWithAll: 0, withoutHint: 0 };
    for (const each of packages) {
      const { lines, hinted, hintedWithAll, withoutHint } = await densityOf(each);
      sum.lines += lines;
      sum.hinted += hinted;
      sum.hintedWithAll += hintedWithAll;
      sum.withoutHint += withoutHint;
    }
    return sum;
  } finally {
    await toolchain.dispose();
  }
}

/** One line for a person. */
export function describeDensity(name: string, density: Density): string {
  const { lines, hinted, hintedWithAll, withoutHint } = density;
  const percent = (count: number) => `${((100 * count) / lines).toFixed(2)} %`;
  return `${name}: ${percent(hinted)} of ${lines} lines have a hint by default, ${percent(hintedWithAll)} with everything on, which leaves out ${withoutHint}`;
}

async function densityOf({ directory, log }: ScannedPackage): Promise<Density> {
  const sum = { lines: 0, hinted: 0, hintedWithAll: 0, withoutHint: 0 };
  for (const file of filesOf(log, directory)) {
    // A `//line` of generated code names the file that it was made from.
    if (!file.endsWith('.go')) {
      continue;
    }
    const text = await readFile(file, 'utf8');
    const source = { slices: sliceFile(text), lines: new LineIndex(text) };
    const verdictsOf = attachVerdicts(log, new Map([[file, source]])).get(file);
    const hintedLines = (visibility: Visibility) =>
      new Set(
        allocationHints(
          source,
          { start: 0, end: text.length },
          (declaration) => ({
            allocations: allocationsOf(
              verdictsOf?.get(declaration.id),
              treeOf(source.slices.textOf(declaration)),
            ),
            isCurrent: true,
            isEdited: false,
          }),
          visibility,
          english,
        ).map(({ line }) => line + 1),
      );
    const withAll = hintedLines(EVERYTHING);
    const syntax = new HeapSyntax(() => source, { of: () => Promise.resolve(undefined) });
    const heapLines = new Set<number>();
    for (const site of sitesOf(log.rows.filter(({ place }) => place.file === file))) {
      if (site.verdict === 'heap' && (await syntax.noAllocBecause(site)) === undefined) {
        heapLines.add(site.place.line);
      }
    }
    sum.lines += text.split('\n').length - 1;
    sum.hinted += hintedLines(NOTHING_SET).size;
    sum.hintedWithAll += withAll.size;
    sum.withoutHint += [...heapLines].filter((line) => !withAll.has(line)).length;
  }
  return sum;
}
