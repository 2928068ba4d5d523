/** How long scripts take for a frame of a flame graph that is moved. */
import type { Page } from '../test/editor/playwright.ts';

const COUNT_FRAMES = 120;

/** In ms, of each frame: it is panned with the wheel, and zoomed with each fourth turn. */
export function frameScripts(page: Page, selector: string): Promise<readonly number[]> {
  return page.evaluate(turnWheel, { selector, countFrames: COUNT_FRAMES });
}

/** Runs on the page, and so has all that it needs in itself. */
async function turnWheel(given: {
  readonly selector: string;
  readonly countFrames: number;
}): Promise<readonly number[]> {
  const { selector, countFrames } = given;
  const atFrame = window.requestAnimationFrame.bind(window);
  const times: number[] = [];
  window.requestAnimationFrame = (draw) =>
    atFrame((now) => {
      const started = performance.now();
      draw(now);
      times.push(performance.now() - started);
    });
  for (let turn = 0; turn < countFrames; turn++) {
    const isZoomed = turn % 4 === 0;
    const turned = {
      deltaX: turn % 2 === 0 ? 3 : -3,
      // In and out again.
      deltaY: turn % 8 === 0 ? -1 : 1,
      ctrlKey: isZoomed,
      bubbles: true,
      cancelable: true,
    };
    document.querySelector(selector)?.dispatchEvent(new WheelEvent('wheel', turned));
    await new Promise<void>((resolve) => {
      atFrame(() => {
        setTimeout(resolve);
      });
    });
  }
  window.requestAnimationFrame = atFrame;
  return times;
}
