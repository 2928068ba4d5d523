import { EVENT } from './format.ts';
import { GO, NONE, PROC, type Context } from './orderState.ts';
import type { SpanRow } from './spanRow.ts';
import type { Timeline } from './timeline.ts';

/** States of Ps in a timeline; the detail is the goroutine, or 0. */
export const PROC_STATES = ['idle', 'running', 'syscall', 'scheduling'] as const;
type ProcState = (typeof PROC_STATES)[number];

interface Proc {
  readonly row: SpanRow;
  state: ProcState;
  goroutine: number;
}

/** What each P does: which goroutine it runs, or that it is idle, in a system call, or looks for work. */
export class Procs {
  readonly #procs = new Map<number, Proc>();
  readonly #timeline: Timeline;
  #startNs = NaN;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** The trace begins. */
  start(time: number): void {
    this.#startNs = time;
  }

  event(type: number, time: number, args: Float64Array, { proc, goroutine }: Context): void {
    const first = args[0] ?? NONE;
    switch (type) {
      case EVENT.ProcStatus:
        this.#appear(first, args[1] ?? 0);
        break;
      case EVENT.ProcStart:
        this.#change(first, time, 'scheduling', 0);
        break;
      case EVENT.ProcStop:
        this.#change(proc, time, 'idle', 0);
        break;
      case EVENT.ProcSteal:
        this.#change(first, time, 'idle', 0);
        break;
      case EVENT.GoStart:
        this.#change(proc, time, 'running', first);
        break;
      case EVENT.GoStatus:
      case EVENT.GoStatusStack:
        if (args[2] === GO.running) {
          this.#hasRun(proc, first);
        }
        break;
      case EVENT.GoStop:
      case EVENT.GoBlock:
      case EVENT.GoDestroy:
        this.#change(proc, time, 'scheduling', 0);
        break;
      case EVENT.GoSyscallBegin:
        this.#change(proc, time, 'syscall', goroutine);
        break;
      case EVENT.GoSyscallEnd:
        this.#change(proc, time, 'running', goroutine);
        break;
    }
  }

  end(time: number): void {
    for (const { row, state, goroutine } of this.#procs.values()) {
      row.add(time, PROC_STATES.indexOf(state), goroutine);
    }
  }

  #appear(id: number, status: number): void {
    if (!this.#procs.has(id)) {
      const state =
        status === PROC.running ? 'scheduling' : status === PROC.idle ? 'idle' : 'syscall';
      const row = this.#timeline.addProc(id, this.#startNs);
      this.#procs.set(id, { row, state, goroutine: 0 });
    }
  }

  /** The goroutine has run there since before the trace. */
  #hasRun(id: number, goroutine: number): void {
    const proc = this.#procs.get(id);
    if (proc?.state === 'scheduling' && proc.row.endNs === proc.row.startNs) {
      proc.state = 'running';
      proc.goroutine = goroutine;
    }
  }

  #change(id: number, time: number, state: ProcState, goroutine: number): void {
    const proc = this.#procs.get(id);
    if (proc) {
      proc.row.add(time, PROC_STATES.indexOf(proc.state), proc.goroutine);
      proc.state = state;
      proc.goroutine = goroutine;
    }
  }
}
