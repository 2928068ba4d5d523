/** Programs that run here with a trace of their collections, and the view's model of it meanwhile. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { followLog } from '../../client/src/gclog/followLog.ts';
import { gcLogModel } from '../../client/src/gclog/gcLogModel.ts';
import { grown } from '../../client/src/gclog/growth.ts';
import type { GcLogModel, ToGcLogView } from '../../client/src/webview/gcLogProtocol.ts';
import { runWithGcTrace, type GcTraceProgram } from '../../server/src/capture/gcTrace.ts';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { english } from '../../server/src/engine/features/localize.ts';
import { readGcLog } from '../support/gcLogTruth.ts';
import { MARK_VARIABLE, markedProcesses, processesLeft } from '../support/leftovers.ts';
import { until } from '../support/until.ts';

const PROGRAMS = fileURLToPath(new URL('.', import.meta.url));

describe('a run with GC trace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gc-trace-'));
  const log = join(folder, 'a.gctrace');
  const mark = randomUUID();
  let output = '';

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (
    program: Partial<GcTraceProgram>,
    signal = new AbortController().signal,
    file = log,
  ) => {
    output = '';
    writeFileSync(log, '');
    return runWithGcTrace({
      program: {
        mode: 'run',
        program: '.',
        args: [],
        directory: join(PROGRAMS, 'gcLogFindings'),
        gogc: '',
        goMemLimit: '',
        ...program,
      },
      goCommand: 'go',
      flags: DEFAULT_BUILD_FLAGS,
      environment: {
        ...process.env,
        GODEBUG: 'madvdontneed=1',
        TMPDIR: folder,
        [MARK_VARIABLE]: mark,
      },
      log: file,
      signal,
      onOutput: (text) => {
        output += text.toString();
      },
    });
  };

  /** The page's side: what it knows after all that it was told. */
  const page = (signal: AbortSignal) => {
    const told: { model: GcLogModel | undefined; countOpened: number; countGrown: number } = {
      model: undefined,
      countOpened: 0,
      countGrown: 0,
    };
    const post = (message: ToGcLogView) => {
      if (message.type === 'opened') {
        told.model = message.log;
        told.countOpened++;
      } else if (message.type === 'grown' && told.model) {
        told.model = grown(told.model, message.growth);
        told.countGrown++;
      }
    };
    const ended = followLog({ path: log, name: 'a', signal, localize: english, post });
    return { told, ended };
  };

  /** Whole lines: the last one may be cut. */
  const cyclesIn = (text: string) =>
    (text.match(/^gc \d+ @.* \d+ P(?: \(forced\))?$/gm) ?? []).length;

  it('draws while the program runs, and has all lines in the end', async () => {
    writeFileSync(log, '');
    const follow = new AbortController();
    const stop = new AbortController();
    const { told, ended } = page(follow.signal);
    const running = run(
      {
        mode: 'test',
        program: './profiledTests',
        directory: PROGRAMS,
        args: ['-test.run=Churns'],
        gogc: '50',
      },
      stop.signal,
    );
    let isOver = false;
    void running.then(() => (isOver = true));
    // It goes on until it is stopped.
    await until(
      () => isOver || (told.countGrown > 2 && (told.model?.runs[0]?.countCycles ?? 0) > 10),
    );
    stop.abort();
    assert.deepEqual(await running, { type: 'stopped' });
    follow.abort();
    await ended;
    const text = readFileSync(log, 'utf8');
    assert.match(
      output,
      /^go test -c .*\nGODEBUG=gctrace=1 GOGC=50 .*run\.exe -test\.run=Churns\n/,
    );
    assert.equal(told.countOpened, 1);
    assert.equal(told.model?.runs.length, 1, 'the go command logs nothing of itself');
    assert.equal(told.model.runs[0]?.countCycles, cyclesIn(text));
    // In pieces it is what it is as a whole.
    assert.deepEqual(told.model, gcLogModel(readGcLog(text), 'a'));
  });

  it('runs benchmarks, in their folder', async () => {
    const ending = await run({
      mode: 'test',
      program: './profiledTests',
      directory: PROGRAMS,
      args: ['-test.run=^$', '-test.bench=Make', '-test.benchtime=200000x'],
      goMemLimit: '64MiB',
    });
    assert.deepEqual(ending, { type: 'exited', code: 0 });
    assert.match(output, /\s200000\t.* ns\/op$/m);
    assert.ok(cyclesIn(readFileSync(log, 'utf8')) > 0);
    assert.match(output, /^GODEBUG=gctrace=1 GOMEMLIMIT=64MiB /m);
  });

  it('says what does not build, and what cannot be run', async () => {
    const broken = await run({ program: './nothing' });
    assert.equal(broken.type, 'missing');
    const library = await run({ args: [], program: '../escapeConstructs' });
    assert.notDeepEqual(library, { type: 'exited', code: 0 });
    const missing = await run({ mode: 'binary', program: 'no-such-file' });
    assert.equal(missing.type, 'missing');
  });

  it('says that there is no log, and lets the program end', async () => {
    const program = { mode: 'binary', program: process.execPath, args: ['-p', '"said"'] } as const;
    const file = join(folder, 'no-such-folder', 'a.gctrace');
    await assert.rejects(run(program, undefined, file), /ENOENT/);
    assert.match(output, /^said$/m);
  });

  it('ends what it has started, and nothing else', async () => {
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    const stop = new AbortController();
    const running = run(
      { mode: 'test', program: './profiledTests', directory: PROGRAMS, args: ['-test.run=Sleeps'] },
      stop.signal,
    );
    await until(() => markedProcesses(mark).some((each) => each.startsWith('sleep')));
    stop.abort();
    assert.deepEqual(await running, { type: 'stopped' });
    assert.deepEqual(await processesLeft(mark), []);
    assert.equal(other.exitCode, null);
    other.kill();
    assert.deepEqual(readdirSync(folder), ['a.gctrace']);
  });
});
