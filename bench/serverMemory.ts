/** What memory a server of ours has come to, as Node reports it on a signal. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from './figures.ts';
import { pause } from './serverProcess.ts';
import { CACHE } from './subjects.ts';

export interface Memory {
  readonly peakBytes: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

const REPORT_MS = 10_000;
const REPORT_NAME = 'server-report.json';
const REPORT = join(CACHE, REPORT_NAME);

/** Arguments of Node for a process that will be asked. */
export async function reportArguments(): Promise<readonly string[]> {
  await mkdir(CACHE, { recursive: true });
  await rm(REPORT, { force: true });
  return [
    '--report-on-signal',
    '--report-exclude-network',
    `--report-directory=${CACHE}`,
    `--report-filename=${REPORT_NAME}`,
  ];
}

/** Undefined where the process cannot be asked. */
export async function memoryOf(pid: number | undefined): Promise<Memory | undefined> {
  if (pid === undefined || process.platform === 'win32') {
    return undefined;
  }
  process.kill(pid, 'SIGUSR2');
  for (const deadline = performance.now() + REPORT_MS; performance.now() < deadline;) {
    await pause(100);
    const report = existsSync(REPORT) ? memoryIn(await readFile(REPORT, 'utf8')) : undefined;
    if (report) {
      return report;
    }
  }
  throw new Error('the server does not report its memory');
}

export function memoryRows(memory: Memory | undefined): readonly Row[] {
  const amount = (subject: string, bytes: number): Row => ({
    type: 'amount',
    subject,
    amount: Math.round(bytes / 1e6),
    unit: 'MB',
  });
  return memory
    ? [
        amount('highest resident set', memory.peakBytes),
        amount('resident set', memory.residentBytes),
        amount('heap in use', memory.heapBytes),
      ]
    : [{ type: 'skipped', subject: 'memory', reason: 'this system has no SIGUSR2' }];
}

/** Undefined while the report is being written. */
function memoryIn(text: string): Memory | undefined {
  try {
    const { resourceUsage, javascriptHeap } = JSON.parse(text) as {
      resourceUsage: { maxRss: string; rss: string };
      javascriptHeap: { usedMemory: number };
    };
    return {
      peakBytes: Number(resourceUsage.maxRss),
      residentBytes: Number(resourceUsage.rss),
      heapBytes: javascriptHeap.usedMemory,
    };
  } catch {
    return undefined;
  }
}
