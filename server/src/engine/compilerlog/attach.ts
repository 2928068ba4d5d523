import type { Declaration, FileSlices } from '../syntax/slicer.ts';
import type { LineIndex } from '../text/lines.ts';
import { tellBodylessParameters } from './bodyless.ts';
import type { Capture, CompilerLog, InlineFact, Place } from './rows.ts';
import { groupByCall, sitesOf, type InlinedCallSite, type Site } from './sites.ts';

/** A fact at an offset (UTF-16 units) from the start of the declaration that it stands in. */
export interface Attached<Fact> {
  readonly offset: number;
  readonly fact: Fact;
}

/** What the compiler said of one declaration: it holds as long as the declaration's text does. */
export interface DeclarationVerdicts {
  readonly sites: readonly Attached<Site>[];
  readonly calls: readonly Attached<InlinedCallSite>[];
  readonly inlineFacts: readonly Attached<InlineFact>[];
  /** Where the captured variables are declared. */
  readonly captures: readonly Attached<Capture>[];
}

/** A compiler's verdicts on a declaration of a text as it is now. */
export interface KnownVerdicts {
  readonly verdicts: DeclarationVerdicts;
  /** Whose they are: the user's own compiler's, or those of our analysis. */
  readonly tier: 'compiler' | 'static';
  /** False while a later edit waits for its verdicts, or does not compile. */
  readonly isCurrent: boolean;
  /** The declaration's own text is no more what was compiled: verdicts on what is left of it. */
  readonly isEdited: boolean;
}

export interface SourceText {
  readonly slices: FileSlices;
  readonly lines: LineIndex;
}

/** Verdicts of a file's declarations, by `Declaration.id`. */
export type FileVerdicts = ReadonlyMap<string, DeclarationVerdicts>;

interface OpenVerdicts {
  readonly sites: Attached<Site>[];
  readonly calls: Attached<InlinedCallSite>[];
  readonly inlineFacts: Attached<InlineFact>[];
  readonly captures: Attached<Capture>[];
}

/**
 * Hangs the compiler's facts on the declarations of the very texts that were compiled. Facts
 * without a place in them (columns that the compiler does not keep, generated code) stay out.
 */
export function attachVerdicts(
  log: CompilerLog,
  sources: ReadonlyMap<string, SourceText>,
): Map<string, FileVerdicts> {
  const files = new Map<string, Map<string, OpenVerdicts>>();
  for (const [file, { slices }] of sources) {
    files.set(file, new Map(slices.declarations.map(({ id }) => [id, noVerdicts()])));
  }
  attach(log, sources, (file, id) => files.get(file)?.get(id));
  return files;
}

/** The same of a log that is of one declaration alone. */
export function verdictsOn(
  declaration: Declaration,
  log: CompilerLog,
  file: string,
  source: SourceText,
): DeclarationVerdicts {
  const verdicts = noVerdicts();
  attach(log, new Map([[file, source]]), (_, id) => (id === declaration.id ? verdicts : undefined));
  return verdicts;
}

function noVerdicts(): OpenVerdicts {
  return { sites: [], calls: [], inlineFacts: [], captures: [] };
}

function attach(
  log: CompilerLog,
  sources: ReadonlyMap<string, SourceText>,
  verdictsOf: (file: string, id: string) => OpenVerdicts | undefined,
): void {
  const add = (place: Place, put: (verdicts: OpenVerdicts, offset: number) => void) => {
    const source = sources.get(place.file);
    const offset = source?.lines.offsetOfByteColumn(place.line, place.column);
    const declaration = offset === undefined ? undefined : source?.slices.declarationAt(offset);
    const verdicts = declaration && verdictsOf(place.file, declaration.id);
    if (verdicts && offset !== undefined) {
      put(verdicts, offset - declaration.start);
    }
  };
  const sites = sitesOf(
    tellBodylessParameters(
      log.rows.filter(({ place }) => sources.has(place.file)),
      (file) => sources.get(file),
    ),
  );
  const { own, calls } = groupByCall(log.inlinedCalls, sites);
  for (const fact of own) {
    add(fact.place, (verdicts, offset) => verdicts.sites.push({ offset, fact }));
  }
  for (const fact of calls) {
    add(fact.place, (verdicts, offset) => verdicts.calls.push({ offset, fact }));
  }
  for (const fact of log.inlineFacts) {
    add(fact.place, (verdicts, offset) => verdicts.inlineFacts.push({ offset, fact }));
  }
  for (const fact of log.captures) {
    add(fact.place, (verdicts, offset) => verdicts.captures.push({ offset, fact }));
  }
}
