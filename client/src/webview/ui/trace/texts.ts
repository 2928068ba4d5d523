/** Names and amounts of a trace as people read them. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { Frame } from '../../../../../server/src/engine/trace/generation.ts';
import { shortName } from '../../../../../server/src/engine/profile/functionNames.ts';
import { valueText } from '../../../profiles/models/texts.ts';
import type { EventModel, RowState, TraceView } from '../../traceProtocol.ts';

export function durationText(ns: number): string {
  return Number.isNaN(ns) ? '–' : valueText(ns, 'nanoseconds', 'auto');
}

/** A time from the beginning of the trace, to the microsecond. */
export function timeText(seconds: number): string {
  return `${seconds.toFixed(6)} s`;
}

/** `main.work main.go:12`; the whole path is for tooltips. */
export function placeText({ functionName, file, line }: Frame): string {
  return `${shortName(functionName)} ${file.replace(/.*[/\\]/, '')}:${line}`;
}

export function viewTitle(view: TraceView, localize: Localize): string {
  switch (view) {
    case 'heap':
      return localize('Heap');
    case 'objects':
      return localize('Objects');
    case 'events':
      return localize('Events');
    case 'timeline':
      return localize('Timeline');
    case 'blocked':
      return localize('What blocked here');
    case 'info':
      return localize('Info');
  }
}

export function eventTitle({ kind, reason }: EventModel, localize: Localize): string {
  switch (kind) {
    case 'mark':
      return localize('GC marking');
    case 'assist':
      return localize('mark assist');
    case 'sweep':
      return localize('sweep');
    case 'stop':
      return localize('stop the world: {0}', reason);
    case 'latency':
      return localize('runnable until it runs');
    case 'wait':
      return reason === 'syscall' ? reason : localize('block: {0}', reason);
  }
}

export function stateTitle(state: RowState, localize: Localize): string {
  switch (state) {
    case 'running':
      return localize('running');
    case 'runnable':
      return localize('runnable');
    case 'waiting':
      return localize('waiting');
    case 'syscall':
      return localize('system call');
    case 'idle':
      return localize('idle');
    case 'scheduling':
      return localize('no goroutine');
    case 'gc':
      return localize('GC worker');
  }
}
