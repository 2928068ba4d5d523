/** Tests and benchmarks of a file, as far as its text shows them. */
import type { TestFunction } from '../../../server/src/capture/goTest.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';

export interface PlacedTest extends TestFunction {
  /** Where its declaration begins, in UTF-16 units from the start of the file. */
  readonly offset: number;
}

/** What go test takes for one: the name, and the type of the only parameter (cmd/go/internal/load/test.go). */
const NAME = /^(Benchmark|Test)(?!\p{Ll})/u;
const PARAMETER =
  /^func\s+[\p{L}\p{N}_]+\s*\(\s*[\p{L}_][\p{L}\p{N}_]*\s+\*\s*[\p{L}\p{N}_]+\.(B|T)\s*,?\s*\)/u;

export function testFunctionsIn(text: string): PlacedTest[] {
  const slices = sliceFile(text);
  return slices.declarations.flatMap((declaration) => {
    const { keyword, name = '', start } = declaration;
    const kind = keyword === 'func' ? NAME.exec(name)?.[1] : undefined;
    const parameter = PARAMETER.exec(slices.textOf(declaration))?.[1];
    return kind !== undefined && parameter === kind.charAt(0)
      ? [{ name, isBenchmark: kind === 'Benchmark', offset: start }]
      : [];
  });
}
