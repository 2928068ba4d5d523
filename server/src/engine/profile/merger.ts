/** Puts what is the same in several profiles together: google/pprof, profile/merge.go. */
import { added, at } from './columns.ts';
import { labelsOf, type SampleLabels } from './labels.ts';
import { compareTexts } from './order.ts';
import type { Mapping, Profile } from './profile.ts';
import { ProfileBuilder, type NewLabel, type ProfileHeader } from './profileBuilder.ts';

export function hasZeroSample({ samples }: Profile): boolean {
  return Array.from(samples.stackTo.keys()).some((sample) => isZero(samples, sample));
}

function isZero({ values }: Profile['samples'], sample: number): boolean {
  return values.every((column) => Number(column[sample] ?? 0) === 0);
}

export class Merger {
  readonly #builder: ProfileBuilder;
  readonly #samples = new Map<string, number>();
  readonly #locations = new Map<string, number>();
  readonly #functions = new Map<string, number>();
  readonly #mappings = new Map<string, number>();

  constructor(header: ProfileHeader) {
    this.#builder = new ProfileBuilder(header);
  }

  add(source: Profile): void {
    const { samples } = source;
    const places = new SourcePlaces(source);
    // The first mapping is the main binary, which samples do not tell.
    if (this.#builder.countMappings === 0 && source.mappings.length > 0) {
      this.#mapping(places, 0);
    }
    for (let sample = 0; sample < samples.count; sample++) {
      if (!isZero(samples, sample)) {
        this.#sample(places, sample);
      }
    }
  }

  profile(): Profile {
    return this.#builder.build();
  }

  #sample(places: SourcePlaces, sample: number): void {
    const { samples } = places.source;
    const stack = samples.stack
      .subarray(samples.stackFrom[sample], samples.stackTo[sample])
      .map((location) => this.#location(places, location));
    const labels = newLabels(labelsOf(places.source, sample));
    const key = `${stack.join(' ')}|${labels.length === 0 ? '' : labelsKey(labels)}`;
    const known = this.#samples.get(key);
    const values = samples.values.map((column) => at(column, sample));
    if (known === undefined) {
      this.#samples.set(key, this.#builder.addSample(stack, values, labels));
      return;
    }
    values.forEach((value, type) => {
      this.#builder.setValue(known, type, added(this.#builder.valueOf(known, type), value));
    });
  }

  #location(places: SourcePlaces, index: number): number {
    const known = places.locations[index] ?? -1;
    if (known >= 0) {
      return known;
    }
    const { locations } = places.source;
    const mapping = this.#mapping(places, locations.mapping[index] ?? -1);
    const lines = [];
    const end = locations.lineTo[index] ?? 0;
    for (let line = locations.lineFrom[index] ?? 0; line < end; line++) {
      lines.push({
        functionIndex: this.#function(places, locations.lineFunction[line] ?? 0),
        line: locations.line[line] ?? 0,
        column: locations.column[line] ?? 0,
      });
    }
    const start = this.#builder.mappingAt(mapping)?.start ?? 0n;
    const sourceStart = places.source.mappings[locations.mapping[index] ?? -1]?.start ?? 0n;
    const address = BigInt.asUintN(64, (locations.address[index] ?? 0n) + start - sourceStart);
    const isFolded = locations.isFolded[index] === 1;
    // pprof tells columns apart on the last line only.
    const texts = lines.map((each) => `${each.functionIndex} ${each.line}`);
    const key = `${address - start}|${mapping}|${isFolded ? 1 : 0}|${texts.join(' ')} ${lines.at(-1)?.column ?? 0}`;
    const place = this.#locations.get(key) ?? this.#builder.countLocations;
    if (place === this.#builder.countLocations) {
      this.#locations.set(key, this.#builder.addLocation({ mapping, address, isFolded, lines }));
    }
    places.locations[index] = place;
    return place;
  }

  #function(places: SourcePlaces, index: number): number {
    const known = places.functions[index] ?? -1;
    if (known >= 0) {
      return known;
    }
    const { functions, strings } = places.source;
    const added = {
      name: strings[functions.name[index] ?? 0] ?? '',
      systemName: strings[functions.systemName[index] ?? 0] ?? '',
      file: strings[functions.file[index] ?? 0] ?? '',
      startLine: functions.startLine[index] ?? 0,
    };
    const key = [added.name, added.systemName, added.file, added.startLine].join('\0');
    const place = this.#functions.get(key) ?? this.#builder.addFunction(added);
    this.#functions.set(key, place);
    places.functions[index] = place;
    return place;
  }

  #mapping(places: SourcePlaces, index: number): number {
    const mapping = places.source.mappings[index];
    if (mapping === undefined) {
      return -1;
    }
    const key = mappingKey(mapping);
    const place = this.#mappings.get(key) ?? this.#builder.addMapping(mapping);
    this.#mappings.set(key, place);
    return place;
  }
}

/** What the functions and locations of a source have become; -1 for not yet anything. */
class SourcePlaces {
  readonly source: Profile;
  readonly functions: Int32Array;
  readonly locations: Int32Array;

  constructor(source: Profile) {
    this.source = source;
    this.functions = new Int32Array(source.functions.count).fill(-1);
    this.locations = new Int32Array(source.locations.count).fill(-1);
  }
}

/** By size, to the next 4 KiB, as addresses differ from run to run. */
function mappingKey({ start, limit, offset, buildId, file }: Mapping): string {
  const size = BigInt.asUintN(64, limit - start + 0xfffn);
  return `${size - (size % 0x1000n)}|${offset}|${buildId === '' ? file : buildId}`;
}

function newLabels({ texts, numbers }: SampleLabels): NewLabel[] {
  return [
    ...[...texts].flatMap(([key, values]) => values.map((value) => ({ key, value, unit: '' }))),
    ...[...numbers].flatMap(([key, values]) =>
      values.map(({ value, unit }) => ({ key, value, unit })),
    ),
  ];
}

/** Values of one key keep their order. */
function labelsKey(labels: readonly NewLabel[]): string {
  return JSON.stringify(
    labels
      .map(({ key, value, unit }) => [key, typeof value, `${value}`, unit] as const)
      .sort((a, b) => compareTexts(a[0], b[0]) || compareTexts(a[1], b[1])),
  );
}
