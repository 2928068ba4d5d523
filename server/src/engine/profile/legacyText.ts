/**
 * The texts that runtime/pprof writes with `debug=1` (runtime/pprof/pprof.go of Go 1.26), read as
 * google/pprof does (profile/legacy_profile.go); names and lines are taken from the comments, which that
 * leaves out.
 */
import type { Amount } from './columns.ts';
import { textLabels } from './labelText.ts';
import { legacyFormat, type LegacyFormat } from './legacyFormats.ts';
import { beginsMap, MemoryMap } from './memoryMap.ts';
import { Fault, naming } from './problem.ts';
import type { Profile } from './profile.ts';
import { ProfileBuilder, type NewLabel } from './profileBuilder.ts';
import { callBefore, hexAddresses } from './rawStacks.ts';

const SYMBOL = /^#\s+(0x[0-9a-f]+)\s+(.+)\+0x[0-9a-f]+\s+(.*):(\d+)$/;

interface Symbol {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

interface RawSample {
  readonly addresses: readonly bigint[];
  readonly values: readonly Amount[];
  readonly labels: NewLabel[];
  /** Those that comments behind it name. */
  readonly named: Set<bigint>;
}

/** Throws a Fault that names the line. */
export function readLegacyText(text: string): Profile {
  const lines = text.split(/\r?\n/);
  const { format, next } = legacyFormat(lines);
  const symbols = new Map<bigint, Symbol>();
  const samples: RawSample[] = [];
  let index = next;
  for (; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim();
    if (line.startsWith('#')) {
      readComment(line, symbols, samples.at(-1));
    } else if (beginsMap(line)) {
      break;
    } else if (line !== '') {
      samples.push(readSample(line, index + 1, format));
    }
  }
  // Go's own texts say nothing of binaries.
  const map = index < lines.length ? new MemoryMap(lines.slice(index + 1)) : undefined;
  const builder = new ProfileBuilder(format.header);
  const locations = new Map<bigint, number>();
  const functions = new Map<string, number>();
  const locationOf = (address: bigint) => {
    const known =
      locations.get(address) ??
      builder.addLocation({
        mapping: map?.find(address) ?? -1,
        address,
        isFolded: false,
        lines: linesOf(symbols.get(address), functions, builder),
      });
    locations.set(address, known);
    return known;
  };
  for (const { addresses, values, labels, named } of samples) {
    builder.addSample(shownAddresses(addresses, named).map(locationOf), values, labels);
  }
  for (const mapping of map?.mappings() ?? []) {
    builder.addMapping(mapping);
  }
  return builder.build();
}

/**
 * Go gives no names for what it does not show: runtime.goexit, and the runtime's own at the leaf. The
 * packed profile is without these; a stack without any name is left as it is.
 */
function shownAddresses(
  addresses: readonly bigint[],
  named: ReadonlySet<bigint>,
): readonly bigint[] {
  const shown = addresses.filter((address) => named.has(address));
  return shown.length > 0 ? shown : addresses;
}

function linesOf(
  symbol: Symbol | undefined,
  functions: Map<string, number>,
  builder: ProfileBuilder,
) {
  if (symbol === undefined) {
    return [];
  }
  const { name, file, line } = symbol;
  const key = `${name}\0${file}`;
  const functionIndex =
    functions.get(key) ?? builder.addFunction({ name, systemName: name, file, startLine: 0 });
  functions.set(key, functionIndex);
  return [{ functionIndex, line, column: 0 }];
}

function readSample(line: string, number: number, { sample, values }: LegacyFormat): RawSample {
  const groups = sample.exec(line)?.slice(1);
  if (groups === undefined) {
    throw new Fault(`line ${number} is no sample`);
  }
  return naming(`line ${number}`, () => {
    const { values: ofSample, bytes } = values(groups);
    return {
      addresses: hexAddresses(groups.at(-1) ?? '').map(callBefore),
      values: ofSample,
      labels: bytes === undefined ? [] : [{ key: 'bytes', value: bytes, unit: '' }],
      named: new Set(),
    };
  });
}

function readComment(
  line: string,
  symbols: Map<bigint, Symbol>,
  sample: RawSample | undefined,
): void {
  const labels = /^# labels: \{(.*)\}$/.exec(line)?.[1];
  if (labels !== undefined) {
    sample?.labels.push(...textLabels(labels));
    return;
  }
  const [, address, name, file, lineNumber] = SYMBOL.exec(line) ?? [];
  if (address !== undefined && name !== undefined && file !== undefined) {
    symbols.set(BigInt(address), { name, file, line: Number(lineNumber) });
    sample?.named.add(BigInt(address));
  }
}
