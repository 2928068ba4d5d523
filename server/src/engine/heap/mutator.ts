/** The program that allocates, as its script says, and stores what it gets. */
import { assistOrTerminate, tick } from './cycle.ts';
import { EVENTS, note } from './events.ts';
import { costsOf, mallocgc } from './mallocgc.ts';
import { shade, sharesOf } from './mark.ts';
import { pickedClass, type PhasePlan } from './plan.ts';
import { adoptSpans, runRecording } from './recorded.ts';
import type { World } from './world.ts';

/**
 * Runs at most so many allocations, or until an event of `stopMask` (a bit for each kind) happens or the
 * script ends; says how many.
 */
export function allocate(world: World, atMost: number, stopMask: number): number {
  const { heap, program } = world;
  let done = 0;
  while (done < atMost && !heap.isOutOfMemory) {
    const phase = program.plan.phases[program.phaseIndex];
    if (phase === undefined) {
      break;
    }
    if (program.countDone === 0) {
      beginPhase(world, phase);
    }
    const left = Math.min(atMost - done, phase.count - program.countDone);
    done +=
      phase.recording === undefined
        ? runPhase(world, phase, left, stopMask)
        : runRecording(world, phase, phase.recording, left, stopMask);
    if (program.countDone >= phase.count) {
      program.phaseIndex++;
      program.countDone = 0;
    }
    if ((heap.log.seen & stopMask) !== 0) {
      break;
    }
  }
  return done;
}

export function isThrough({ program, heap }: World): boolean {
  return heap.isOutOfMemory || program.phaseIndex >= program.plan.phases.length;
}

function beginPhase(world: World, phase: PhasePlan): void {
  const { heap, program } = world;
  program.nextSlot = 0;
  program.nextGoroutine = 0;
  program.nextEvent = 0;
  program.perMutator = 1 / sharesOf(heap, phase.goroutines).mutators;
  note(heap, EVENTS.phaseStart, program.phaseIndex);
  if (phase.isClearing) {
    for (let slot = phase.ring; slot < program.slots.length; slot++) {
      if (heap.mark.phase === 'mark') {
        shade(world, program.slots[slot] ?? 0, slot);
      }
      program.slots[slot] = 0;
    }
  }
  if (phase.recording !== undefined) {
    adoptSpans(world, phase, phase.recording);
  }
}

function runPhase(world: World, phase: PhasePlan, atMost: number, stopMask: number): number {
  const { heap, program } = world;
  const { slots, last, random, assistBytes } = program;
  const { goroutines, ring } = phase;
  const { barrierNs } = heap.machine;
  const costNs = costsOf(phase, heap.machine);
  const countProcs = heap.caches.length;
  let { nextGoroutine, nextSlot, perMutator } = program;
  let done = 0;
  let classIndex = 0;
  let object = 0;
  let goroutine = 0;
  while (done < atMost) {
    goroutine = nextGoroutine;
    classIndex = pickedClass(phase, draw(random, goroutine));
    if (heap.mark.phase === 'mark') {
      const credit = (assistBytes[goroutine] ?? 0) - (phase.sizeBytes[classIndex] ?? 0);
      assistBytes[goroutine] = credit;
      if (credit < 0) {
        assistOrTerminate(world, goroutine);
      }
    }
    object = mallocgc(world, phase, classIndex, goroutine % countProcs);
    if (heap.isOutOfMemory) {
      break;
    }
    const slot = nextSlot;
    // Marking may have begun with this very allocation.
    if (heap.mark.phase === 'mark') {
      if (!last.isInBlock) {
        const roundedUp = (phase.blockBytes[classIndex] ?? 0) - (phase.sizeBytes[classIndex] ?? 0);
        assistBytes[goroutine] = (assistBytes[goroutine] ?? 0) - roundedUp;
      }
      shade(world, slots[slot] ?? 0, slot);
      heap.nowNs += barrierNs * perMutator;
    }
    slots[slot] = object;
    nextSlot = slot + 1 === ring ? 0 : slot + 1;
    nextGoroutine = goroutine + 1 === goroutines ? 0 : goroutine + 1;
    heap.nowNs += (costNs[classIndex] ?? 0) * perMutator;
    heap.allocations++;
    done++;
    if (heap.nowNs >= program.nextTickNs) {
      tick(world, goroutines);
      perMutator = 1 / sharesOf(heap, goroutines).mutators;
    }
    if ((heap.log.seen & stopMask) !== 0) {
      break;
    }
  }
  program.nextGoroutine = nextGoroutine;
  program.nextSlot = nextSlot;
  program.perMutator = perMutator;
  program.countDone += done;
  last.classIndex = classIndex;
  last.object = object;
  last.procIndex = goroutine % countProcs;
  return done;
}

/** xorshift32: the script language says so. */
function draw(random: Uint32Array, goroutine: number): number {
  let x = random[goroutine] ?? 0;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  random[goroutine] = x;
  return x >>> 0;
}
