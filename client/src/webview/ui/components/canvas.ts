/**
 * Gives a canvas a size in pixels of the page, and as many of its own as the screen has. One that has it already
 * keeps its picture; tells whether it has none now.
 */
export function resizeCanvas(canvas: HTMLCanvasElement, width: number, height: number): boolean {
  const ratio = window.devicePixelRatio;
  const ownWidth = Math.round(width * ratio);
  const ownHeight = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  if (canvas.width === ownWidth && canvas.height === ownHeight) {
    return false;
  }
  canvas.width = ownWidth;
  canvas.height = ownHeight;
  return true;
}

/** Makes it ready to be drawn on in pixels of the page. */
export function clearCanvas(
  context: CanvasRenderingContext2D,
  background: string,
  width: number,
  height: number,
): void {
  const ratio = window.devicePixelRatio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
}

/** What draws at the next frame, once for all that have asked by then. */
export function oncePerFrame(draw: () => void): () => void {
  return onceAt((begin) => {
    requestAnimationFrame(begin);
  }, draw);
}

/** The same as soon as there is nothing else to do, or it has waited for so long that it would be missed. */
export function onceIdle(draw: () => void): () => void {
  return onceAt((begin) => {
    requestIdleCallback(begin, { timeout: MISSED_AFTER_MS });
  }, draw);
}

const MISSED_AFTER_MS = 100;

function onceAt(wait: (begin: () => void) => void, draw: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (!isWaiting) {
      isWaiting = true;
      wait(() => {
        isWaiting = false;
        draw();
      });
    }
  };
}
