import { dirname } from 'node:path';
import { allocationsOf, mayAllocate, type Allocation } from '../engine/alloc/allocations.ts';
import { attachVerdicts, type SourceText } from '../engine/compilerlog/attach.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
import { sliceFile, type Declaration } from '../engine/syntax/slicer.ts';
import { LineIndex } from '../engine/text/lines.ts';
import type { DeclarationTrees } from './declarationTrees.ts';

export interface ListedAllocation {
  readonly file: string;
  readonly source: SourceText;
  readonly declaration: Declaration;
  readonly allocation: Allocation;
}

/** The files of a directory that a compilation speaks of: those it compiled, if they hold a function. */
export function filesOf(log: CompilerLog, directory: string): string[] {
  const files = new Set([...log.rows, ...log.inlineFacts].map(({ place }) => place.file));
  return [...files].filter((file) => dirname(file) === directory).sort();
}

/** The allocations of a package whose files are not all open, from texts as they were compiled. */
export async function listPackage(
  log: CompilerLog,
  files: Iterable<string>,
  trees: DeclarationTrees,
  read: (file: string) => Promise<string | undefined>,
): Promise<ListedAllocation[]> {
  const listed: ListedAllocation[] = [];
  for (const file of files) {
    // One at a time: in between others have their turn.
    const text = await read(file);
    if (text !== undefined) {
      listed.push(...listFile(log, file, text, trees));
    }
  }
  return listed;
}

function listFile(
  log: CompilerLog,
  file: string,
  text: string,
  trees: DeclarationTrees,
): ListedAllocation[] {
  const slices = sliceFile(text);
  const source = { slices, lines: new LineIndex(text) };
  const verdictsOf = attachVerdicts(log, new Map([[file, source]])).get(file);
  return slices.declarations.flatMap((declaration) => {
    const verdicts = verdictsOf?.get(declaration.id);
    return mayAllocate(verdicts, slices.textOf(declaration))
      ? allocationsOf(verdicts, trees.of(slices, declaration)).map((allocation) => ({
          file,
          source,
          declaration,
          allocation,
        }))
      : [];
  });
}
