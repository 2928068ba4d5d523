import { Run } from './run.ts';
import type { Cycle, PackageInit } from './runtimeFields.ts';

/** Processes that may go on at the same time; of those that nothing was heard of longest, no more is expected. */
const MOST_OPEN = 64;

const MOST_LOST = 3;

/**
 * The processes of one source, told apart by what their lines say: the number of a cycle goes up by one, its
 * time does not go back, and its heap is not smaller than what the cycle before it left.
 */
export class Processes {
  readonly #source: string;
  readonly #begin: (run: Run) => void;
  /** The one that was heard of last is the last. */
  #open: Run[] = [];

  constructor(source: string, begin: (run: Run) => void) {
    this.#source = source;
    this.#begin = begin;
  }

  /** The run that a cycle belongs to; a new one where a process has begun. */
  ofCycle(cycle: Cycle): Run {
    const isLater = (run: Run) => run.lastNumber < cycle.number && run.lastSeconds <= cycle.seconds;
    const next = this.#open.filter((run) => run.lastNumber === cycle.number - 1 && isLater(run));
    if (next.length > 0) {
      const fitting = next.filter((run) => run.cycles.count === 0 || fits(run, cycle));
      const best = (fitting.length > 0 ? fitting : next).at(-1);
      return this.#heard(this.#successorOf(best, cycle) ?? best, cycle.line);
    }
    // Lines are missing: the process that is nearest.
    const earlier = this.#open.filter((run) => run.cycles.count > 0 && isLater(run));
    const nearest = earlier.reduce<Run | undefined>(
      (best, run) => (best && best.lastNumber > run.lastNumber ? best : run),
      undefined,
    );
    const silent = this.#open.at(-1);
    return this.#heard(nearest ?? (silent?.cycles.count === 0 ? silent : undefined), cycle.line);
  }

  /** The run of a line without a number: the one that was heard of last. */
  ofLine(line: number): Run {
    return this.#heard(this.#open.at(-1), line);
  }

  /** SCHED lines count their milliseconds from the first one on. */
  ofSched(ms: number, line: number): Run {
    const run = this.#open.at(-1);
    const lastMs = run?.scheds.value(run.scheds.count - 1, 'ms') ?? NaN;
    return this.#heard(ms < lastMs ? undefined : run, line);
  }

  /** Packages are initialized one after the other, once. */
  ofInit(init: PackageInit): Run {
    const run = this.#open.at(-1);
    const last = run?.inits.at(-1);
    const isOther = last !== undefined && init.startMs < last.startMs;
    return this.#heard(isOther ? undefined : run, init.line);
  }

  /**
   * The process that was heard of last, where `best` has been silent since that one began: a line or two of it
   * are missing, which is likelier than that the other goes on with the very number.
   */
  #successorOf(best: Run | undefined, cycle: Cycle): Run | undefined {
    const last = this.#open.at(-1);
    return best &&
      last &&
      best.lastLine < last.firstLine &&
      last.lastNumber < cycle.number &&
      cycle.number - last.lastNumber <= MOST_LOST &&
      last.lastSeconds <= cycle.seconds &&
      fits(last, cycle)
      ? last
      : undefined;
  }

  #heard(known: Run | undefined, line: number): Run {
    const run = known ?? new Run(this.#source, line);
    run.lastLine = line;
    if (run === this.#open.at(-1)) {
      return run;
    }
    if (known) {
      // It goes on after another has begun: they write at the same time.
      for (const other of this.#open.slice(this.#open.indexOf(known))) {
        other.isMixed = true;
      }
    } else {
      this.#begin(run);
    }
    this.#open = [...this.#open.filter((other) => other !== run), run].slice(-MOST_OPEN);
    return run;
  }
}

/** Whether the heap and the processors are what the cycle before lets expect; sizes are cut to whole MB. */
function fits(run: Run, cycle: Cycle): boolean {
  const row = run.cycles.count - 1;
  return (
    run.cycles.value(row, 'procs') === cycle.procs &&
    run.cycles.value(row, 'heapLiveMB') <= cycle.heapStartMB
  );
}
