import { typedTree } from '../engine/checker/typedTree.ts';
import { dirname } from 'node:path';
import { allocationsOf, mayAllocate, type Allocation } from '../engine/alloc/allocations.ts';
import { attachVerdicts, type SourceText } from '../engine/compilerlog/attach.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
import { sliceFile, type Declaration } from '../engine/syntax/slicer.ts';
import { type CodeView, codeBytesIn } from './codeBytes.ts';
import type { DeclarationTrees } from './declarationTrees.ts';

export interface ListedAllocation {
  readonly file: string;
  readonly source: SourceText;
  readonly declaration: Declaration;
  readonly allocation: Allocation;
}

/** What a listing is made of beside the compiler's text. */
export interface ListingSources {
  readonly trees: DeclarationTrees;
  readonly read: (file: string) => Promise<string | undefined>;
  /** The code of a file; undefined where it is not known. */
  readonly viewOf: (file: string) => CodeView | undefined;
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
  sources: ListingSources,
): Promise<ListedAllocation[]> {
  const listed: ListedAllocation[] = [];
  for (const file of files) {
    // One at a time: in between others have their turn.
    const text = await sources.read(file);
    if (text !== undefined) {
      listed.push(...listFile(log, file, text, sources));
    }
  }
  return listed;
}

function listFile(
  log: CompilerLog,
  file: string,
  text: string,
  { trees, viewOf }: ListingSources,
): ListedAllocation[] {
  const view = viewOf(file);
  const slices = sliceFile(text);
  const source = { slices, lines: slices.lines };
  const verdictsOf = attachVerdicts(log, new Map([[file, source]])).get(file);
  return slices.declarations.flatMap((declaration) => {
    const verdicts = verdictsOf?.get(declaration.id);
    const ownText = slices.textOf(declaration);
    if (!mayAllocate(verdicts, ownText)) {
      return [];
    }
    const code = view && codeBytesIn(view, declaration, ownText, verdicts);
    const tree = typedTree(trees.of(slices, declaration), view?.typesOf(declaration));
    return allocationsOf(verdicts, tree, code).map((allocation) => ({
      file,
      source,
      declaration,
      allocation,
    }));
  });
}
