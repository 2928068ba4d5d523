/** Runs the simulation in real time, frame by frame. */
import type { EventKind } from '../../../../../server/src/engine/heap/events.ts';
import type { Simulation } from '../../../../../server/src/engine/heap/simulation.ts';
import type { History } from './history.ts';

/** A frame simulates for at most so long, whatever the speed. */
const FRAME_MS = 6;
const CHUNK = 20_000;

export interface Draw {
  /** One frame among many. */
  readonly frame: (now: number) => void;
  /** All there is: it goes no further, or what is shown is not to move. */
  readonly all: () => void;
}

export class Player {
  readonly #simulation: () => Simulation;
  readonly #history: () => History;
  readonly #draw: Draw;
  #frame = 0;
  #last = 0;
  #owed = 0;
  #lastStill = 0;
  speed = 10_000;

  constructor(simulation: () => Simulation, history: () => History, draw: Draw) {
    this.#simulation = simulation;
    this.#history = history;
    this.#draw = draw;
  }

  get isPlaying(): boolean {
    return this.#frame !== 0;
  }

  /** Whether it plays for somebody who wants no movement. */
  get isStill(): boolean {
    return this.isPlaying && REDUCED_MOTION.matches;
  }

  play(): void {
    if (!this.isPlaying && !this.#simulation().isThrough) {
      this.#last = performance.now();
      this.#owed = 0;
      this.#frame = requestAnimationFrame(this.#tick);
    }
  }

  pause(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Runs so many allocations, or up to one of these events, with the chart's samples on the way. */
  run(count: number, until: readonly EventKind[] = []): void {
    const simulation = this.#simulation();
    const history = this.#history();
    let left = count;
    while (left > 0 && !simulation.isThrough) {
      const { allocations } = simulation.world.heap;
      const chunk = Math.min(left, history.distance - (allocations % history.distance));
      const done = simulation.run(chunk, until);
      left -= done;
      history.take(simulation.world);
      if (done < chunk) {
        break;
      }
    }
  }

  readonly #tick = (now: number): void => {
    this.#owed += (this.speed * Math.min(100, now - this.#last)) / 1000;
    this.#last = now;
    const began = performance.now();
    while (this.#owed >= 1 && performance.now() - began < FRAME_MS) {
      const count = Math.min(CHUNK, Math.floor(this.#owed));
      this.run(count);
      this.#owed -= count;
    }
    this.#owed = Math.min(this.#owed, CHUNK);
    const isThrough = this.#simulation().isThrough;
    this.#frame = isThrough ? 0 : requestAnimationFrame(this.#tick);
    if (isThrough || (REDUCED_MOTION.matches && now - this.#lastStill > STILL_MS)) {
      this.#lastStill = now;
      this.#draw.all();
    } else if (!REDUCED_MOTION.matches) {
      this.#draw.frame(now);
    }
  };
}

/** Numbers go on so often for somebody who wants no movement. */
const STILL_MS = 250;

const REDUCED_MOTION = matchMedia('(prefers-reduced-motion: reduce)');
