import { placeKey, type Place } from './rows.ts';
import type { Site } from './sites.ts';

/** From where an inlined copy comes: places in the callees, the outermost callee first. */
interface Copy {
  readonly what: string;
  readonly chain: readonly Place[];
}

/** The copies at each call's place. */
export type InlineChains = ReadonlyMap<string, readonly Copy[]>;

/** The parts that are read of a record of `-json=0,DIR` (cmd/compile/internal/logopt, Go 1.26). */
interface LoggedRecord {
  readonly range?: LoggedRange;
  readonly message?: string;
  readonly relatedInformation?: readonly {
    readonly location: { readonly uri: string; readonly range: LoggedRange };
    readonly message: string;
  }[];
}

interface LoggedRange {
  readonly start: { readonly line: number; readonly character: number };
}

const ESCAPES = ' escapes to heap';
const INLINED_AT = 'inlineLoc';

/**
 * Reads the compiler's JSON logs of one package. Text alone says at which call a copy was inlined,
 * the JSON says where in the callee it stands. Nothing else is taken from it: a log is named after
 * the base name of its file, so that files of one name overwrite each other's logs. Its first line
 * tells whose it is, and where a file's log is lost its copies have no chain.
 *
 * Lines and columns are those of the text: 1-based, columns in bytes.
 */
export function readInlineChains(
  logs: Iterable<string>,
  resolveFile: (printed: string) => string,
): InlineChains {
  const chains = new Map<string, Copy[]>();
  for (const log of logs) {
    const [header = '', ...lines] = log.split('\n');
    const file = (parseJson(header) as { readonly file?: string } | undefined)?.file;
    if (file === undefined) {
      continue;
    }
    for (const line of lines) {
      // Most records are of something else, and parsing is what costs.
      const record = line.includes(INLINED_AT) ? (parseJson(line) as LoggedRecord) : undefined;
      if (!record?.range || record.message?.endsWith(ESCAPES) !== true) {
        continue;
      }
      const key = placeKey(placeOf(resolveFile(file), record.range));
      const related = record.relatedInformation ?? [];
      const end = related.findIndex(({ message }) => message !== INLINED_AT);
      const copy = {
        what: record.message.slice(0, -ESCAPES.length),
        chain: related
          .slice(0, end < 0 ? related.length : end)
          .map(({ location: { uri, range } }) => placeOf(resolveFile(pathOf(uri)), range)),
      };
      if (copy.chain.length > 0) {
        chains.set(key, [...(chains.get(key) ?? []), copy]);
      }
    }
  }
  return chains;
}

/** Where a copy at a call comes from; empty where that is not known, or not clear. */
export function chainOf(chains: InlineChains, site: Site): readonly Place[] {
  const copies = chains.get(placeKey(site.place)) ?? [];
  const named = copies.filter(({ what }) => what === site.what);
  const [only] = named;
  return only && named.length === 1 ? only.chain : [];
}

function placeOf(file: string, { start }: LoggedRange): Place {
  return { file, line: start.line, column: start.character };
}

function pathOf(uri: string): string {
  const path = uri.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
