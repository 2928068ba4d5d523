/** A picture whose pixels are written one by one: as many narrow boxes as there may be cost what their pixels do. */
export class PixelRows {
  readonly #width: number;
  readonly #ratio: number;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;

  /** In pixels of the screen, of which `ratio` are one of the page. */
  constructor(width: number, countRows: number, ratio: number) {
    this.#width = width;
    this.#ratio = ratio;
    this.#image = new ImageData(width, Math.max(1, countRows));
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /**
   * Across in pixels of the page, down from the row `top` to `bottom`, that one left out: whatever pixel is touched, so that
   * no gap is seen between boxes of one height.
   */
  fillTouched(left: number, width: number, top: number, bottom: number, pixel: number): void {
    const from = Math.floor(left * this.#ratio);
    this.#fill(from, Math.ceil((left + width) * this.#ratio), top, bottom, pixel);
  }

  /** The same with pixels that are nearer to it than to what is beside it; one at the least. */
  fillNearest(left: number, width: number, top: number, bottom: number, pixel: number): void {
    const from = Math.round(left * this.#ratio);
    const to = Math.max(from + 1, Math.round((left + width) * this.#ratio));
    this.#fill(from, to, top, bottom, pixel);
  }

  #fill(left: number, right: number, top: number, bottom: number, pixel: number): void {
    const from = Math.max(0, left);
    const to = Math.min(this.#width, right);
    for (let row = top; row < bottom; row++) {
      const start = row * this.#width;
      for (let at = start + from; at < start + to; at++) {
        this.#pixels[at] = pixel;
      }
    }
  }

  /** What can be drawn: what was not filled is transparent. */
  picture(): OffscreenCanvas {
    const canvas = new OffscreenCanvas(this.#image.width, this.#image.height);
    canvas.getContext('2d')?.putImageData(this.#image, 0, 0);
    return canvas;
  }
}

/** The bytes of a colour as styles say it. */
export function pixelOf(style: string): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) {
    return 0;
  }
  context.fillStyle = style;
  context.fillRect(0, 0, 1, 1);
  return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
}
