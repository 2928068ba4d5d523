import { allocationsOf } from '../../server/src/engine/alloc/allocations.ts';
import {
  attachVerdicts,
  type DeclarationVerdicts,
  type SourceText,
} from '../../server/src/engine/compilerlog/attach.ts';
import { CompilerLogReader } from '../../server/src/engine/compilerlog/reader.ts';
import type { CompilerLog } from '../../server/src/engine/compilerlog/rows.ts';
import type { DeclarationAllocations } from '../../server/src/engine/features/inlayHints.ts';
import { treeOf } from '../../server/src/engine/syntax/declarationTree.ts';
import { sliceFile, type Declaration } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';

/** A text, and what features ask of it. */
export interface Compiled {
  readonly source: SourceText;
  readonly verdictsOn: (declaration: Declaration) => DeclarationVerdicts | undefined;
  readonly allocationsIn: (declaration: Declaration) => DeclarationAllocations;
}

/** Reads lines of the compiler; what is around them is of no matter. */
export function readLog(lines: string): CompilerLog {
  const reader = new CompilerLogReader();
  for (const line of lines.split('\n')) {
    if (line.trim() !== '') {
      reader.readLine(line.trimEnd());
    }
  }
  return reader.finish();
}

/** A text as the file `a.go`, of which the compiler said these lines. */
export function compiled(text: string, log: string): Compiled {
  const source = { slices: sliceFile(text), lines: new LineIndex(text) };
  const verdicts = attachVerdicts(readLog(log), new Map([['a.go', source]])).get('a.go');
  const verdictsOn = ({ id }: Declaration) => verdicts?.get(id);
  return {
    source,
    verdictsOn,
    allocationsIn: (declaration) => ({
      allocations: allocationsOf(
        verdictsOn(declaration),
        treeOf(source.slices.textOf(declaration)),
      ),
      isCurrent: true,
      isEdited: false,
    }),
  };
}
