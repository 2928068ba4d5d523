/** Numbers of seven bits a byte, as encoding/binary has them. */
export class ByteReader {
  readonly bytes: Uint8Array;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0) {
    this.bytes = bytes;
    this.offset = offset;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  /** The next byte; undefined at the end. */
  byte(): number | undefined {
    return this.bytes[this.offset++];
  }

  /** The next number, exact up to 2^53; undefined where it is cut off, or has more than 64 bits. */
  number(): number | undefined {
    const byte = this.bytes[this.offset];
    if (byte === undefined) {
      return undefined;
    }
    // Most are of one byte.
    if (byte < 0x80) {
      this.offset++;
      return byte;
    }
    return this.#longNumber();
  }

  #longNumber(): number | undefined {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.bytes[this.offset];
      if (byte === undefined) {
        return undefined;
      }
      this.offset++;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    // What is longer does not fit in the integers of a processor's shifts.
    let scale = 2 ** 28;
    for (let left = 6; left > 0; left--) {
      const byte = this.bytes[this.offset];
      if (byte === undefined) {
        return undefined;
      }
      this.offset++;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return value <= 2 ** 64 ? value : undefined;
      }
      scale *= 128;
    }
    return undefined;
  }
}
