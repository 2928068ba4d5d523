/** The wire format of protocol buffers. */
import { signedAmount, type Amount } from './columns.ts';
import { Fault } from './problem.ts';

const MAXIMUM_VARINT_BYTES = 10;

/** Walks over fields; each call of {@link Wire.next} puts one field into the members. */
export class Wire {
  readonly bytes: Uint8Array;
  position = 0;
  /** The field that was read. */
  field = 0;
  type = 0;
  /** The halves of its number, without a sign. */
  low = 0;
  high = 0;
  /** Where its bytes are. */
  from = 0;
  to = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Reads the next field before `end`, and goes behind it. */
  next(end: number): boolean {
    if (this.position >= end) {
      return false;
    }
    const start = this.position;
    this.varint(end);
    this.field = this.high === 0 ? this.low >>> 3 : -1;
    this.type = this.low & 7;
    switch (this.type) {
      case 0:
        this.varint(end);
        break;
      case 1:
        this.#skip(8, end);
        break;
      case 2: {
        this.varint(end);
        const length = this.high * 0x1_0000_0000 + this.low;
        this.from = this.position;
        this.#skip(length, end);
        this.to = this.position;
        break;
      }
      case 5:
        this.#skip(4, end);
        break;
      default:
        throw new Fault(`unknown wire type ${this.type} at byte ${start}`);
    }
    return true;
  }

  /** Reads a number into `low` and `high`. */
  varint(end: number): void {
    const { bytes } = this;
    const start = this.position;
    const byte = bytes[start] ?? 0;
    if (byte < 0x80 && start < end) {
      this.position = start + 1;
      this.low = byte;
      this.high = 0;
      return;
    }
    let position = start;
    let low = 0;
    let high = 0;
    const last = Math.min(end, start + MAXIMUM_VARINT_BYTES);
    for (let shift = 0; position < last; shift += 7) {
      const byte = bytes[position++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) {
        low |= bits << shift;
      } else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else {
        high |= bits << (shift - 32);
      }
      if (byte < 0x80) {
        this.position = position;
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw new Fault(
      position >= end
        ? `a number that begins at byte ${start} is cut off`
        : `a number at byte ${start} has more than ten bytes`,
    );
  }

  #skip(length: number, end: number): void {
    if (length > end - this.position) {
      throw new Fault(
        `${length} bytes are announced at byte ${this.position}, and ${end - this.position} are there`,
      );
    }
    this.position += length;
  }

  /** Refuses a field that is not of the type which the format has. */
  expect(type: number): void {
    if (this.type !== type) {
      throw new Fault(
        `field ${this.field} before byte ${this.position} is of wire type ${this.type}`,
      );
    }
  }
  /** The number of the field that was read, with its sign. */
  int64(): Amount {
    this.expect(0);
    return signedAmount(this.low, this.high);
  }

  /** An index of strings that the field has; what is too large for one stays so. */
  index(): number {
    this.expect(0);
    return this.asIndex();
  }

  /** The number that was read last, as an index. */
  asIndex(): number {
    return this.high === 0 ? this.low : 0xffff_ffff;
  }

  /** Walks over the numbers of the field that was read: packed, or one field each. */
  repeated(take: () => void): void {
    if (this.type !== 2) {
      this.expect(0);
      take();
      return;
    }
    const { from, to } = this;
    this.position = from;
    while (this.position < to) {
      this.varint(to);
      take();
    }
  }

  /** Walks over the fields of the message that was read. */
  message(take: () => void): void {
    this.expect(2);
    const { from, to } = this;
    this.position = from;
    while (this.next(to)) {
      take();
    }
  }
}
