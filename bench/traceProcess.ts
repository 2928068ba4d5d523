/**
 * Reads a trace as the thread of its editor does, in a process of its own so that its memory can be told, and says
 * as JSON how long that took: `node --import ./bench/asPackaged.mjs bench/traceProcess.ts FILE`.
 */
import { heapModel } from '../client/src/trace/models/heapModel.ts';
import { traceModel } from '../client/src/trace/models/traceModel.ts';
import { HeapScan } from '../server/src/engine/trace/heapScan.ts';
import { TraceSummary } from '../server/src/engine/trace/summary.ts';
import { fileBytes } from '../server/src/host/byteStream.ts';

export interface TraceTimes {
  /** From the file to what the heap chart shows. */
  readonly heapMs: number;
  /** From the file to what all views show. */
  readonly allMs: number;
  readonly countEvents: number;
  readonly peakMegabytes: number;
}

async function timesOf(file: string): Promise<TraceTimes> {
  const start = performance.now();
  const scan = new HeapScan();
  for await (const chunk of fileBytes(file)) {
    scan.push(chunk);
  }
  scan.end();
  heapModel(scan, scan.startNs, scan.durationNs);
  const heapMs = performance.now() - start;
  const summary = new TraceSummary();
  for await (const chunk of fileBytes(file)) {
    summary.push(chunk);
  }
  summary.end();
  if (summary.problem !== undefined) {
    throw new Error(summary.problem);
  }
  traceModel(summary, file, 0);
  return {
    heapMs,
    allMs: performance.now() - start - heapMs,
    countEvents: summary.countEvents,
    // maxRSS is in kilobytes.
    peakMegabytes: process.resourceUsage().maxRSS / 1000,
  };
}

console.log(JSON.stringify(await timesOf(process.argv[2] ?? '')));
