/** What `gomem profile merge` and `convert` write, read back: by go tool pprof, or by what a format says. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import type { SpeedscopeFile } from '../../server/src/engine/profile/speedscope.ts';
import { ourView, pprofView } from '../support/pprof.ts';

const RECORDER = fileURLToPath(new URL('profileRecorder', import.meta.url));

/** What github.com/jlfwong/speedscope, src/lib/file-format-spec.ts, says of files with sampled profiles. */
const SPEEDSCOPE_SCHEMA = {
  type: 'object',
  required: ['$schema', 'shared', 'profiles'],
  properties: {
    $schema: { const: 'https://www.speedscope.app/file-format-schema.json' },
    name: { type: 'string' },
    exporter: { type: 'string' },
    activeProfileIndex: { type: 'integer', minimum: 0 },
    shared: {
      type: 'object',
      required: ['frames'],
      properties: {
        frames: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string' },
              file: { type: 'string' },
              line: { type: 'number' },
              col: { type: 'number' },
            },
          },
        },
      },
    },
    profiles: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type', 'name', 'unit', 'startValue', 'endValue', 'samples', 'weights'],
        properties: {
          type: { const: 'sampled' },
          name: { type: 'string' },
          unit: {
            enum: ['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes'],
          },
          startValue: { type: 'number' },
          endValue: { type: 'number' },
          samples: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
          weights: { type: 'array', items: { type: 'number', minimum: 0 } },
        },
      },
    },
  },
};

describe('profiles that are written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profile-convert-'));
  const file = (name: string) => join(folder, name);
  const heap = file('heap.pb.gz');
  const earlier = file('before.pb.gz');
  const out = file('out');
  const zone = process.env.TZ;
  before(() => {
    process.env.TZ = 'UTC';
    execFileSync('go', ['build', '-o', file('recorder.exe'), '.'], { cwd: RECORDER });
    execFileSync(file('recorder.exe'), [folder]);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    process.env.TZ = zone;
  });

  const write = async (view: string, flags: readonly string[], files: readonly string[]) => {
    const { isDone, error } = await ourView({ view, flags: [...flags, `-output=${out}`], files });
    assert.ok(isDone, error);
  };

  /** What frames take by themselves, from stacks with the root first. */
  const flatOf = (stacks: readonly (readonly [readonly string[], number])[]) => {
    const flat = new Map<string, number>();
    for (const [stack, value] of stacks) {
      const leaf = stack.at(-1) ?? '';
      flat.set(leaf, (flat.get(leaf) ?? 0) + value);
    }
    return flat;
  };

  /** The same, as pprof prints it in bytes. */
  const flatOfPprof = (flags: readonly string[], files: readonly string[]) => {
    const all = ['-nodefraction=0', '-edgefraction=0', '-unit=bytes', ...flags];
    const { lines } = pprofView({ view: 'top', flags: all, files });
    const rows = lines.flatMap((line) => {
      const [, flat, name] = /^ +(\d+)B? +\S+% +\S+% +\d+B? +\S+% {2}(.*)$/.exec(line) ?? [];
      return name === undefined
        ? []
        : [[name.replace(/ \((?:partial-)?inline\)$/, ''), Number(flat)] as const];
    });
    return new Map(rows.filter(([, value]) => value > 0));
  };

  it('are one where several are merged', async () => {
    await write('merge', [], [heap, earlier]);
    for (const view of ['top', 'traces', 'tags']) {
      assert.deepEqual(
        pprofView({ view, flags: [], files: [out] }).lines,
        pprofView({ view, flags: [], files: [heap, earlier] }).lines,
      );
    }
  });

  it('hold what filters leave', async () => {
    const flags = ['-focus=grow', '-hide=leaf', '-tagfocus=bytes=:4kb'];
    await write('convert', ['-to=pprof', ...flags], [heap]);
    const own = pprofView({ view: 'top', flags: ['-sample_index=alloc_space'], files: [out] });
    const theirs = pprofView({
      view: 'top',
      flags: ['-sample_index=alloc_space', '-relative_percentages', ...flags],
      files: [heap],
    });
    const rows = ({ lines }: { readonly lines: readonly string[] }) =>
      lines.slice(lines.findIndex((line) => line.includes('flat%')));
    assert.ok(own.lines.length > 5);
    assert.deepEqual(rows(own), rows(theirs));
  });

  it('are differences for every reader of pprof’s format', async () => {
    await write('merge', [`-diff_base=${earlier}`], [heap]);
    assert.deepEqual(
      pprofView({ view: 'top', flags: [], files: [out] }).lines,
      pprofView({ view: 'top', flags: [`-diff_base=${earlier}`], files: [heap] }).lines,
    );
  });

  it('add up as folded stacks', async () => {
    const flags = ['-sample_index=alloc_space'];
    const { lines } = await ourView({
      view: 'convert',
      flags: ['-to=folded', ...flags],
      files: [heap],
    });
    const stacks = lines.map((line): readonly [string[], number] => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space).split(';'), Number(line.slice(space + 1))];
    });
    assert.deepEqual(flatOf(stacks), flatOfPprof(flags, [heap]));
    assert.equal(new Set(stacks.map(([stack]) => stack.join(';'))).size, stacks.length);
  });

  it('are valid for speedscope, and add up', async () => {
    await write('convert', ['-to=speedscope'], [heap]);
    const read: unknown = JSON.parse(readFileSync(out, 'utf8'));
    const validate = new Ajv({ allErrors: true }).compile<SpeedscopeFile>(SPEEDSCOPE_SCHEMA);
    assert.ok(validate(read), JSON.stringify(validate.errors));
    const { shared, profiles } = read;
    assert.deepEqual(
      profiles.map(({ name, unit }) => `${name} ${unit}`),
      ['alloc_objects none', 'alloc_space bytes', 'inuse_objects none', 'inuse_space bytes'],
    );
    for (const { name, samples, weights, endValue } of profiles.filter(
      ({ unit }) => unit === 'bytes',
    )) {
      const stacks = samples.map((stack, index): readonly [string[], number] => [
        stack.map((frame) => shared.frames[frame]?.name ?? ''),
        weights[index] ?? 0,
      ]);
      assert.deepEqual(flatOf(stacks), flatOfPprof([`-sample_index=${name}`], [heap]));
      assert.equal(
        endValue,
        weights.reduce((sum, weight) => sum + weight, 0),
      );
    }
  });

  it('are refused where a format cannot hold them', async () => {
    const negative = await ourView({
      view: 'convert',
      flags: ['-to=speedscope', `-base=${heap}`],
      files: [earlier],
    });
    assert.match(negative.error, /speedscope knows no negative values, and \w+ has some/);
    const unnamed = await ourView({ view: 'convert', flags: ['-to=svg'], files: [heap] });
    assert.match(unnamed.error, /convert wants --to pprof, --to folded, --to speedscope/);
    const bytes = await ourView({ view: 'merge', flags: [], files: [heap] });
    assert.match(bytes.error, /say with --output where it goes/);
  });
});
