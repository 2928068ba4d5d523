/** What `gomem profile series` says of several profiles is what `go tool pprof` says of each, and of the difference. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Profile } from '../../server/src/engine/profile/profile.ts';
import { writeProto } from '../../server/src/engine/profile/protoWriter.ts';
import { ourView, pprofView } from '../support/pprof.ts';
import { profileOfStacks } from '../support/stacks.ts';
import { seededRandom } from '../support/random.ts';

interface Row {
  readonly name: string;
  readonly flat: readonly number[];
  readonly cum: readonly number[];
  readonly change: number;
}

const RAW = ['-nodefraction=0', '-edgefraction=0', '-unit=bytes'];
const SPACE = { sampleTypes: [{ type: 'inuse_space', unit: 'bytes' }] };

describe('a series of profiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profile-series-'));
  const random = seededRandom(5);
  const below = (limit: number) => Math.floor(random() * limit);

  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** `second`: when it was taken; 0 for a profile that does not say. */
  const write = (name: string, second: number): string => {
    const stacks = Array.from({ length: 40 }, () => {
      const stack = Array.from({ length: 1 + below(6) }, () => `p.f${below(12)}`);
      return [stack.join(' '), 1 + below(1_000_000)] as const;
    });
    const profile: Profile = { ...profileOfStacks(stacks, SPACE), timeNanos: second * 1e9 };
    const file = join(folder, name);
    writeFileSync(file, writeProto(profile));
    return file;
  };

  /** By frame: flat and cum. */
  const pprofTop = (flags: readonly string[], file: string) => {
    const { lines, error } = pprofView({ view: 'top', flags: [...RAW, ...flags], files: [file] });
    const rows = lines.flatMap((line) => {
      const [, flat, cum, name] =
        /^ +(-?\d+)B? +\S+% +\S+% +(-?\d+)B? +\S+% {2}(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, [Number(flat), Number(cum)]] as const];
    });
    assert.ok(rows.length > 5, error);
    return new Map(rows);
  };

  const series = async (flags: readonly string[], files: readonly string[]) => {
    const { lines, error } = await ourView({ view: 'series', flags: ['--json', ...flags], files });
    assert.equal(error, '');
    const [head = '', ...rows] = lines;
    const { profiles } = JSON.parse(head) as { readonly profiles: readonly { file: string }[] };
    return {
      files: profiles.map(({ file }) => file),
      rows: rows.map((row) => JSON.parse(row) as Row),
    };
  };

  it('has what pprof says of each, in the order of their times', async () => {
    const [late, early, middle] = [write('late', 300), write('early', 100), write('middle', 200)];
    for (const flags of [[], ['-focus=f[13]'], ['-hide=f2', '-cum']]) {
      const { files, rows } = await series(flags, [late, early, middle]);
      assert.deepEqual(files, [early, middle, late]);
      for (const [index, file] of files.entries()) {
        const ours = rows.map(({ name, flat, cum }) => [name, [flat[index], cum[index]]] as const);
        const shown = ours.filter(([, [, cum]]) => cum !== 0);
        assert.deepEqual(new Map(shown), pprofTop(flags, file), `${flags.join(' ')} ${file}`);
      }
    }
  });

  it('changes of two as pprof’s difference does, the largest first', async () => {
    const [before, now] = [write('before', 100), write('now', 200)];
    for (const [order, flags] of [
      ['flat', []],
      ['cum', ['-cum']],
    ] as const) {
      const { rows } = await series(flags, [before, now]);
      const differences = pprofTop([...flags, `-diff_base=${before}`], now);
      const column = order === 'flat' ? 0 : 1;
      const expected = new Map([...differences].map(([name, values]) => [name, values[column]]));
      assert.deepEqual(new Map(rows.map(({ name, change }) => [name, change])), expected);
      const sizes = rows.map(({ change }) => Math.abs(change));
      assert.deepEqual(
        sizes,
        sizes.toSorted((a, b) => b - a),
      );
    }
  });

  it('is a table with a column for each, and what has changed', async () => {
    const file = (
      name: string,
      value: number,
      ...others: readonly (readonly [string, number])[]
    ) => {
      const path = join(folder, name);
      writeFileSync(path, writeProto(profileOfStacks([['m.A', value], ...others], SPACE)));
      return path;
    };
    const files = [file('1', 1024, ['m.B', 3072]), file('2', 2048), file('3', 1536, ['m.C', 512])];
    const { lines } = await ourView({ view: 'series', flags: [], files });
    assert.deepEqual(lines.slice(0, 4), [
      'Type: inuse_space',
      `#1: ${files[0]}, 4kB total`,
      `#2: ${files[1]}, 2kB total`,
      `#3: ${files[2]}, 2kB total`,
    ]);
    const cells = lines.slice(4).map((line) => line.trim().split(/ {2,}/));
    assert.deepEqual(cells, [
      ['#1', '#2', '#3', 'change', 'of itself', 'of #1', 'flat'],
      ['3kB', '0', '0', '-3kB', '-100%', '-75.00%', 'm.B'],
      ['1kB', '2kB', '1.50kB', '+512B', '+50.00%', '+12.50%', 'm.A'],
      ['0', '0', '512B', '+512B', '-', '+12.50%', 'm.C'],
    ]);
  });

  it('is of one sample type, and of two files at least', async () => {
    const memory = write('memory', 0);
    const time = join(folder, 'time');
    writeFileSync(time, writeProto(profileOfStacks([['m.A', 1]])));
    const other = await ourView({ view: 'series', flags: [], files: [memory, time] });
    assert.match(
      other.error,
      /profiles of inuse_space\/bytes and things\/\S+ have no common values/,
    );
    const single = await ourView({ view: 'series', flags: [], files: [memory] });
    assert.match(single.error, /series wants two profiles or more/);
  });
});
