/**
 * Views of profiles, line by line, beside `go tool pprof`: of a program that records all kinds of itself,
 * of the compiler's own, and of some by chance (`npm run oracle profiles` has more of these).
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readGoroutineDump } from '../../server/src/engine/profile/goroutineDump.ts';
import {
  gperftoolsCpu,
  gperftoolsHeap,
  JAVA_CONTENTION,
  JAVA_HEAP,
  javaCpu,
  THREADS,
} from '../support/gperftools.ts';
import { profileOfStacks } from '../support/stacks.ts';
import { writeProto } from '../../server/src/engine/profile/protoWriter.ts';
import { differences, ourView, type ViewRequest } from '../support/pprof.ts';
import { sample, seededRandom } from '../support/random.ts';
import { checkRandomProfiles } from '../oracle/profiles.ts';

const RECORDER = fileURLToPath(new URL('profileRecorder', import.meta.url));
const SEED = 20_261_127;
const COUNT_RECORDED = 240;
const COUNT_RANDOM = 60;

const KINDS = ['heap', 'allocs', 'cpu', 'block', 'mutex', 'goroutine', 'threadcreate'];
const VIEWS: readonly Pick<ViewRequest, 'view' | 'pattern'>[] = [
  { view: 'top' },
  { view: 'tree' },
  { view: 'dot' },
  { view: 'traces' },
  { view: 'tags' },
  { view: 'peek', pattern: 'main|runtime' },
  { view: 'list', pattern: 'grow|leaf|spin' },
];
const FLAGS = [
  [],
  ['-lines'],
  ['-addresses'],
  ['-files'],
  ['-filefunctions', '-cum'],
  ['-noinlines'],
  ['-sample_index=0'],
  ['-nodecount=5', '-unit=auto'],
  ['-focus=grow', '-relative_percentages'],
  ['-ignore=main'],
  ['-show_from=grow', '-hide=leaf'],
  ['-tagfocus=worker=a'],
  ['-tagfocus=bytes=:64'],
  ['-tagignore=16b:1kb'],
  ['-trim=false'],
  ['-noinlines=true', '-cum=false', '-alloc_space=T'],
];

describe('views of profiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profile-views-'));
  const file = (name: string) => join(folder, name);
  const zone = process.env.TZ;
  before(() => {
    process.env.TZ = 'UTC';
    const program = file('recorder.exe');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: RECORDER });
    execFileSync(program, [folder]);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    process.env.TZ = zone;
  });

  const allEqual = async (requests: readonly ViewRequest[]) => {
    const found = [];
    for (const request of requests) {
      found.push(...(await differences(request)));
    }
    assert.deepEqual(found, []);
  };

  it('are those of pprof for what a program records', async () => {
    const requests = KINDS.flatMap((kind) =>
      VIEWS.flatMap((view) =>
        FLAGS.map((flags) => ({ ...view, flags, files: [file(`${kind}.pb.gz`)] })),
      ),
    );
    await allEqual(sample(requests, COUNT_RECORDED, seededRandom(SEED)));
  });

  it('are those of pprof for merged profiles, and for differences', async () => {
    const before = file('before.pb.gz');
    const heap = file('heap.pb.gz');
    await allEqual(
      VIEWS.flatMap((view) => [
        { ...view, flags: [], files: [heap, before] },
        { ...view, flags: [], files: [file('allocs.pb.gz'), heap, before] },
        { ...view, flags: [`-base=${before}`], files: [heap] },
        { ...view, flags: [`-diff_base=${before}`], files: [heap] },
        { ...view, flags: [`-diff_base=${before}`, '-normalize'], files: [heap] },
      ]),
    );
  });

  it('are those of pprof where its binary stands before the profile', async () => {
    const files = [file('recorder.exe'), file('cpu.pb.gz')];
    await allEqual([
      { view: 'top', flags: [], files },
      { view: 'peek', pattern: 'spin', flags: [], files },
    ]);
  });

  it('are those of pprof for labels as frames', async () => {
    await allEqual(
      VIEWS.filter(({ view }) => view !== 'list').flatMap((view) => [
        { ...view, flags: ['-tagroot=kind,worker'], files: [file('cpu.pb.gz')] },
        { ...view, flags: ['-tagleaf=bytes'], files: [file('heap.pb.gz')] },
      ]),
    );
  });

  it('are those of pprof for the profile of the compiler', async () => {
    const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
    const files = [join(goroot, 'src/cmd/compile/default.pgo')];
    await allEqual([
      { view: 'top', flags: [], files },
      { view: 'tree', flags: ['-lines'], files },
      { view: 'dot', flags: [], files },
      { view: 'traces', flags: ['-focus=ssa'], files },
    ]);
  });

  it('list sources from where pprof does', async () => {
    const copy = file('copy/deeper');
    mkdirSync(copy, { recursive: true });
    const code = readFileSync(join(RECORDER, 'main.go'), 'utf8');
    writeFileSync(file('copy/main.go'), code.replaceAll('\n', ' // of the copy\n'));
    const files = [file('heap.pb.gz')];
    const flags = [`-trim_path=${RECORDER}`, `-source_path=${copy}`];
    const view = { view: 'list', pattern: 'grow', flags, files };
    await allEqual([view]);
    const { lines } = await ourView(view);
    assert.ok(lines.some((line) => line.endsWith('// of the copy')));
  });

  it('are those of pprof for what gperftools writes', async () => {
    const files = ['heap_v2/524288', 'heapprofile', 'growthz'].map((kind) => {
      const name = file(`${kind.replace('/', '.')}.heap`);
      writeFileSync(name, gperftoolsHeap(kind));
      return name;
    });
    for (const size of [4, 8] as const) {
      for (const isLittle of [true, false]) {
        const name = file(`cpu.${size}.${isLittle}`);
        writeFileSync(name, gperftoolsCpu(size, isLittle));
        files.push(name);
      }
    }
    await allEqual(
      files.flatMap((name) => [
        { view: 'top', flags: ['-trim=false'], files: [name] },
        { view: 'traces', flags: ['-addresses'], files: [name] },
        { view: 'peek', pattern: 'app', flags: ['-ignore=libc'], files: [name] },
        { view: 'tags', flags: [], files: [name] },
      ]),
    );
    const { lines } = await ourView({ view: 'top', flags: [], files: files.slice(-1) });
    assert.match(lines.join('\n'), /^File: app\n[^]* {2}\[libc\.so\.6\]$/m);
  });

  it('are those of pprof for threads of C++ and what Java writes', async () => {
    const texts = { THREADS, JAVA_HEAP, JAVA_CONTENTION, JAVA_CPU: javaCpu() };
    const files = Object.entries(texts).map(([name, text]) => {
      writeFileSync(file(name), text);
      return file(name);
    });
    await allEqual(
      files.flatMap((name) => [
        { view: 'top', flags: ['-trim=false', '-compact_labels'], files: [name] },
        { view: 'traces', flags: ['-lines'], files: [name] },
        { view: 'tree', flags: ['-addresses'], files: [name] },
        { view: 'tags', flags: [], files: [name] },
      ]),
    );
  });

  it('are those of pprof where what is compared has come to nothing', async () => {
    const written = (name: string, stack: string, value: number) => {
      writeFileSync(file(name), writeProto(profileOfStacks([[stack, value]])));
      return file(name);
    };
    const stays = written('stays', 'main.main main.big', 1000);
    const gone = written('gone', 'main.main main.gone', 10);
    const request = { view: 'tree', flags: [`-diff_base=${gone}`], files: [stays, gone] };
    await allEqual([request, { ...request, view: 'peek', pattern: 'main' }]);
    const { lines } = await ourView(request);
    assert.ok(lines.some((line) => line.endsWith(' 0     0% |   main.gone')));
  });

  it('are those of pprof for profiles by chance', async () => {
    const { countViews, differences: found } = await checkRandomProfiles(COUNT_RANDOM, SEED);
    assert.equal(countViews, COUNT_RANDOM * 5);
    assert.deepEqual(found, []);
  });

  it('of texts have the names and numbers of the packed profile', async () => {
    // Texts do not say what is inlined.
    const withoutShares = (line: string) => line.replace(/\S+%| \(.*inline\)$/g, '');
    const rowsOf = async (name: string, flags: readonly string[]) => {
      const view = { view: 'top', flags: [...flags, '-nodefraction=0'] };
      const { lines } = await ourView({ ...view, files: [file(name)] });
      // What writes the first of the two allocates, and waits.
      return lines
        .filter((line) => /\d% {2}main\.(?:grow|leaf|contend)/.test(line))
        .map(withoutShares);
    };
    for (const [kind, flags] of [
      ['heap', ['-lines', '-sample_index=inuse_space']],
      ['heap', ['-sample_index=alloc_objects']],
      ['mutex', ['-lines', '-sample_index=contentions']],
      ['block', ['-lines', '-sample_index=contentions']],
    ] as const) {
      const ofText = await rowsOf(`${kind}.txt`, flags);
      assert.deepEqual(ofText, await rowsOf(`${kind}.pb.gz`, flags));
      assert.notEqual(ofText.length, 0);
    }
  });

  it('of goroutines count what the packed profile counts', async () => {
    const total = async (name: string) => {
      const { lines } = await ourView({ view: 'top', flags: [], files: [file(name)] });
      return lines.find((line) => line.startsWith('Showing nodes'));
    };
    assert.equal(await total('goroutine.txt'), await total('goroutine.pb.gz'));
    assert.equal(await total('goroutines.txt'), await total('goroutine.pb.gz'));
    const goroutines = readGoroutineDump(readFileSync(file('goroutines.txt'), 'utf8'));
    const states = goroutines.map(
      ({ state, isLockedToThread }) => `${state}${isLockedToThread ? ', locked' : ''}`,
    );
    assert.deepEqual(states.sort(), [
      'chan receive',
      'chan receive',
      'chan receive',
      'running',
      'select (no cases), locked',
    ]);
  });
});
