/** Several profiles as one: google/pprof, profile/merge.go, internal/measurement/measurement.go. */
import { added, at, truncated, type Amount } from './columns.ts';
import { BASE_LABEL, labelsOf, withLabel, type SampleLabels } from './labels.ts';
import { areOfOneKind, scale } from './measurement.ts';
import { compareTexts } from './order.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import type { Mapping, Profile, ValueType } from './profile.ts';
import { ProfileBuilder, type NewLabel, type ProfileHeader } from './profileBuilder.ts';
import { checkCompatible, normalized, scaled, valueTypeText } from './scaling.ts';

/** The profiles as one; a single one stays as it is, but for sample types of the same name. */
export function merged(profiles: readonly Profile[]): Profile | ProfileProblem {
  return orProblem(() => combined(profiles));
}

/** Without samples that take nothing or are there twice, and without what no sample refers to. */
export function compacted(profile: Profile): Profile | ProfileProblem {
  return orProblem(() => mergeCompatible([profile]));
}

/** What a difference is made of. */
export interface Comparison {
  /** `diff`: percentages are of the base; `base`: of what is left. */
  readonly mode: 'base' | 'diff';
  /** Makes the sums of the profile those of the base before. */
  readonly isNormalized: boolean;
}

/** The profile without what is in the base. */
export function difference(
  source: Profile,
  base: Profile,
  { mode, isNormalized }: Comparison,
): Profile | ProfileProblem {
  return orProblem(() => {
    const marked = mode === 'diff' ? withLabel(base, BASE_LABEL, 'true') : base;
    const changed = isNormalized ? normalized(source, marked) : source;
    return combined([
      changed,
      scaled(
        marked,
        marked.sampleTypes.map(() => -1),
      ),
    ]);
  });
}

function combined(profiles: readonly Profile[]): Profile {
  const common = withCommonUnits(withCommonTypes(profiles));
  const [first] = common;
  if (first === undefined) {
    throw new Fault('no profiles to merge');
  }
  return common.length === 1 ? first : mergeCompatible(common.map(withSomeMapping));
}

/** pprof takes locations of a profile without mappings to be of one binary, of which nothing is known. */
function withSomeMapping(profile: Profile): Profile {
  const { locations, mappings } = profile;
  return mappings.length > 0
    ? profile
    : {
        ...profile,
        mappings: [UNKNOWN_MAPPING],
        locations: { ...locations, mapping: new Int32Array(locations.count) },
      };
}

const UNKNOWN_MAPPING: Mapping = {
  start: 0n,
  limit: 0n,
  offset: 0n,
  file: '',
  buildId: '',
  hasFunctions: false,
  hasFilenames: false,
  hasLineNumbers: false,
  hasInlineFrames: false,
};

function mergeCompatible(profiles: readonly Profile[]): Profile {
  const [first, ...others] = profiles;
  others.forEach((other) => {
    if (first !== undefined) {
      checkCompatible(first, other);
    }
  });
  const merger = new Merger(headerOf(profiles));
  profiles.forEach((profile) => {
    merger.add(profile);
  });
  const profile = merger.profile();
  // What cancelled out goes, with the locations that only it had.
  return hasZeroSample(profile) ? mergeCompatible([profile]) : profile;
}

/** With the sample types that are in all, in the order of the first. */
function withCommonTypes(profiles: readonly Profile[]): readonly Profile[] {
  const counts = new Map<string, number>();
  for (const { type } of profiles.flatMap(({ sampleTypes }) => sampleTypes)) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const common = (profiles[0]?.sampleTypes ?? [])
    .map(({ type }) => type)
    .filter((type) => counts.get(type) === profiles.length);
  if (common.length === 0) {
    throw new Fault('the profiles have no sample type in common');
  }
  return profiles.map((profile) => withTypes(profile, common));
}

function withTypes(profile: Profile, types: readonly string[]): Profile {
  const indexes = types.map((wanted) =>
    profile.sampleTypes.findIndex(({ type }) => type === wanted),
  );
  if (
    types.length === profile.sampleTypes.length &&
    indexes.every((index, place) => index === place)
  ) {
    return profile;
  }
  const { samples, sampleTypes } = profile;
  return {
    ...profile,
    defaultSampleType: types.includes(profile.defaultSampleType)
      ? profile.defaultSampleType
      : (types[0] ?? ''),
    sampleTypes: indexes.map((index) => sampleTypes[index] ?? { type: '', unit: '' }),
    samples: {
      ...samples,
      values: indexes.map((index) => samples.values[index] ?? new Float64Array(samples.count)),
    },
  };
}

/** With each sample type in the finest unit that one of them has. */
function withCommonUnits(profiles: readonly Profile[]): readonly Profile[] {
  if (profiles.length < 2) {
    return profiles;
  }
  const periodType = finest(profiles.map((profile) => profile.periodType));
  const types = (profiles[0]?.sampleTypes ?? []).map((_, index) =>
    finest(profiles.map(({ sampleTypes }) => sampleTypes[index] ?? { type: '', unit: '' })),
  );
  return profiles.map((profile) => {
    const ratioOf = ({ unit }: ValueType, index: number) =>
      scale(1, unit, types[index]?.unit ?? unit).value;
    const changed = scaled(profile, profile.sampleTypes.map(ratioOf));
    const period = scale(profile.period, profile.periodType.unit, periodType.unit).value;
    return {
      ...changed,
      period: truncated(period),
      periodType: { ...profile.periodType, unit: periodType.unit },
      sampleTypes: changed.sampleTypes.map((each, index) => ({
        ...each,
        unit: types[index]?.unit ?? each.unit,
      })),
    };
  });
}

function finest(types: readonly ValueType[]): ValueType {
  return types.reduce((least, type) => {
    const isSame = least.type.replace(/s$/, '') === type.type.replace(/s$/, '');
    if (!isSame || (least.unit !== type.unit && !areOfOneKind(least.unit, type.unit))) {
      throw new Fault(`${valueTypeText(least)} and ${valueTypeText(type)} do not go together`);
    }
    return scale(1, type.unit, least.unit).value < 1 ? type : least;
  });
}

function headerOf(profiles: readonly Profile[]): ProfileHeader {
  const [first] = profiles;
  if (first === undefined) {
    throw new Fault('no profiles to merge');
  }
  const times = profiles.map(({ timeNanos }) => timeNanos);
  return {
    sampleTypes: first.sampleTypes,
    periodType: first.periodType,
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
    timeNanos: times.reduce((least, time) => (least === 0 || time < least ? time : least)),
    durationNanos: profiles.reduce(
      (sum: Amount, { durationNanos }) => added(sum, durationNanos),
      0,
    ),
    period: profiles.reduce(
      (most: Amount, { period }) => (most === 0 || most < period ? period : most),
      0,
    ),
    comments: [...new Set(profiles.flatMap(({ comments }) => comments))],
    defaultSampleType: firstText(profiles.map((profile) => profile.defaultSampleType)),
    docUrl: firstText(profiles.map(({ docUrl }) => docUrl)),
  };
}

function firstText(texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? '';
}

function hasZeroSample({ samples }: Profile): boolean {
  return Array.from(samples.stackTo.keys()).some((sample) => isZero(samples, sample));
}

function isZero({ values }: Profile['samples'], sample: number): boolean {
  return values.every((column) => Number(column[sample] ?? 0) === 0);
}

class Merger {
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
