/** Files that are damaged: each is read, or refused with one message; none throws, hangs or takes all memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { unpackProfile } from '../../../server/src/host/profileFile.ts';
import { isProblem } from '../../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../../server/src/engine/profile/profile.ts';
import { writeProto } from '../../../server/src/engine/profile/protoWriter.ts';
import { readProfile } from '../../../server/src/engine/profile/read.ts';
import { DAMAGED, lookAtProfile, namesPlace } from '../../support/profileDamage.ts';
import { seededRandom } from '../../support/random.ts';
import { profileOfStacks } from '../../support/stacks.ts';

const SEED = 20_261_127;
const COUNT = 500;

const HEAP_TEXT = `heap profile: 1: 208 [3: 1000] @ heap/1048576
1: 208 [1: 208] @ 0x47d8f5 0x47dcc5
#	0x47d8f4	main.f+0x94	/src/main.go:22

0: 0 [2: 792] @ 0x47d8f5
# runtime.MemStats
`;

describe('damaged profiles', () => {
  for (const [name, damagedBy] of DAMAGED) {
    it(`with ${name} are read, or refused with one message`, () => {
      const random = seededRandom(SEED);
      let countRefused = 0;
      for (let index = 0; index < COUNT; index++) {
        const { problem } = lookAtProfile(damagedBy(random));
        assert.ok(problem === undefined || namesPlace(problem), problem);
        countRefused += problem === undefined ? 0 : 1;
      }
      assert.ok(countRefused > 0);
    });
  }

  const problemOf = (bytes: readonly number[]): string => {
    const profile = readProfile(Uint8Array.from(bytes));
    return isProblem(profile) ? profile.problem : '';
  };

  it('say which byte it is', () => {
    assert.equal(problemOf([]), 'the file is empty');
    assert.equal(problemOf([0x0a, 0x05, 0x08]), '5 bytes are announced at byte 2, and 1 are there');
    assert.equal(problemOf([0x0f]), 'unknown wire type 7 at byte 0');
    assert.equal(problemOf([0x48, 0x80]), 'a number that begins at byte 1 is cut off');
    assert.equal(
      problemOf([0x48, ...Array<number>(11).fill(0xff)]),
      'a number at byte 1 has more than ten bytes',
    );
  });

  it('say which line it is', () => {
    const text = HEAP_TEXT.replace('0: 0 [2: 792] @ 0x47d8f5', 'nonsense');
    assert.equal(problemOf([...Buffer.from(text)]), 'line 5 is no sample');
  });

  it('say that ids are wrong', () => {
    // One sample type, a sample of a location that is not there.
    const sample = [0x0a, 0x00, 0x12, 0x04, 0x08, 0x07, 0x10, 0x01, 0x32, 0x00];
    assert.equal(
      problemOf(sample),
      'stack entry 1 of sample 1 refers to a location that is not there',
    );
    assert.equal(
      problemOf([0x12, 0x02, 0x10, 0x01, 0x32, 0x00]),
      'sample 1 has 1 values, for 0 sample types',
    );
    assert.equal(problemOf([0x22, 0x00]), 'the location before byte 2 has no id');
  });

  it('say which entry has what is not there', () => {
    const profile = profileOfStacks(
      [
        ['main.main', 1],
        ['main.main main.f', 2],
      ],
      {
        labels: () => [{ key: 'request', value: 'slow', unit: '' }],
      },
    );
    const { functions, locations, samples } = profile;
    const far = (column: Uint32Array, place: number) => column.with(place, 900);
    const problemWith = (changed: Partial<Profile>) =>
      problemOf([...writeProto({ ...profile, ...changed })]);
    assert.match(
      problemWith({ functions: { ...functions, name: far(functions.name, 1) } }),
      /^the name of function 2 is string 900, and the file has \d$/,
    );
    assert.match(
      problemWith({
        samples: { ...samples, labels: { ...samples.labels, key: far(samples.labels.key, 1) } },
      }),
      /^the key of label 1 of sample 2 is string 900, and the file has \d$/,
    );
    assert.equal(
      problemWith({ samples: { ...samples, stack: far(samples.stack, 2) } }),
      'stack entry 2 of sample 2 refers to a location that is not there',
    );
    assert.equal(
      problemWith({ locations: { ...locations, lineFunction: far(locations.lineFunction, 1) } }),
      'line 1 of location 2 refers to a function that is not there',
    );
  });

  it('say which line of a header has too large a number', () => {
    const text = `--- mutex:\ncycles/second=1${'0'.repeat(20)}\n`;
    assert.equal(
      problemOf([...Buffer.from(text)]),
      `line 2: 1${'0'.repeat(20)} is no number of 64 bits`,
    );
  });

  it('are refused where they do not unpack', () => {
    const packed = gzipSync(Buffer.from(HEAP_TEXT));
    assert.equal(Buffer.from(unpackProfile(packed)).toString(), HEAP_TEXT);
    assert.throws(() => unpackProfile(packed.subarray(0, 20)), /the file is no whole gzip/);
    assert.throws(
      () => unpackProfile(Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x05])),
      /the file is no whole zstd/,
    );
  });

  it('are read from zstd, but for bombs', () => {
    const magic = [0x28, 0xb5, 0x2f, 0xfd];
    const frame = (blocks: readonly number[]) => Uint8Array.from([...magic, 0x00, 0x58, ...blocks]);
    // A block of the last frame: what it is in the lower three bits of its size.
    const block = (size: number, kind: number) => {
      const header = (size << 3) | kind;
      return [header & 0xff, (header >> 8) & 0xff, header >> 16];
    };
    const RAW_AND_LAST = 1;
    const REPEATED = 2;
    const text = Buffer.from(HEAP_TEXT);
    const packed = frame([...block(text.length, RAW_AND_LAST), ...text]);
    assert.equal(Buffer.from(unpackProfile(packed)).toString(), HEAP_TEXT);
    const bomb = Array.from({ length: 100 }, () => [...block(1 << 17, REPEATED), 0]).flat();
    assert.throws(
      () => unpackProfile(gzipSync(new Uint8Array(1 << 21)), 1 << 20),
      /unpacks to more than 1048576 bytes/,
    );
    assert.throws(() => unpackProfile(frame(bomb), 1 << 20), /unpacks to more than 1048576 bytes/);
  });
});
