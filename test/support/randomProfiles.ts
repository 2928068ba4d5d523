/** Profiles and flags by chance, for comparisons with pprof. */
import { EMPTY_HEADER, ProfileBuilder } from '../../server/src/engine/profile/profileBuilder.ts';
import type { NewLabel } from '../../server/src/engine/profile/profileBuilder.ts';
import type { Amount } from '../../server/src/engine/profile/columns.ts';
import type { Profile, ValueType } from '../../server/src/engine/profile/profile.ts';
import type { ViewRequest } from './pprof.ts';
import { sample } from './random.ts';

type Random = () => number;

const NAMES = [
  'main.main',
  'main.(*Server).Serve',
  'main.(*Server).Serve.func1',
  'example.com/app/v2/store.Map[...].Get',
  'example.com/app/v2/store.(*cache).fill',
  'runtime.mallocgc',
  'runtime.mapassign_faststr',
  'runtime.goexit',
  'net/http.(*conn).serve',
  'encoding/json.Marshal',
  'bytes.growSlice',
  'ünïcode.Größe',
  'vendor.operator()(int)',
];
const FILES = [
  '/src/app/main.go',
  '/src/app/store/map.go',
  '/go/src/runtime/malloc.go',
  './x/../y.go',
  '',
];
const TYPES: readonly (readonly ValueType[])[] = [
  [{ type: 'inuse_space', unit: 'bytes' }],
  [
    { type: 'alloc_objects', unit: 'count' },
    { type: 'alloc_space', unit: 'bytes' },
    { type: 'inuse_objects', unit: 'count' },
    { type: 'inuse_space', unit: 'bytes' },
  ],
  [
    { type: 'samples', unit: 'count' },
    { type: 'cpu', unit: 'nanoseconds' },
  ],
  [
    { type: 'contentions', unit: 'count' },
    { type: 'delay', unit: 'microseconds' },
  ],
  [{ type: 'things', unit: 'widgets' }],
];

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[below(items.length, random)];
  if (item === undefined) {
    throw new Error('there is nothing to pick from');
  }
  return item;
}

/** How large values are; of one profile all alike, so that something is left of the small ones. */
const VALUES: readonly ((random: Random) => Amount)[] = [
  (random) => below(20, random),
  (random) => below(1 << 20, random) - (1 << 18),
  (random) => Math.floor(2 ** (random() * 40)),
];

/** The types are those of the number, so that profiles of one number can be merged. */
function randomProfile(random: Random, kind: number, valueOf: (random: Random) => Amount): Profile {
  const sampleTypes = TYPES[kind % TYPES.length] ?? [];
  const builder = new ProfileBuilder({
    ...EMPTY_HEADER,
    sampleTypes,
    periodType: sampleTypes.at(-1) ?? { type: '', unit: '' },
    period: 1 + below(1000, random),
    defaultSampleType: random() < 0.3 ? pick(sampleTypes, random).type : '',
    comments: random() < 0.3 ? ['made by chance', '# not shown'] : [],
    dropFrames: random() < 0.3 ? String.raw`runtime\..*|bytes\.grow.*` : '',
    keepFrames: random() < 0.3 ? String.raw`runtime\.goexit` : '',
    timeNanos: random() < 0.5 ? 1_700_000_000_123_456_789n : 0,
    durationNanos: random() < 0.5 ? below(1e9, random) * 1000 : 0,
  });
  const countMappings = below(3, random);
  for (let index = 0; index < countMappings; index++) {
    builder.addMapping({
      start: 0x400000n * BigInt(index + 1),
      limit: 0x400000n * BigInt(index + 2),
      offset: 0n,
      file: pick(['/bin/app', '/lib/libc.so', ''], random),
      buildId: pick(['', 'abc123'], random),
      hasFunctions: true,
      hasFilenames: true,
      hasLineNumbers: true,
      hasInlineFrames: true,
    });
  }
  const functions = sample(NAMES, 4 + below(9, random), random).map((name) =>
    // Functions of one name lie in one file and begin on one line: pprof does not say which comes first.
    builder.addFunction({
      name,
      systemName: name,
      file: FILES[NAMES.indexOf(name) % FILES.length] ?? '',
      startLine: 0,
    }),
  );
  const locations = Array.from({ length: 5 + below(25, random) }, (_, index) =>
    builder.addLocation({
      mapping: countMappings === 0 ? -1 : below(countMappings + 1, random) - 1,
      address: 0x400000n + BigInt(index * 16),
      isFolded: random() < 0.05,
      lines: Array.from({ length: pick([0, 1, 1, 1, 1, 2, 3], random) }, () => ({
        functionIndex: pick(functions, random),
        line: 1 + below(200, random),
        column: random() < 0.3 ? 1 + below(40, random) : 0,
      })),
    }),
  );
  const countSamples = below(60, random);
  for (let index = 0; index < countSamples; index++) {
    const stack = Array.from({ length: below(9, random) }, () => pick(locations, random));
    const values = sampleTypes.map(() => (random() < 0.1 ? 0 : valueOf(random)));
    builder.addSample(stack, values, randomLabels(random));
  }
  return builder.build();
}

