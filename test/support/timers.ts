import type { Timer } from '../../server/src/workspace/compilerTier.ts';

export const realTimer: Timer = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
