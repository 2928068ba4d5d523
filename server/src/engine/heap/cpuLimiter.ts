/** The limit of the collector's share of the CPU: mgclimit.go (Go 1.26). Times are in nanoseconds of CPU. */
export interface CpuLimiter {
  isLimiting: boolean;
  /** A leaky bucket: filled by the collector's time, emptied by the program's. */
  fill: number;
  capacity: number;
  procs: number;
  lastUpdateNs: number;
  /** Since the last update. */
  assistNs: number;
  idleNs: number;
}

/** A second of each P. */
const CAPACITY_PER_PROC = 1e9;

export const LIMITER_PERIOD_NS = 10e6;

export function emptyLimiter(procs: number): CpuLimiter {
  return {
    isLimiting: false,
    fill: 0,
    capacity: procs * CAPACITY_PER_PROC,
    procs,
    lastUpdateNs: 0,
    assistNs: 0,
    idleNs: 0,
  };
}

/** `updateLocked`: the window since the last update; in a cycle a quarter of it is the collector's. */
export function updateLimiter(
  limiter: CpuLimiter,
  nowNs: number,
  isMarking: boolean,
  backgroundUtilization: number,
): void {
  const windowNs = (nowNs - limiter.lastUpdateNs) * limiter.procs;
  const gcNs = limiter.assistNs + (isMarking ? windowNs * backgroundUtilization : 0);
  accumulate(limiter, windowNs - limiter.idleNs - gcNs, gcNs);
  limiter.lastUpdateNs = nowNs;
  limiter.assistNs = 0;
  limiter.idleNs = 0;
}

/** While the world is stopped all Ps are the collector's. */
export function addPause(limiter: CpuLimiter, nowNs: number): void {
  accumulate(limiter, 0, (nowNs - limiter.lastUpdateNs) * limiter.procs);
  limiter.lastUpdateNs = nowNs;
}

function accumulate(limiter: CpuLimiter, mutatorNs: number, gcNs: number): void {
  const headroom = limiter.capacity - limiter.fill;
  const change = gcNs - mutatorNs;
  if (change > 0 && headroom <= change) {
    limiter.fill = limiter.capacity;
    limiter.isLimiting = true;
    return;
  }
  limiter.fill = Math.max(0, limiter.fill + change);
  if (change !== 0 && headroom === 0) {
    limiter.isLimiting = false;
  }
}