function randomLabels(random: Random): NewLabel[] {
  const labels: NewLabel[] = [];
  if (random() < 0.4) {
    labels.push({ key: 'worker', value: pick(['a', 'b', 'long worker name'], random), unit: '' });
  }
  if (random() < 0.2) {
    labels.push({ key: 'kind', value: pick(['read', 'write'], random), unit: '' });
  }
  if (random() < 0.4) {
    labels.push({ key: 'bytes', value: 8 << below(12, random), unit: pick(['', 'bytes'], random) });
  }
  if (random() < 0.2) {
    labels.push({ key: 'request', value: 1 + below(5000, random), unit: '' });
  }
  if (random() < 0.2) {
    labels.push({ key: 'latency', value: 1 + below(1e6, random), unit: 'microseconds' });
  }
  return labels;
}

const PATTERNS = [
  'main',
  'Serve',
  '^runtime\\.',
  'store|json',
  'map.go',
  '(?i)SERVER',
  '\\.func\\d+$',
  '[[:upper:]]\\w+$',
  'libc',
  'nothing at all',
];

const TAGS = [
  'worker=a',
  'worker',
  'kind:read',
  'worker=a|b,long',
  'bytes=:64',
  'bytes=64b:1kb',
  'bytes=16',
  'request=1kb:',
  'latency=1ms:',
  '100:',
];

const PATTERN_FLAGS = ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from'];

const OTHER_FLAGS = [
  '-noinlines',
  '-showcolumns',
  '-cum',
  '-relative_percentages',
  '-drop_negative',
  '-tagroot=worker',
  '-tagroot=worker,kind',
  '-tagleaf=bytes',
  '-tagleaf=latency',
  '-tagshow=bytes|worker',
  '-taghide=kind',
  '-unit=auto',
  '-unit=kb',
  '-unit=ms',
  '-mean',
  '-mean_delay',
  '-total_delay',
  '-contentions',
  '-inuse_space',
  '-divide_by=4',
  '-divide_by=0.25',
  '-divide_by=1000',
  '-divide_by=-2',
  '-nodecount=5',
  '-nodecount=12',
  '-nodefraction=0.1',
  '-nodefraction=0',
  '-edgefraction=0.05',
  '-sample_index=0',
  '-trim=false',
  '-cum=true',
  '-noinlines=0',
  '-compact_labels',
  '-call_tree',
  '-trim_path=/src',
  '-trim_path=/nowhere:',
  '-trim_path=:/src',
  '-source_path=/nowhere:',
  '-source_path=/src/app',
  '-trim_path=/src/app',
];

const GRANULARITIES = ['-functions', '-filefunctions', '-files', '-lines', '-addresses'];

function randomFlags(random: Random): string[] {
  return [
    ...(random() < 0.6 ? [pick(GRANULARITIES, random)] : []),
    ...sample(PATTERN_FLAGS, below(3, random), random).map(
      (flag) => `-${flag}=${pick(PATTERNS, random)}`,
    ),
    ...(random() < 0.25
      ? [`-${pick(['tagfocus', 'tagignore'], random)}=${pick(TAGS, random)}`]
      : []),
    ...distinctFlags(sample(OTHER_FLAGS, below(4, random), random)),
  ];
}

/** Of flags of one name the last: it is no use to test what happens with the others. */
function distinctFlags(flags: readonly string[]): string[] {
  const byName = new Map(flags.map((flag) => [flag.split('=')[0], flag]));
  return [...byName.values()];
}

/** A view of one profile, of both merged, or of what differs between them. */
export function randomRequest(
  random: Random,
  [first, second]: readonly [string, string],
): ViewRequest {
  const view = pick(['top', 'top', 'tree', 'peek', 'traces', 'tags', 'dot'], random);
  const mode = pick(['one', 'one', 'one', 'merge', 'base', 'diff_base'], random);
  const hasBase = mode === 'base' || mode === 'diff_base';
  const chosen = randomFlags(random);
  // Which of equal nodes are left is chance in pprof: see hasTies.
  const isChance = chosen.includes('-files') || (hasBase && view === 'dot');
  const flags = chosen.filter(
    (flag) =>
      !(isChance && flag.startsWith('-nodecount')) && !(view === 'dot' && flag === '-call_tree'),
  );
  return {
    view,
    ...(view === 'peek' ? { pattern: pick(PATTERNS, random) } : {}),
    flags: [
      ...flags,
      ...(hasBase ? [`-${mode}=${second}`] : []),
      ...(hasBase && random() < 0.3 ? ['-normalize'] : []),
    ],
    // What is in a base and in what is compared with it comes to nothing.
    files: mode === 'merge' || (hasBase && random() < 0.3) ? [first, second] : [first],
  };
}

/** Two profiles that can be compared. */
export function randomProfiles(random: Random): readonly [Profile, Profile] {
  const kind = below(TYPES.length, random);
  return [
    randomProfile(random, kind, pick(VALUES, random)),
    randomProfile(random, kind, pick(VALUES, random)),
  ];
}

/** Its sums are beyond what a number is exact for; pprof rounds them where it multiplies with -1. */
export function wideProfile(random: Random): Profile {
  const wideValue = (): Amount =>
    (BigInt(below(1 << 24, random)) << 32n) + BigInt(below(1 << 30, random));
  return randomProfile(random, below(TYPES.length, random), wideValue);
}
