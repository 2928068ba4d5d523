/** The labels of samples, by key. */
import { at, ColumnBuilder, Uint32List, type Amount } from './columns.ts';
import type { Profile } from './profile.ts';

/** The samples of the base of a comparison carry it, with the text `true`. */
export const BASE_LABEL = 'pprof::base';

export interface NumberLabel {
  readonly value: Amount;
  /** Empty for none. */
  readonly unit: string;
}

/** Of one sample; texts and numbers of one key in the order of the file. */
export interface SampleLabels {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, readonly NumberLabel[]>;
}

const NO_LABELS: SampleLabels = { texts: new Map(), numbers: new Map() };

export function labelsOf({ samples, strings }: Profile, sample: number): SampleLabels {
  const from = samples.labelFrom[sample] ?? 0;
  const to = samples.labelTo[sample] ?? 0;
  if (from === to) {
    return NO_LABELS;
  }
  const { key: keys, text: textIndexes, number, unit: units } = samples.labels;
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, NumberLabel[]>();
  for (let label = from; label < to; label++) {
    const key = strings[keys[label] ?? 0] ?? '';
    const text = textIndexes[label] ?? 0;
    if (text === 0) {
      push(numbers, key, { value: at(number, label), unit: strings[units[label] ?? 0] ?? '' });
    } else {
      push(texts, key, strings[text] ?? '');
    }
  }
  return { texts, numbers };
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) {
    map.set(key, [value]);
  } else {
    values.push(value);
  }
}

/** A profile of which all samples have a label, and no other text of its key. */
export function withLabel(profile: Profile, key: string, text: string): Profile {
  const { samples, strings } = profile;
  const { labels } = samples;
  const result = { key: new Uint32List(), text: new Uint32List(), unit: new Uint32List() };
  const number = new ColumnBuilder();
  const ends = new Uint32List();
  const add = (labelKey: number, labelText: number, value: Amount, unit: number) => {
    result.key.push(labelKey);
    result.text.push(labelText);
    result.unit.push(unit);
    number.push(value);
  };
  for (let sample = 0; sample < samples.count; sample++) {
    const to = samples.labelTo[sample] ?? 0;
    for (let label = samples.labelFrom[sample] ?? 0; label < to; label++) {
      const known = labels.key[label] ?? 0;
      const knownText = labels.text[label] ?? 0;
      if (knownText === 0 || strings[known] !== key) {
        add(known, knownText, at(labels.number, label), labels.unit[label] ?? 0);
      }
    }
    add(strings.length, strings.length + 1, 0, 0);
    ends.push(result.key.length);
  }
  const labelTo = ends.toArray();
  return {
    ...profile,
    strings: [...strings, key, text],
    samples: {
      ...samples,
      labelFrom: labelTo.map((_, sample) => (sample === 0 ? 0 : (labelTo[sample - 1] ?? 0))),
      labelTo,
      labels: {
        key: result.key.toArray(),
        text: result.text.toArray(),
        number: number.toColumn(),
        unit: result.unit.toArray(),
      },
    },
  };
}

/** Which samples are those of a base; undefined where none is. */
export function baseSamples({
  samples,
  strings,
}: Profile): ((sample: number) => boolean) | undefined {
  const { key, text } = samples.labels;
  if (!strings.includes(BASE_LABEL)) {
    return undefined;
  }
  return (sample) => {
    const to = samples.labelTo[sample] ?? 0;
    for (let label = samples.labelFrom[sample] ?? 0; label < to; label++) {
      if (strings[key[label] ?? 0] === BASE_LABEL && strings[text[label] ?? 0] === 'true') {
        return true;
      }
    }
    return false;
  };
}

/** The unit of each key's numbers: the first that there is, or what the key tells (profile/profile.go). */
export function numberLabelUnits(profile: Profile): ReadonlyMap<string, string> {
  const { samples, strings } = profile;
  const { key, text, unit } = samples.labels;
  const units = new Map<string, string>();
  /** Keys that were met: 1 without a unit, 2 with one. */
  const met = new Uint8Array(strings.length);
  for (let sample = 0; sample < samples.count; sample++) {
    const to = samples.labelTo[sample] ?? 0;
    for (let label = samples.labelFrom[sample] ?? 0; label < to; label++) {
      const index = key[label] ?? 0;
      const ofUnit = unit[label] ?? 0;
      if (text[label] !== 0 || met[index] === 2 || (met[index] === 1 && ofUnit === 0)) {
        continue;
      }
      const name = strings[index] ?? '';
      const known = units.get(name) ?? '';
      const found = known === '' ? (strings[ofUnit] ?? '') : known;
      units.set(name, found);
      met[index] = found === '' ? 1 : 2;
    }
  }
  for (const [name, found] of units) {
    if (found === '') {
      units.set(name, name === 'alignment' || name === 'request' ? 'bytes' : name);
    }
  }
  return units;
}
