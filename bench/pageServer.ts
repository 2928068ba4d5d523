/** Serves a page as it is packaged, and gives it messages as an editor does: columns as bytes, and not as texts. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { Page } from '../test/editor/playwright.ts';

/** Columns begin at such places. */
const ALIGNMENT = 8;

export interface PageServer {
  readonly url: string;
  /** Dispatches a message on the page. */
  post(page: Page, message: unknown): Promise<void>;
  close(): void;
}

/** `pageOf` makes the page of a path; `folder` has the files that it names. */
export async function servePage(
  folder: string,
  pageOf: (path: string) => string,
): Promise<PageServer> {
  let message = new Uint8Array(0);
  const contentOf = async (path: string): Promise<string | Uint8Array> => {
    if (path === '/message') {
      return message;
    }
    return /\.\w+$/.test(path) ? readFile(join(folder, basename(path))) : pageOf(path);
  };
  const server = createServer(({ url = '/' }, response) => {
    contentOf(url).then(
      (content) => {
        const isStyle = url.endsWith('.css');
        const isScript = url.endsWith('.js');
        const type = isStyle ? 'css' : isScript ? 'javascript' : 'html';
        response.writeHead(200, { 'content-type': `text/${type}; charset=utf-8` });
        response.end(content);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async post(page, sent) {
      message = encoded(sent);
      await page.evaluate(receive);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** JSON in which columns are places in the bytes behind it. */
function encoded(message: unknown): Uint8Array<ArrayBuffer> {
  const columns: Uint8Array[] = [];
  /** A column is sent once, however often a message has it. */
  const places = new Map<ArrayBufferView, object>();
  let length = 0;
  const text = JSON.stringify(message, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) {
      return value;
    }
    const known = places.get(value);
    if (known) {
      return known;
    }
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const place = { column: value.constructor.name, from: length, bytes: bytes.length };
    places.set(value, place);
    columns.push(bytes);
    length += Math.ceil(bytes.length / ALIGNMENT) * ALIGNMENT;
    return place;
  });
  const json = new TextEncoder().encode(text);
  const start = Math.ceil((ALIGNMENT + json.length) / ALIGNMENT) * ALIGNMENT;
  const result = new Uint8Array(start + length);
  new DataView(result.buffer).setUint32(0, json.length, true);
  result.set(json, ALIGNMENT);
  let at = start;
  for (const column of columns) {
    result.set(column, at);
    at += Math.ceil(column.length / ALIGNMENT) * ALIGNMENT;
  }
  return result;
}

/** Where the bytes of a column are. */
interface Place {
  readonly column: 'Float64Array' | 'Int32Array' | 'Uint32Array' | 'Uint16Array' | 'Uint8Array';
  readonly from: number;
  readonly bytes: number;
}

/** Runs on the page, and so has all that it needs in itself. */
async function receive(): Promise<void> {
  const buffer = await (await fetch('/message')).arrayBuffer();
  const length = new DataView(buffer).getUint32(0, true);
  const start = Math.ceil((8 + length) / 8) * 8;
  const kinds = { Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array };
  const text = new TextDecoder().decode(new Uint8Array(buffer, 8, length));
  const data: unknown = JSON.parse(text, (_, value: Place | null) => {
    if (typeof value !== 'object' || value === null || !('column' in value)) {
      return value;
    }
    const kind = kinds[value.column];
    return new kind(buffer, start + value.from, value.bytes / kind.BYTES_PER_ELEMENT);
  });
  window.dispatchEvent(new MessageEvent('message', { data }));
}
