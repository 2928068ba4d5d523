/** The thread that keeps a trace: it reads and answers, and the extension host stays free. */
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { TraceRecorder } from '../../../../server/src/engine/scripts/traceRecorder.ts';
import { scriptOfTrace } from '../../../../server/src/engine/scripts/traceScript.ts';
import { HeapScan } from '../../../../server/src/engine/trace/heapScan.ts';
import { TraceSummary } from '../../../../server/src/engine/trace/summary.ts';
import { fileBytes, unpacked } from '../../../../server/src/host/byteStream.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';
import { sourcePaths } from '../../../../server/src/host/sourcePaths.ts';
import { answerRequests } from '../../threads/answering.ts';
import type { FileSource, ToThread } from '../../threads/protocol.ts';
import { heapModel } from '../models/heapModel.ts';
import { partModel } from '../models/partModel.ts';
import { drawnRows, spanModel } from '../models/timelineModel.ts';
import { traceModel } from '../models/traceModel.ts';
import type { TraceMethods } from '../workerProtocol.ts';

const PROGRESS_STEP = 0.02;

interface Opened {
  readonly summary: TraceSummary;
  readonly sources: SourcePaths;
}

let opened: Opened | undefined;

async function answer(
  message: ToThread<TraceMethods>,
  progress: (share: number) => void,
): Promise<object> {
  switch (message.method) {
    case 'heap': {
      const scan = new HeapScan();
      await read(message.params.source, scan, () => undefined);
      return heapModel(scan, scan.startNs, scan.durationNs);
    }
    case 'open': {
      const { source, name, sources } = message.params;
      const summary = new TraceSummary();
      const countBytes = await read(source, summary, progress);
      if (summary.countEvents === 0) {
        return { problem: summary.problem ?? 'there is no event in the trace' };
      }
      opened = { summary, sources: sourcePaths(sources) };
      return traceModel(summary, name, countBytes);
    }
    case 'draft': {
      const recorder = new TraceRecorder();
      await read(message.params.source, recorder, progress);
      const script = scriptOfTrace(recorder);
      return 'problem' in script ? script : { json: script.json, assumptions: script.assumptions };
    }
    case 'spans':
      return drawnRows(needed().summary, message.params);
    case 'span':
      return { span: spanModel(needed().summary, message.params) };
    case 'part':
      return partModel(needed().summary, message.params);
    case 'places': {
      const { file, functionName } = message.params;
      return needed().sources.find(file, functionName);
    }
  }
}

function needed(): Opened {
  if (!opened) {
    throw new Error('no trace is open');
  }
  return opened;
}

/** Takes the bytes of a trace in pieces. */
interface Reading {
  readonly problem: string | undefined;
  push(chunk: Uint8Array): void;
  end(): void;
}

/** How many bytes the file has. */
async function read(
  source: FileSource,
  reading: Reading,
  progress: (share: number) => void,
): Promise<number> {
  const countBytes = 'path' in source ? (await stat(source.path)).size : source.bytes.length;
  const bytes = 'path' in source ? fileBytes(source.path) : unpacked(Readable.from([source.bytes]));
  let countRead = 0;
  let told = 0;
  for await (const chunk of bytes) {
    reading.push(chunk);
    if (reading.problem !== undefined) {
      break;
    }
    countRead += chunk.length;
    // Of what is packed the end is not known.
    const share = Math.min(1, countRead / countBytes);
    if (share >= told + PROGRESS_STEP) {
      told = share;
      progress(share);
    }
  }
  reading.end();
  return countBytes;
}

answerRequests(answer);
