import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EXIT } from '../../../server/src/cli/command.ts';
import { runLayout, type LayoutListing } from '../../../server/src/cli/layout.ts';
import type { Place } from '../../../server/src/engine/compilerlog/rows.ts';
import type { LayoutReport } from '../../../server/src/engine/layout/report.ts';
import { layoutReport } from '../../../server/src/engine/layout/structReport.ts';
import { hostGoarch } from '../../../server/src/host/goarch.ts';
import { ArrayType, PointerType, type Type } from '../../../server/src/engine/types/types.ts';
import { basicTypes } from '../../../server/src/engine/types/universe.ts';
import { namedType } from '../../support/goTypeTexts.ts';
import { contextFor, structOf } from '../layout/reports.ts';

const { bool, int8, int32, int64, uint32, string } = basicTypes;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  readonly asked: readonly string[];
}

function reportAt(
  name: string,
  fields: Readonly<Record<string, Type>>,
  line: number,
  goarch: string,
): LayoutReport<Place> {
  const report = layoutReport<Place>(namedType(name, structOf(fields)), {
    ...contextFor(goarch),
    placeOf: (object) => ({
      file: '/m/a.go',
      line: object.kind === 'var' ? line + 1 : line,
      column: object.kind === 'var' ? 2 : 6,
    }),
  });
  assert.ok(!('reason' in report));
  return report;
}

/** As a source that knows three types of one file. */
function listing(goarch: string): LayoutListing {
  return {
    layouts: [
      reportAt('tight', { stamp: int64, name: string }, 20, goarch),
      reportAt('loose', { valid: bool, stamp: int64, kind: int8, series: uint32 }, 10, goarch),
      { ...reportAt('Pair', { key: string, ok: bool }, 30, goarch), type: 'Pair[string,bool]' },
    ],
    problems: [],
  };
}

async function run(
  args: readonly string[],
  { make = listing, environment = {} }: Partial<Surroundings> = {},
): Promise<Outcome> {
  const outcome = { out: '', error: '' };
  const asked: string[] = [];
  const code = await runLayout(
    args,
    {
      cwd: '/m',
      environment,
      writeOut: (text) => (outcome.out += text),
      writeError: (text) => (outcome.error += text),
    },
    {
      structs: (paths, goarch) => {
        asked.push(`${goarch}: ${paths.join(' ')}`);
        return Promise.resolve(make(goarch));
      },
      fix: (request) => {
        asked.push(JSON.stringify(request));
        return Promise.resolve({
          files: [{ path: '/m/a.go', before: 'a\nb\nc\n', after: 'a\nc\nb\n' }],
          done: ['a.go:10:6: Reorder fields of loose: 16 B instead of 24'],
          refused: ['a.go:20:6: tight is left as it is. A reason'],
          problems: [],
        });
      },
    },
  );
  return { ...outcome, code, asked };
}

interface Surroundings {
  readonly make: (goarch: string) => LayoutListing;
  readonly environment: NodeJS.ProcessEnv;
}

