/** A function's allocations as a script of the heap simulator, with how often each happens. */
import type { FunctionAllocations, SimulatedAllocation } from '../../../server/src/protocol.ts';
import type { NamedScript } from '../webview/simulatorProtocol.ts';

/** What the user says of the function. */
export interface FunctionUse {
  readonly callsPerSecond: number;
  /** Calls whose objects are held at once. */
  readonly callsAlive: number;
  readonly sites: readonly CountedSite[];
}

export interface CountedSite {
  readonly allocation: SimulatedAllocation;
  /** How often it is done in a call. */
  readonly perCall: number;
  /** Of an array whose length only the program knows; 1 for other objects. */
  readonly length: number;
}

const SECONDS = 10;
const MAXIMUM_COUNT = 20_000_000;
const MAXIMUM_RING = 20_000_000;
const SECOND_NS = 1e9;

/** Ten seconds of the function, or less where that would be too many allocations. */
export function functionScript({ name }: FunctionAllocations, use: FunctionUse): NamedScript {
  const { callsPerSecond, callsAlive, sites } = use;
  const objectsOf = ({ allocation, perCall }: CountedSite) => perCall * allocation.countObjects;
  const objects = sites.reduce((sum, site) => sum + objectsOf(site), 0);
  const perSecond = Math.max(1, callsPerSecond * objects);
  return {
    name,
    json: {
      procs: 2,
      seed: 7,
      phases: [
        {
          count: clamp(perSecond * SECONDS, MAXIMUM_COUNT),
          ring: clamp(callsAlive * objects, MAXIMUM_RING),
          spinNs: Math.min(SECOND_NS, Math.floor(SECOND_NS / perSecond)),
          classes: sites.map((site) => ({
            size: (site.allocation.sizeBytes ?? 0) * site.length,
            scan: site.allocation.hasPointers,
            weight: objectsOf(site),
          })),
        },
      ],
    },
  };
}

function clamp(count: number, atMost: number): number {
  return Math.min(atMost, Math.max(1, Math.round(count)));
}
