/** Scripts of the heap simulator, run for real by a Go program (server/simulated). */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GcLogReader, type GcLog } from '../../server/src/engine/gclog/reader.ts';
import { completeJson, readScript } from '../../server/src/engine/heap/scriptParser.ts';
import type { PROCESS } from '../../server/src/engine/heap/script.ts';

/** What the runtime counted; of bytes the difference that the script made, but for `heapSys`. */
export interface RealRun {
  readonly numGC: number;
  readonly heapAlloc: number;
  readonly heapInuse: number;
  readonly heapSys: number;
  /** Fields of a script, as they were before it began. */
  readonly process: Readonly<Record<keyof typeof PROCESS, number>>;
  readonly elapsedNs: number;
  /** Spans that were begun, by `SIZE SCAN` of the script's classes. */
  readonly newSpans: Readonly<Record<string, number>>;
  readonly cycles: readonly RealCycle[];
  /** Of gctrace; the two cycles before the script begins are forced. */
  readonly log: GcLog;
}

/** As the runtime's metrics name them, in bytes. */
export interface RealCycle {
  readonly Live: number;
  readonly Stack: number;
  readonly Globals: number;
  readonly Goal: number;
  readonly Total: number;
  readonly Released: number;
  readonly Free: number;
  readonly Objects: number;
}

/**
 * Whether other processes wait for the CPU. Cycles are longer then, and the heap has grown more when they end: so
 * there are no more of them than the simulator says, but how many fewer says nothing.
 */
export function isMachineBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism();
}

/** Characters of what a run that failed wrote last: before them are the lines of its cycles. */
const MOST_SAID = 2000;

export class SimulatedGo {
  readonly #folder = mkdtempSync(join(tmpdir(), 'simulated-'));
  readonly #program = join(this.#folder, 'simulated.exe');

  constructor(goroot?: string) {
    execFileSync(
      goroot === undefined ? 'go' : join(goroot, 'bin/go'),
      ['build', '-o', this.#program, '.'],
      {
        cwd: fileURLToPath(new URL('../../server/simulated', import.meta.url)),
        env: {
          ...process.env,
          ...(goroot === undefined ? {} : { GOROOT: goroot }),
          GOTOOLCHAIN: 'local',
          CGO_ENABLED: '0',
          GOFLAGS: '',
          GOEXPERIMENT: '',
        },
      },
    );
  }

  run(json: object, mode: '' | 'spans' | 'goals' | 'profile' = ''): RealRun {
    const { script, problem } = readScript(json);
    if (script === undefined) {
      throw new Error(problem);
    }
    const file = join(this.#folder, 'script.json');
    writeFileSync(file, JSON.stringify(completeJson(script)));
    const { status, signal, error, stdout, stderr } = spawnSync(this.#program, [file, mode], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      env: { ...process.env, GODEBUG: 'gctrace=1', GOMEMLIMIT: '', GOGC: '' },
    });
    if (status !== 0) {
      const said = error?.message ?? stderr.slice(-MOST_SAID);
      throw new Error(`${JSON.stringify(json)} ends with ${signal ?? status}: ${said}`);
    }
    const reader = new GcLogReader();
    reader.push(stderr);
    return { ...(JSON.parse(stdout) as Omit<RealRun, 'log'>), log: reader.end() };
  }

  /** Where a run with `profile` leaves its heap profile. */
  get profile(): string {
    return join(this.#folder, 'script.json.pb.gz');
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
