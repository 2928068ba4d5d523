/** Scripts of many kinds of programs, for the comparison with the runtime. */

export interface OracleScript {
  readonly name: string;
  readonly procs: number;
  readonly seed: number;
  readonly phases: readonly object[];
  /** Above what lives, so that it binds at GOGC=200 and lets the collector breathe at 50. */
  readonly memoryLimitBytes: number;
}

const MIB = 1 << 20;

const one = (size: number, scan = false, weight = 1) => ({ size, scan, weight });

/** A web service: many small objects, some with pointers, few that are kept. */
const MIXED = [
  one(8, false, 4),
  one(24, true, 4),
  one(48, true, 3),
  one(112, true, 2),
  one(512),
  one(2048),
];

function script(
  name: string,
  limitMiB: number,
  phases: readonly object[],
  procs = 2,
): OracleScript {
  return { name, procs, seed: 7, phases, memoryLimitBytes: limitMiB * MIB };
}

export const SCRIPTS: readonly OracleScript[] = [
  script('bytes of 256, 100k live', 60, [
    { count: 2_000_000, ring: 100_000, spinNs: 100, classes: [one(256)] },
  ]),
  script('pointers of 64, 200k live', 45, [
    { count: 4_000_000, ring: 200_000, spinNs: 50, classes: [one(64, true)] },
  ]),
  script('tiny, 300k live', 30, [
    { count: 8_000_000, ring: 300_000, classes: [one(4), one(8), one(12)] },
  ]),
  script('mixed, 100k live', 55, [
    { count: 3_000_000, ring: 100_000, spinNs: 100, classes: MIXED },
  ]),
  script('mixed, 300k live, busy', 120, [{ count: 3_000_000, ring: 300_000, classes: MIXED }]),
  script('mixed, small heap', 14, [{ count: 1_500_000, ring: 5_000, spinNs: 200, classes: MIXED }]),
  script('pointers of 1 KiB, 20k live', 50, [
    { count: 600_000, ring: 20_000, spinNs: 300, classes: [one(1024, true)] },
  ]),
  script('grows, then shrinks', 90, [
    { count: 600_000, ring: 250_000, spinNs: 50, classes: [one(128, true), one(64)] },
    { count: 2_000_000, ring: 30_000, clear: true, spinNs: 50, classes: [one(128, true), one(64)] },
  ]),
  script('bytes of 4 KiB, 5k live', 45, [
    { count: 300_000, ring: 5_000, spinNs: 500, classes: [one(4096)] },
  ]),
  script('two goroutines', 70, [
    {
      count: 3_000_000,
      ring: 120_000,
      spinNs: 100,
      goroutines: 2,
      classes: [one(96, true), one(320)],
    },
  ]),
  script(
    'one P',
    50,
    [{ count: 1_500_000, ring: 100_000, spinNs: 100, classes: [one(128, true), one(256)] }],
    1,
  ),
  script('strings and headers', 60, [
    {
      count: 3_000_000,
      ring: 150_000,
      spinNs: 80,
      classes: [one(16, true, 3), one(32, false, 3), one(700, true)],
    },
  ]),
  script('slow and steady', 45, [
    { count: 500_000, ring: 50_000, spinNs: 1500, classes: [one(400, true), one(200)] },
  ]),
];

const RECORDS = [one(48, true), one(160)];

/** What lives, how fast it is made and how large it is change while they run. */
export const PHASED_SCRIPTS: readonly OracleScript[] = [
  script(
    'bursts',
    40,
    [1500, 0, 1500, 0].map((spinNs) => ({
      count: spinNs > 0 ? 200_000 : 1_000_000,
      ring: 80_000,
      spinNs,
      classes: RECORDS,
    })),
  ),
  script(
    'fills and empties four times',
    70,
    Array.from({ length: 4 }, () => [
      { count: 300_000, ring: 250_000, clear: true, spinNs: 50, classes: RECORDS },
      { count: 400_000, ring: 10_000, clear: true, spinNs: 50, classes: RECORDS },
    ]).flat(),
  ),
  script('most stays, little passes', 70, [
    { count: 200_000, ring: 200_000, spinNs: 50, classes: [one(200, true)] },
    { count: 2_500_000, ring: 2_000, spinNs: 50, classes: [one(96), one(400, true)] },
  ]),
  script(
    'grows step by step',
    110,
    [10_000, 40_000, 120_000, 360_000].map((ring) => ({
      count: ring * 5,
      ring,
      spinNs: 60,
      classes: [one(80, true), one(144)],
    })),
  ),
  script(
    'spans of one size become those of another',
    60,
    [one(48, true), one(64, true), one(96), one(32, true)].map((size) => ({
      count: 900_000,
      ring: 300_000,
      clear: true,
      spinNs: 40,
      classes: [size],
    })),
  ),
  script('tiny, then none, then tiny', 30, [
    { count: 3_000_000, ring: 400_000, classes: [one(3), one(9)] },
    { count: 400_000, ring: 100, clear: true, spinNs: 100, classes: [one(500)] },
    { count: 3_000_000, ring: 400_000, classes: [one(5), one(15)] },
  ]),
];

/** Their collector is at the mercy of single allocations: looked at apart. */
export const LARGE_SCRIPTS: readonly OracleScript[] = [
  script('large, 100 live', 30, [
    { count: 6_000, ring: 100, spinNs: 20_000, classes: [one(60_000), one(100_000, true)] },
  ]),
  script('large among small', 80, [
    { count: 1_000_000, ring: 20_000, spinNs: 200, classes: [one(128, true, 500), one(200_000)] },
  ]),
];

export const GOGCS = [50, 100, 200] as const;
