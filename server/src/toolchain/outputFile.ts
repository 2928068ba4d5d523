import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const POLL_MS = 4;
const CHUNK_BYTES = 64 * 1024;

/**
 * A file that a process writes its output to, read as it grows. The compiler makes a system call for
 * each line (cmd/internal/... `bufio` is not used for diagnostics): through a pipe each of them wakes
 * the reader, who then competes with the compiler for the processor; a file is read some hundred
 * lines at a time.
 */
export class OutputFile {
  /** For the process to write to. */
  readonly descriptor: number;
  readonly #reader: number;
  readonly #decoder = new StringDecoder('utf8');
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #onLine: (line: string) => void = () => undefined;
  #rest = '';
  #position = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(descriptor: number, reader: number) {
    this.descriptor = descriptor;
    this.#reader = reader;
  }

  /** @throws where the file cannot be made. */
  static create(path: string): OutputFile {
    // A descriptor of its own for reading: where the two share an offset, reading moves the writer.
    const descriptor = openSync(path, 'a');
    return new OutputFile(descriptor, openSync(path, 'r'));
  }

  follow(onLine: (line: string) => void): void {
    this.#onLine = onLine;
    const poll = () => {
      this.#read();
      this.#timer = setTimeout(poll, POLL_MS);
    };
    this.#timer = setTimeout(poll, POLL_MS);
  }

  /** Reads what is left and ends. To be called once nobody writes any more. */
  close(): void {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#read();
    const last = this.#rest + this.#decoder.end();
    if (last !== '') {
      this.#onLine(last);
    }
    closeSync(this.descriptor);
    closeSync(this.#reader);
  }

  #read(): void {
    for (;;) {
      const countBytes = readSync(this.#reader, this.#chunk, 0, CHUNK_BYTES, this.#position);
      if (countBytes === 0) {
        return;
      }
      this.#position += countBytes;
      const text = this.#rest + this.#decoder.write(this.#chunk.subarray(0, countBytes));
      let start = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        this.#onLine(text.slice(start, end));
        start = end + 1;
      }
      this.#rest = text.slice(start);
    }
  }
}
