/** Labels as frames at the root or at the leaf: google/pprof, internal/driver/tagroot.go. */
import { Uint32List } from './columns.ts';
import { labelsOf } from './labels.ts';
import { scaledText } from './measurement.ts';
import type { Filtered } from './nameFilters.ts';
import type { Profile } from './profile.ts';

/** `rootKeys` and `leafKeys`, each from the root on; a frame is named by the label's value, its file is the key. */
export function addTagFrames(
  profile: Profile,
  rootKeys: readonly string[],
  leafKeys: readonly string[],
  unit: string,
): Filtered {
  if (rootKeys.length + leafKeys.length === 0) {
    return { profile, unmatched: [] };
  }
  const { samples } = profile;
  const frames = new TagFrames(profile);
  const stack = new Uint32List();
  const stackFrom = new Uint32Array(samples.count);
  const stackTo = new Uint32Array(samples.count);
  const isMatched = { root: false, leaf: false };
  const addFrames = (sample: number, keys: readonly string[], at: 'root' | 'leaf') => {
    for (const key of keys.toReversed()) {
      const values = labelTexts(profile, sample, key, unit);
      isMatched[at] ||= values.length > 0;
      stack.push(frames.locationOf(values.join(','), key));
    }
  };
  for (let sample = 0; sample < samples.count; sample++) {
    stackFrom[sample] = stack.length;
    addFrames(sample, leafKeys, 'leaf');
    const to = samples.stackTo[sample] ?? 0;
    for (let entry = samples.stackFrom[sample] ?? 0; entry < to; entry++) {
      stack.push(samples.stack[entry] ?? 0);
    }
    addFrames(sample, rootKeys, 'root');
    stackTo[sample] = stack.length;
  }
  return {
    profile: {
      ...frames.profile(),
      samples: { ...samples, stackFrom, stackTo, stack: stack.toArray() },
    },
    unmatched: [
      ...(rootKeys.length > 0 && !isMatched.root ? ['tagroot'] : []),
      ...(leafKeys.length > 0 && !isMatched.leaf ? ['tagleaf'] : []),
    ],
  };
}

function labelTexts(profile: Profile, sample: number, key: string, unit: string): string[] {
  const { texts, numbers } = labelsOf(profile, sample);
  const values = numbers.get(key) ?? [];
  const hasUnits = values.some((each) => each.unit !== '');
  return [
    ...(texts.get(key) ?? []),
    ...values.map((each) =>
      hasUnits ? scaledText(each.value, each.unit, unit) : scaledText(each.value, '', ''),
    ),
  ];
}

/** The locations that are added to a profile. */
class TagFrames {
  readonly #profile: Profile;
  readonly #added: { readonly name: string; readonly file: string }[] = [];
  readonly #known = new Map<string, number>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  locationOf(name: string, file: string): number {
    const key = `${file}\0${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    const location = this.#profile.locations.count + this.#added.length;
    this.#known.set(key, location);
    this.#added.push({ name, file });
    return location;
  }

  profile(): Profile {
    const { locations, functions, strings } = this.#profile;
    const added = this.#added;
    const countLines = locations.lineFunction.length;
    const zeros = added.map(() => 0);
    const lines = added.map((_, index) => countLines + index);
    const names = added.map((_, index) => strings.length + 2 * index);
    return {
      ...this.#profile,
      strings: [...strings, ...added.flatMap(({ name, file }) => [name, file])],
      locations: {
        count: locations.count + added.length,
        mapping: Int32Array.from([...locations.mapping, ...added.map(() => -1)]),
        address: BigUint64Array.from([...locations.address, ...added.map(() => 0n)]),
        isFolded: Uint8Array.from([...locations.isFolded, ...zeros]),
        lineFrom: Uint32Array.from([...locations.lineFrom, ...lines]),
        lineTo: Uint32Array.from([...locations.lineTo, ...lines.map((line) => line + 1)]),
        lineFunction: Uint32Array.from([
          ...locations.lineFunction,
          ...added.map((_, index) => functions.count + index),
        ]),
        line: Float64Array.from([...locations.line, ...zeros]),
        column: Float64Array.from([...locations.column, ...zeros]),
      },
      functions: {
        count: functions.count + added.length,
        name: Uint32Array.from([...functions.name, ...names]),
        systemName: Uint32Array.from([...functions.systemName, ...zeros]),
        file: Uint32Array.from([...functions.file, ...names.map((name) => name + 1)]),
        startLine: Float64Array.from([...functions.startLine, ...zeros]),
      },
    };
  }
}
