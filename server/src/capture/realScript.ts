/** Scripts of the heap simulator run for real: by the Go program in server/simulated, under gctrace. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GcLogReader } from '../engine/gclog/reader.ts';
import { completeJson, readScript } from '../engine/heap/scriptParser.ts';
import type { RealOutcome } from '../engine/heap/whatIf.ts';
import type { CYCLE_FIELDS } from '../engine/gclog/runtimeFields.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { CaptureCancelled, CaptureError } from './captureError.ts';
import { runProgram, type ProgramRequest } from './runProgram.ts';

export interface RealRequest {
  readonly goCommand: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Where the program's source lies. */
  readonly source: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs one script after the other. Rejects with a {@link CaptureError} where the program cannot be built or run,
 * and with {@link CaptureCancelled}.
 */
export async function runForReal(
  scripts: readonly Readonly<Record<string, unknown>>[],
  request: RealRequest,
): Promise<RealOutcome[]> {
  const { goCommand, environment, source, signal } = request;
  const folder = await makeTemporaryFolder('gomem-real-');
  try {
    const program = join(folder.path, 'simulated.exe');
    await output({
      command: goCommand,
      args: ['build', '-o', program, '.'],
      cwd: source,
      // As the runtime is by itself: neither the workspace's flags nor its experiments.
      env: { ...environment, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' },
      signal,
    });
    const outcomes: RealOutcome[] = [];
    for (const script of scripts) {
      const file = join(folder.path, 'script.json');
      await writeFile(file, complete(script));
      const { stdout, stderr } = await output({
        command: program,
        args: [file],
        cwd: folder.path,
        env: { ...environment, GODEBUG: 'gctrace=1', GOGC: '', GOMEMLIMIT: '' },
        signal,
      });
      outcomes.push(outcomeOf(stdout, stderr));
    }
    return outcomes;
  } finally {
    await folder.delete();
  }
}

function complete(json: Readonly<Record<string, unknown>>): string {
  const { script, problem } = readScript(json);
  if (script === undefined) {
    throw new CaptureError(problem);
  }
  return JSON.stringify(completeJson(script));
}

async function output(
  request: Omit<ProgramRequest, 'onOutput'>,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  const ending = await runProgram({
    ...request,
    onOutput: (bytes, stream) => {
      chunks[stream].push(bytes);
    },
  });
  const stdout = Buffer.concat(chunks.stdout).toString('utf8');
  const stderr = Buffer.concat(chunks.stderr).toString('utf8');
  switch (ending.type) {
    case 'stopped':
      throw new CaptureCancelled();
    case 'missing':
      throw new CaptureError(`It cannot be run: ${ending.message}`);
    case 'killed':
      throw new CaptureError(`${request.command} was ended by ${ending.signal}.`);
    case 'exited':
      if (ending.code !== 0) {
        const [said = ''] = stderr.trim().split('\n');
        throw new CaptureError(`${request.command} fails with ${ending.code}: ${said}`);
      }
      return { stdout, stderr };
  }
}

const MIB = 2 ** 20;

function outcomeOf(stdout: string, log: string): RealOutcome {
  const { numGC, elapsedNs, heapAlloc, resident } = countedBy(stdout);
  const reader = new GcLogReader();
  reader.push(log);
  const [run] = reader.end().runs;
  // Without the cycles that the program forces before the script begins.
  const isForced = run?.cycles.column('isForced') ?? new Float64Array();
  const values = (field: (typeof CYCLE_FIELDS)[number]) =>
    (run?.cycles.column(field) ?? new Float64Array()).filter((_, row) => isForced[row] === 0);
  const sum = (field: (typeof CYCLE_FIELDS)[number]) =>
    values(field).reduce((total, value) => total + value, 0);
  const seconds = elapsedNs / 1e9;
  const cpuMs = seconds * 1000 * (values('procs')[0] ?? 1);
  const pausedCpuMs = sum('sweepTermCpuMs') + sum('markTermCpuMs');
  return {
    numGC,
    seconds,
    cyclesPerSecond: numGC / seconds,
    peakHeapBytes: numGC === 0 ? heapAlloc : Math.max(heapAlloc, peakOf(values('heapEndMB'))),
    gcCpuShare: (pausedCpuMs + sum('assistCpuMs') + sum('workerCpuMs')) / cpuMs,
    assistShare: sum('assistCpuMs') / cpuMs,
    pausedNsPerSecond: ((sum('sweepTermMs') + sum('markTermMs')) * 1e6) / seconds,
    longestPauseNs: Math.max(0, ...values('sweepTermMs'), ...values('markTermMs')) * 1e6,
    resident,
  };
}

/** The highest heap of cycles, in bytes: in the middle of what it can be, as the log cuts it to whole MiB. */
export function peakOf(heapEndMB: Float64Array): number {
  return (heapEndMB.reduce((most, each) => Math.max(most, each), 0) + 0.5) * MIB;
}

interface Counted {
  readonly numGC: number;
  readonly elapsedNs: number;
  readonly heapAlloc: number;
  readonly resident: RealOutcome['resident'];
}

function countedBy(stdout: string): Counted {
  const counted: unknown = JSON.parse(stdout);
  const resident = fieldOf(counted, 'resident');
  return {
    numGC: numberOf(counted, 'numGC'),
    elapsedNs: Math.max(1, numberOf(counted, 'elapsedNs')),
    heapAlloc: numberOf(counted, 'heapAlloc'),
    resident:
      resident === null
        ? undefined
        : {
            peakBytes: numberOf(resident, 'peakBytes'),
            hugeBytes: numberOf(resident, 'hugeBytes'),
          },
  };
}

function numberOf(counted: unknown, name: string): number {
  const value = fieldOf(counted, name);
  if (typeof value !== 'number') {
    throw new Error(`the program says no ${name}`);
  }
  return value;
}

function fieldOf(counted: unknown, name: string): unknown {
  return typeof counted === 'object' && counted !== null
    ? Object.entries(counted).find(([key]) => key === name)?.[1]
    : undefined;
}
