import { spawn } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf, Unavailable } from './commands.ts';
import { barAtMost, figureOf, median, type Part, type Row } from './figures.ts';
import { CACHE } from './subjects.ts';
import type { TraceTimes } from './traceProcess.ts';

const PROGRAM = fileURLToPath(new URL('traceProgram', import.meta.url));
const PROCESS = fileURLToPath(new URL('traceProcess.ts', import.meta.url));

interface Subject {
  readonly megabytes: number;
  readonly countPasses: number;
  readonly mostToHeapMs: number;
  /** Go's own needs a hundred times the size of a trace in memory. */
  readonly hasPeer: boolean;
}

const SUBJECTS: readonly Subject[] = [
  { megabytes: 24, countPasses: 5, mostToHeapMs: 500, hasPeer: true },
  { megabytes: 100, countPasses: 3, mostToHeapMs: 2000, hasPeer: false },
];

const MOST_MEGABYTES = 600;
const LONGEST_PEER_MS = 120_000;

/** From a trace that a program has written of itself to its heap chart and to all views, beside `go tool trace`. */
export async function measureTraces(): Promise<readonly Part[]> {
  await mkdir(CACHE, { recursive: true });
  const program = join(CACHE, 'traced.exe');
  await outputOf('building', {
    command: 'go',
    args: ['build', '-o', program, '.'],
    cwd: PROGRAM,
  });
  const parts: Part[] = [];
  for (const subject of SUBJECTS) {
    parts.push(await measureSubject(subject, program));
  }
  return parts;
}

async function measureSubject(
  { megabytes, countPasses, mostToHeapMs, hasPeer }: Subject,
  program: string,
): Promise<Part> {
  const file = join(CACHE, `${megabytes}.trace`);
  await outputOf('tracing', { command: program, args: [file, String(megabytes)] });
  const ours: TraceTimes[] = [];
  for (let pass = 0; pass < countPasses; pass++) {
    const output = await outputOf('reading', {
      command: process.execPath,
      args: [...process.execArgv, PROCESS, file],
    });
    ours.push(JSON.parse(output) as TraceTimes);
  }
  const heap = ours.map(({ heapMs }) => heapMs);
  const peak = Math.max(...ours.map(({ peakMegabytes }) => peakMegabytes));
  const { size } = await stat(file);
  const events = ours[0]?.countEvents ?? 0;
  const peer: Row[] = hasPeer
    ? [figureOf('go tool trace', [await firstPageMs(file)], { note: 'to its first page' })]
    : [];
  return {
    title: `An execution trace (${(size / 1e6).toFixed(1)} MB, ${events.toLocaleString('en')} events; ${peak.toFixed(0)} MB of memory)`,
    rows: [
      figureOf('heap over time', heap),
      figureOf(
        'then all views',
        ours.map(({ allMs }) => allMs),
      ),
      ...peer,
    ],
    bars: [
      barAtMost('heap, ms', median(heap), mostToHeapMs),
      barAtMost('memory, MB', peak, MOST_MEGABYTES),
    ],
  };
}

/** Until it says that it listens; then it is ended. */
async function firstPageMs(file: string): Promise<number> {
  const outputOfGo = (...args: readonly string[]) =>
    outputOf('go tool trace', { command: 'go', args: ['tool', ...args] });
  // The go command builds the tool when it runs it first, and would not end it with itself.
  await outputOfGo('trace', '-d=footprint', file);
  const tool = (await outputOfGo('-n', 'trace')).trim();
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let said = '';
    const child = spawn(tool, ['-http=127.0.0.1:0', file], {
      // It opens a browser otherwise.
      env: { ...process.env, BROWSER: 'true' },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: AbortSignal.timeout(LONGEST_PEER_MS),
      windowsHide: true,
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('listening on')) {
        resolve(performance.now() - start);
        child.kill();
      }
    });
    child.on('error', (error) => {
      reject(new Unavailable('go tool trace', error.message));
    });
    child.on('close', () => {
      reject(new Unavailable('go tool trace', said));
    });
  });
}
