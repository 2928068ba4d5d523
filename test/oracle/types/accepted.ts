/** Where we mean to differ from go/types: what is accepted here is not judged. */
import { readFileSync } from 'node:fs';
import type { ConstDeclaration } from '../../../server/src/engine/syntax/ast.ts';
import { parseDeclaration } from '../../../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { forEachNode } from '../../../server/src/engine/syntax/walk.ts';
import type { Disagreement } from './compare.ts';

type Difference = Pick<Disagreement, 'outcome' | 'file' | 'startByte' | 'endByte'>;

/** Tests of GOROOT of one thing each, by the end of their paths. */
const ACCEPTED_FILES: readonly {
  readonly file: string;
  readonly outcomes: readonly Disagreement['outcome'][];
  readonly reason: string;
}[] = [
  {
    file: 'test/fixedbugs/issue44378.go',
    outcomes: ['missing'],
    reason: 'several declarations on one line, which no formatted file has, are one for our slicer',
  },
  {
    file: 'internal/types/testdata/check/typeinstcycles.go',
    outcomes: ['unknown', 'wrong'],
    reason:
      'go/types gives the size of a function whose signature it is just making; we do not know',
  },
];

export function isAccepted(difference: Difference): boolean {
  const { file, outcome } = difference;
  return (
    ACCEPTED_FILES.some(
      (accepted) => file.endsWith(accepted.file) && accepted.outcomes.includes(outcome),
    ) ||
    (outcome === 'wrong' && isRepeated(difference))
  );
}

interface ByteSpan {
  readonly startByte: number;
  readonly endByte: number;
}

const repeatedOf = new Map<string, readonly ByteSpan[]>();

/**
 * A line of constants whose values the lines below repeat: go/types keeps what the last of these
 * lines makes of `iota` and of names that are declared anew, we what the line itself does.
 */
function isRepeated({ file, startByte, endByte }: Difference): boolean {
  let spans = repeatedOf.get(file);
  if (spans === undefined) {
    spans = repeatedLines(readFileSync(file, 'utf8'));
    repeatedOf.set(file, spans);
  }
  return spans.some((span) => span.startByte <= startByte && endByte <= span.endByte);
}

function repeatedLines(text: string): ByteSpan[] {
  const slices = sliceFile(text);
  const byteAt = (offset: number) => Buffer.byteLength(text.slice(0, offset));
  const spans: ByteSpan[] = [];
  const collect = ({ specs }: ConstDeclaration, start: number) => {
    for (const [at, { values, start: from, end }] of specs.entries()) {
      if (values.length > 0 && specs[at + 1]?.values.length === 0) {
        spans.push({ startByte: byteAt(start + from), endByte: byteAt(start + end) });
      }
    }
  };
  for (const declaration of slices.declarations) {
    const { syntax } = parseDeclaration(slices.textOf(declaration), { withBodies: true });
    forEachNode(syntax, (node) => {
      if (node.kind === 'const') {
        collect(node, declaration.start);
      }
    });
  }
  return spans;
}
