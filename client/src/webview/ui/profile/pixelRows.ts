/** Rows in which each pixel has a colour: as many narrow boxes as there may be cost what their pixels do. */

export class PixelRows {
  readonly #width: number;
  readonly #ratio: number;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;

  /** As wide as a canvas is in pixels of the screen, of which `ratio` are one of the page. */
  constructor(width: number, countRows: number, ratio: number) {
    this.#width = width;
    this.#ratio = ratio;
    this.#image = new ImageData(width, Math.max(1, countRows));
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /** In pixels of the page: whatever pixel of the screen it touches, as what follows touches the last one as well. */
  fill(row: number, left: number, width: number, pixel: number): void {
    const start = row * this.#width;
    const from = start + Math.floor(left * this.#ratio);
    const to = start + Math.min(this.#width, Math.ceil((left + width) * this.#ratio));
    for (let at = from; at < to; at++) {
      this.#pixels[at] = pixel;
    }
  }

  /** What can be drawn: what was not filled is transparent. */
  picture(): OffscreenCanvas {
    const canvas = new OffscreenCanvas(this.#image.width, this.#image.height);
    canvas.getContext('2d')?.putImageData(this.#image, 0, 0);
    return canvas;
  }
}
