/** How long a page's own work takes in each of its frames. */
import type { Frame } from './playwright.ts';

interface Timed {
  frameTimes?: number[];
  requestFrame?: typeof requestAnimationFrame;
}

/** Milliseconds of script in each frame that the page draws while something is done to it, in rising order. */
export async function frameTimesOf(frame: Frame, act: () => Promise<void>): Promise<number[]> {
  await frame.evaluate(() => {
    const page = globalThis as Timed & typeof globalThis;
    const request = page.requestAnimationFrame.bind(page);
    const times: number[] = [];
    page.frameTimes = times;
    page.requestFrame = page.requestAnimationFrame;
    page.requestAnimationFrame = (callback) =>
      request((now) => {
        const began = performance.now();
        callback(now);
        times.push(performance.now() - began);
      });
  });
  await act();
  return frame.evaluate(() => {
    const page = globalThis as Timed & typeof globalThis;
    if (page.requestFrame) {
      page.requestAnimationFrame = page.requestFrame;
    }
    return (page.frameTimes ?? []).sort((a, b) => a - b);
  });
}

/** For the log of a test: what is measured here is this machine's. */
export function frameText(times: readonly number[]): string {
  const p95 = times[Math.floor(0.95 * times.length)] ?? NaN;
  return `script time of a frame: p95 ${p95.toFixed(1)} ms of ${times.length} frames`;
}
