/** What the extension host asks the thread that keeps a trace. */
import type { MadeScript } from '../../../server/src/engine/scripts/draft.ts';
import type { DrawnSpans } from '../../../server/src/engine/trace/drawnSpans.ts';
import type { Frame } from '../../../server/src/engine/trace/generation.ts';
import type { SourceSettings } from '../../../server/src/engine/measured/sourcePaths.ts';
import type { FileSource } from '../threads/protocol.ts';
import type {
  HeapModel,
  PartModel,
  PartRequest,
  SpanModel,
  SpanRequest,
  TimelineRequest,
  TraceModel,
} from '../webview/traceProtocol.ts';

/** Each is answered with a value or a problem for a person. */
export interface TraceMethods {
  /** The heap alone, in a fraction of the time. */
  heap: { readonly params: { readonly source: FileSource }; readonly result: HeapModel };
  open: {
    readonly params: {
      readonly source: FileSource;
      readonly name: string;
      readonly sources: SourceSettings;
    };
    readonly result: TraceModel;
  };
  /** What the trace recorded of the heap, for the simulator. */
  draft: { readonly params: { readonly source: FileSource }; readonly result: MadeScript };
  spans: { readonly params: TimelineRequest; readonly result: readonly DrawnSpans[] };
  span: { readonly params: SpanRequest; readonly result: { readonly span: SpanModel | undefined } };
  part: { readonly params: PartRequest; readonly result: PartModel };
  /** Files on this machine that a frame's may be, as the system writes them. */
  places: { readonly params: Frame; readonly result: readonly string[] };
}
