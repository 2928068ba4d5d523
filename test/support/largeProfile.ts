/** Profiles as large as those of servers: walks by chance over a graph of calls. The same for each size. */
import {
  counting,
  EMPTY_HEADER,
  ProfileBuilder,
} from '../../server/src/engine/profile/profileBuilder.ts';
import { writeProto } from '../../server/src/engine/profile/protoWriter.ts';
import { seededRandom } from './random.ts';

export interface ProfileSize {
  readonly countSamples: number;
  readonly countLocations: number;
  readonly countFunctions: number;
  readonly meanDepth: number;
}

/** 50 KB packed. */
export const SMALL: ProfileSize = {
  countSamples: 560,
  countLocations: 1_200,
  countFunctions: 500,
  meanDepth: 25,
};

/** 2 MB packed. */
export const MEDIUM: ProfileSize = {
  countSamples: 17_000,
  countLocations: 27_000,
  countFunctions: 9_000,
  meanDepth: 40,
};

/** 49 MB packed, with 17 million entries of stacks: go tool pprof takes gigabytes. */
export const HUGE: ProfileSize = {
  countSamples: 280_000,
  countLocations: 180_000,
  countFunctions: 60_000,
  meanDepth: 60,
};

const SEED = 7;
const COUNT_CALLS = 6;
const COUNT_ROOTS = 20;
const INLINED_SHARE = 0.15;

/** Not packed. */
export function largeProfile(size: ProfileSize): Uint8Array {
  const { countSamples, countLocations, countFunctions, meanDepth } = size;
  const random = seededRandom(SEED);
  const below = (limit: number) => Math.floor(random() * limit);
  const builder = new ProfileBuilder({
    ...EMPTY_HEADER,
    sampleTypes: [counting('objects'), { type: 'space', unit: 'bytes' }],
  });
  for (let index = 0; index < countFunctions; index++) {
    const name = `example.com/module/package${index % 200}.(*Type${index % 50}).method${index}`;
    builder.addFunction({ name, systemName: name, file: `/src/f${index % 500}.go`, startLine: 1 });
  }
  for (let index = 0; index < countLocations; index++) {
    builder.addLocation({
      mapping: -1,
      address: BigInt(0x400000 + index * 8),
      isFolded: false,
      lines: Array.from({ length: random() < INLINED_SHARE ? 2 : 1 }, () => ({
        functionIndex: below(countFunctions),
        line: 1 + below(900),
        column: 0,
      })),
    });
  }
  const callees = Uint32Array.from({ length: countLocations * COUNT_CALLS }, () =>
    below(countLocations),
  );
  for (let index = 0; index < countSamples; index++) {
    const depth = 1 + below(2 * meanDepth);
    const stack = [below(COUNT_ROOTS)];
    while (stack.length < depth) {
      stack.push(callees[(stack.at(-1) ?? 0) * COUNT_CALLS + below(COUNT_CALLS)] ?? 0);
    }
    const bytes = 16 << below(10);
    const count = 1 + below(9);
    builder.addSample(
      stack.reverse(),
      [count, bytes * count],
      [
        { key: 'bytes', value: bytes, unit: 'bytes' },
        { key: 'worker', value: `w${below(40)}`, unit: '' },
        { key: 'tenant', value: `t${below(4000)}`, unit: '' },
      ],
    );
  }
  return writeProto(builder.build());
}
