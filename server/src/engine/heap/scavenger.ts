/**
 * Memory that goes back to the operating system: mgcscavenge.go (Go 1.26). What is released, and why, is
 * the runtime's rule; how fast, and which pages first, is shown without a claim of exactness. Nothing is
 * said of huge pages.
 */
import { EVENTS, note } from './events.ts';
import { mappedReady, type Heap } from './heap.ts';
import { CHUNK_WORDS, scavengeWord } from './pageAllocator.ts';

/** `retainExtraPercent` and `reduceExtraPercent`. */
const RETAIN_EXTRA = 0.1;
const REDUCE_EXTRA = 0.05;

/** `scavengeQuantum` at once, in about ten microseconds, as one percent of a CPU allows. */
const QUANTUM_BYTES = 64 << 10;
const QUANTUM_NS = 1e6;

/** `gcPaceScavenger`: how much is to be kept, from the goals of this cycle and the last. */
export function paceScavenger(heap: Heap, goal: number, lastGoal: number): void {
  const { scavenger, stats, pacer, pages } = heap;
  const ofLimit = pacer.inputs.memoryLimitBytes * (1 - REDUCE_EXTRA);
  scavenger.limitGoal = mappedReady(heap) <= ofLimit ? Infinity : ofLimit;
  scavenger.word = pages.countChunks * CHUNK_WORDS - 1;
  const { pageBytes } = heap.tables.runtime;
  const kept =
    lastGoal === 0 || lastGoal === Infinity || goal === Infinity
      ? Infinity
      : stats.lastInUseBytes * (goal / lastGoal) * (1 + RETAIN_EXTRA);
  scavenger.percentGoal = retained(heap) - kept < pageBytes ? Infinity : kept;
}

function retained({ stats }: Heap): number {
  return stats.sysBytes - stats.releasedBytes;
}

/** In `mheap.allocSpan`: room is made before the heap grows beyond what is to be kept. */
export function scavengeForAllocation(heap: Heap, scavengedBytes: number, growth: number): void {
  const { scavenger, pacer, limiter } = heap;
  let wanted = 0;
  if (!limiter.isLimiting) {
    wanted = mappedReady(heap) + scavengedBytes - pacer.inputs.memoryLimitBytes;
  }
  if (scavenger.percentGoal !== Infinity && growth > 0) {
    wanted = Math.max(wanted, Math.min(growth, retained(heap) + growth - scavenger.percentGoal));
  }
  if (wanted > 0) {
    release(heap, wanted);
  }
}

/** The scavenger in the background, once all is swept. */
export function scavengeInBackground(heap: Heap): void {
  const { scavenger, nowNs } = heap;
  const excess = Math.max(
    retained(heap) - scavenger.percentGoal,
    mappedReady(heap) - scavenger.limitGoal,
  );
  if (excess <= 0 || heap.sweep.isActive) {
    scavenger.lastNs = nowNs;
    return;
  }
  const quanta = Math.floor((nowNs - scavenger.lastNs) / QUANTUM_NS);
  scavenger.lastNs += quanta * QUANTUM_NS;
  release(heap, Math.min(excess, quanta * QUANTUM_BYTES));
}

function release(heap: Heap, bytes: number): void {
  const { scavenger, pages, stats } = heap;
  const { pageBytes } = heap.tables.runtime;
  const wanted = Math.floor(bytes / pageBytes);
  let left = wanted;
  scavenger.word = Math.min(scavenger.word, pages.countChunks * CHUNK_WORDS - 1);
  for (; left > 0 && scavenger.word >= 0; scavenger.word--) {
    left -= scavengeWord(pages, scavenger.word, left);
    if (left === 0) {
      break;
    }
  }
  const released = (wanted - left) * pageBytes;
  if (released > 0) {
    stats.releasedBytes += released;
    stats.freeBytes -= released;
    note(heap, EVENTS.scavenge, released);
  }
}
