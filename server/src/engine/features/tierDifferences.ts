import type { Disagreement } from '../comparison/verdicts.ts';
import type { Localize } from './localize.ts';

/** A declaration of which the two tiers say different things. */
export interface DeclarationDifferences {
  /** Absolute path. */
  readonly file: string;
  /** Of the text in the file, 1-based. */
  readonly firstLine: number;
  readonly text: string;
  /** As in `go1.26.1`; undefined if it is not known. */
  readonly goVersion: string | undefined;
  readonly disagreements: readonly Disagreement[];
}

/** The declarations as Markdown, each with what both tiers say beside the line that it is said of. */
export function differencesText(
  all: readonly DeclarationDifferences[],
  localize: Localize,
): string {
  const count = all.reduce((sum, { disagreements }) => sum + placesOf(disagreements).length, 0);
  const title = localize('Differences Between Tiers');
  const summary =
    count === 0
      ? localize('The compiler and our own analysis agree on what is open and compiles.')
      : localize('Differences: {0}. Declarations: {1}.', count, all.length);
  return `${[`# ${title}`, summary, ...all.map(declarationText)].join('\n\n')}\n`;
}

function declarationText({
  file,
  firstLine,
  text,
  goVersion,
  disagreements,
}: DeclarationDifferences): string {
  const lines = text.split('\n').map((line, index) => {
    const said = placesOf(disagreements).filter(({ place }) => place.line === firstLine + index);
    return [line, ...said.map(verdictsText)].join(' // ');
  });
  const version = goVersion === undefined ? '' : ` (${goVersion})`;
  return [`## ${file}:${firstLine}${version}`, '', '```go', ...lines, '```'].join('\n');
}

/** A heap that is missing and a stack that is invented are one thing. */
function placesOf(disagreements: readonly Disagreement[]): readonly Disagreement[] {
  const keyOf = ({ place, rowKind }: Disagreement) => `${place.line}:${place.column} ${rowKind}`;
  return [...new Map(disagreements.map((each) => [keyOf(each), each])).values()];
}

function verdictsText({ what, theirs, ours }: Disagreement): string {
  const said = (verdicts: readonly string[]) => verdicts.join(', ') || 'nothing';
  return `${what}: compiler ${said(theirs)}; static ${said(ours)}`;
}
