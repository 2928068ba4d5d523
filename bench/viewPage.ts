/** The page of a view as the editor makes it, and when there is something to see on it. */

/** `name` is that of its files in dist; `state` is what it left behind, as a script says it. */
export function viewPage(name: string, state: string): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <link rel="stylesheet" href="/${name}.style.css">
    <script>
      const acquireVsCodeApi = () => ({
        postMessage: (message) => toExtension(message),
        getState: () => (${state}),
        setState: () => {},
      });
    </script>
    <script defer src="/${name}.js"></script>
  </head>
  <body></body>
</html>`;
}

/** The first that is found. */
export interface Sight {
  readonly selector: string;
  /** Of a canvas: more colours than so many, what is transparent being one of them. */
  readonly beyondColors?: number;
}

/**
 * Runs on the page, and so has all that it needs in itself: when the frame was drawn in which there is something to
 * see, since 1970.
 */
export async function whenDrawn({ selector, beyondColors }: Sight): Promise<number> {
  // Frames that were asked for end with the document that a page begins with; timers do not.
  while (!document.querySelector(selector)) {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
  }
  for (;;) {
    await new Promise((resolve) => {
      requestAnimationFrame(() => {
        setTimeout(resolve);
      });
    });
    const drawn = performance.timeOrigin + performance.now();
    const seen = document.querySelector(selector);
    if (beyondColors === undefined || !(seen instanceof HTMLCanvasElement)) {
      return drawn;
    }
    // A line from top to bottom has colours enough, and all of it takes longer than a frame to be looked at.
    const { width, height } = seen;
    const pixels =
      height > 0 ? seen.getContext('2d')?.getImageData(width / 2, 0, 1, height) : undefined;
    const colors = new Set(new Uint32Array(pixels?.data.buffer ?? new ArrayBuffer(0)));
    if (colors.size > beyondColors) {
      return drawn;
    }
  }
}