describe('gomem layout', () => {
  it('says a line of each type, and draws it', async () => {
    const { code, out, error } = await run(['--goarch', 'amd64']);
    assert.equal(code, EXIT.done);
    assert.equal(error, '');
    assert.equal(
      `\n${out}`,
      `
a.go:10:6: loose: 24 B, takes 24 B (class 24), 10 B padding, noscan, amd64; reordered takes 16 B: stamp, valid, kind, series
  0+a....... b======= c...d===
    offset size pad
  a      0    1  +7 valid  bool
  b      8    8     stamp  int64
  c     16    1  +3 kind   int8
  d     20    4     series uint32
a.go:20:6: tight: 24 B, takes 24 B (class 24), scan 16 B, amd64; reordered scan 8 B: name, stamp
  0+a======= b####### ========
    offset size pad
  a      0    8     stamp int64
  b      8   16     name  string
a.go:30:6: Pair[string,bool]: 24 B, takes 24 B (class 24), 7 B padding, scan 8 B, amd64
  0+a####### ======== b.......
    offset size pad
  a      0   16     key string
  b     16    1  +7 ok  bool
`,
    );
  });

  it('draws with more than ASCII where the locale has it', async () => {
    const draws = async (environment: NodeJS.ProcessEnv, ...args: readonly string[]) =>
      (await run(['--goarch', 'amd64', ...args], { environment })).out.includes('█');
    assert.equal(await draws({ LANG: 'en_GB.UTF-8', TERM: 'dumb' }), false);
    assert.equal(await draws({ LANG: 'en_GB.UTF-8' }, '--ascii'), false);
    if (process.platform === 'linux') {
      assert.equal(await draws({ LANG: 'en_GB.UTF-8' }), true);
      assert.equal(await draws({ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }), false);
      assert.equal(await draws({}), false);
    }
  });

  it('has the fields of the contract in JSON', async () => {
    const { out } = await run(['--goarch', 'amd64', '--json']);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(rows[0], {
      type: 'loose',
      file: 'a.go',
      line: 10,
      col: 6,
      goarch: 'amd64',
      sizeBytes: 24,
      alignBytes: 8,
      ptrdataBytes: 0,
      scan: false,
      allocatedBytes: 24,
      classBytes: 24,
      headerBytes: 0,
      tiny: false,
      paddingBytes: 10,
      innerPaddingBytes: 0,
      wasteBytes: 10,
      fields: [
        { name: 'valid', type: 'bool', at: 0, size: 1, pad: 7 },
        { name: 'stamp', type: 'int64', at: 8, size: 8, pad: 0 },
        { name: 'kind', type: 'int8', at: 16, size: 1, pad: 3 },
        { name: 'series', type: 'uint32', at: 20, size: 4, pad: 0 },
      ].map(({ name, type, at, size, pad }) => ({
        name,
        type,
        offsetBytes: at,
        sizeBytes: size,
        alignBytes: size,
        padAfterBytes: pad,
        ptrdataBytes: 0,
        embedded: false,
        line: 11,
        col: 2,
      })),
      best: {
        sizeBytes: 16,
        allocatedBytes: 16,
        classBytes: 16,
        ptrdataBytes: 0,
        paddingBytes: 2,
        order: ['stamp', 'valid', 'kind', 'series'],
        cautions: [],
      },
    });
    // Where no order is better, that as written.
    assert.deepEqual((rows[2]?.best as Record<string, unknown>).order, ['key', 'ok']);
  });

  it('sorts by what holds nothing', async () => {
    const { out } = await run(['--goarch', 'amd64', '--brief', '--sort', 'waste']);
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[1]),
      ['loose:', 'Pair[string,bool]:', 'tight:'],
    );
  });

  it('tells types from paths', async () => {
    const { out, asked } = await run(['a.go', 'loose', 'Pair', './b', '--brief']);
    assert.deepEqual(asked, [`${hostGoarch()}: a.go ./b`]);
    assert.equal(out.trimEnd().split('\n').length, 2);
    assert.deepEqual((await run(['loose'])).asked, [`${hostGoarch()}: loose`]);
    assert.deepEqual((await run([])).asked, [`${hostGoarch()}: .`]);
  });

  it('takes the GOARCH that is asked for, or several', async () => {
    const { asked, out } = await run(['--goarch', 'amd64,386', '--brief', '.', 'tight']);
    assert.deepEqual(asked, ['amd64: .', '386: .']);
    assert.equal(out.trimEnd().split('\n').length, 2);
    const environment = { GOARCH: 'wasm' };
    assert.deepEqual((await run(['--brief'], { environment })).asked, ['wasm: .']);
  });

  it('prints what --fix would change, and why it does not change the rest', async () => {
    const { code, out, error, asked } = await run(['--diff', '--goarch', 'amd64', '.', 'loose']);
    assert.equal(code, EXIT.done);
    assert.deepEqual(
      asked.map((each) => JSON.parse(each) as unknown),
      [{ paths: ['.'], types: ['loose'], goarch: 'amd64', thresholdBytes: 8 }],
    );
    assert.equal(out, '--- a/a.go\n+++ b/a.go\n@@ -1,3 +1,3 @@\n a\n-b\n c\n+b\n');
    assert.equal(error, 'gomem layout: a.go:20:6: tight is left as it is. A reason\n');
  });

  it('refuses what it does not know', async () => {
    for (const [args, message] of [
      [['--goarch', 'z80'], /there is no GOARCH "z80"; known: amd64 arm64 386 /],
      [['--sort', 'size'], /there is no order "size"/],
      [['--fix', '--goarch', 'amd64,386'], /--fix goes with one GOARCH/],
      [['--fix', '--json'], /--fix goes with one GOARCH, and not with --json/],
      [['--fix', '--threshold', 'x'], /--threshold wants a number of bytes, not "x"/],
      [['.', 'missing'], /there is no struct type missing in \./],
    ] as const) {
      const { code, error } = await run(args);
      assert.equal(code, EXIT.unusable);
      assert.match(error, message);
    }
  });

  it('says what is not known once, and the rest all the same', async () => {
    const make = (goarch: string): LayoutListing => ({
      layouts: [
        ...listing(goarch).layouts,
        { type: 'odd', goarch, reason: 'field x: no such type' },
      ],
      problems: ['no such file or directory: b.go'],
    });
    const { code, out, error } = await run(['--goarch', 'amd64,arm64', '--brief'], { make });
    assert.equal(code, EXIT.unusable);
    assert.equal(out.trimEnd().split('\n').length, 6);
    assert.equal(
      error,
      'gomem layout: no such file or directory: b.go\ngomem layout: odd: field x: no such type\n',
    );
    assert.equal(
      (await run(['.', 'tight'], { make: (goarch) => ({ ...make(goarch), problems: [] }) })).code,
      EXIT.done,
    );
  });

  it('has no end of elements', async () => {
    const make = (goarch: string): LayoutListing => ({
      layouts: [
        reportAt(
          'huge',
          { list: new ArrayType(2 ** 31, int32), p: new PointerType(bool) },
          1,
          goarch,
        ),
      ],
      problems: [],
    });
    const { out } = await run(['--goarch', 'amd64'], { make });
    assert.ok(out.split('\n').length < 20);
  });
});
