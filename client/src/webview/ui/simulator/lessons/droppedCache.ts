/** A cache of 50 MiB is filled and dropped, and little is needed from then on. */
export const DROPPED_CACHE = {
  procs: 2,
  phases: [
    {
      count: 200_000,
      ring: 200_000,
      spinNs: 100,
      classes: [{ size: 256, scan: false, weight: 1 }],
    },
    {
      count: 4_000_000,
      ring: 1000,
      clear: true,
      spinNs: 2000,
      classes: [{ size: 256, scan: false, weight: 1 }],
    },
  ],
};
