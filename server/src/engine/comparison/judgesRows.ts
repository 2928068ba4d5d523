/** The compiler's rows as a judge's: with what in them cannot be held against anybody. */
import type { SourceText } from '../compilerlog/attach.ts';
import { tellBodylessParameters } from '../compilerlog/bodyless.ts';
import { placeKey, type Place, type VerdictRow } from '../compilerlog/rows.ts';
import type { JudgesRow } from './verdicts.ts';

export function judgesRowsOf(
  rows: readonly VerdictRow[],
  sourceOf: (file: string) => SourceText | undefined,
): JudgesRow[] {
  const told = tellBodylessParameters(rows, sourceOf);
  const mixed = mixedParameters(told);
  return told.map(({ place, kind, what, verdict, detail, isInlined }) => ({
    place,
    kind,
    what,
    verdict,
    detail,
    isInlined,
    isMixed: kind === 'param' && mixed.has(keyOf(place, what)),
    isCompilersOwn: isCompilersOwn(what, place, sourceOf),
  }));
}

/** Parameters of which things are said that cannot be true of one. */
function mixedParameters(rows: readonly VerdictRow[]): ReadonlySet<string> {
  const said = new Map<string, Map<string, string>>();
  const mixed = new Set<string>();
  for (const { place, kind, what, verdict, detail } of rows) {
    if (kind !== 'param') {
      continue;
    }
    const key = keyOf(place, what);
    const facts = said.get(key) ?? new Map<string, string>();
    said.set(key, facts);
    const [, result = ''] = /^to result (.*) level=/.exec(detail) ?? [];
    const subject = verdict === 'leak-result' ? `result ${result}` : 'heap';
    const fact = verdict === 'leak-result' ? detail.replace(/;.*$/, '') : verdict;
    const isOther = (facts.get(subject) ?? fact) !== fact;
    facts.set(subject, fact);
    if (isOther || (facts.get('heap') === 'noleak' && facts.size > 1)) {
      mixed.add(key);
    }
  }
  return mixed;
}

function keyOf(place: Place, what: string): string {
  return `${placeKey(place)} ${what}`;
}

const OWN_NAME = /^(?:[\p{L}\p{N}_]+\.)?(?:#.*|~r\d+|\.autotmp_\d+)$/u;
const UNKNOWN_TYPE = 'new(<node DYNAMICTYPE>)';

/**
 * Names with no counterpart in the source, unless the source shows the construct there: `new(` of a
 * value or of a type parameter, the boxing of one of several results (`=`, `:=`, `return`), and what
 * `go` and `defer` keep a large argument in.
 */
function isCompilersOwn(
  what: string,
  { file, line, column }: Place,
  sourceOf: (file: string) => SourceText | undefined,
): boolean {
  if (what !== UNKNOWN_TYPE && !OWN_NAME.test(what)) {
    return false;
  }
  const source = sourceOf(file);
  const offset = source?.lines.offsetOfByteColumn(line, column);
  if (!source || offset === undefined) {
    return true;
  }
  const { text } = source.slices;
  const isNew = /\bnew\s*$/.test(text.slice(Math.max(0, offset - 8), offset));
  const isShown =
    what === UNKNOWN_TYPE
      ? isNew
      : what.startsWith('.autotmp_') &&
        (isNew || /^(?::?=|(?:return|go|defer)\b)/.test(text.slice(offset, offset + 8)));
  return !isShown;
}
