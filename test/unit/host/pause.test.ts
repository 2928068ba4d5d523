import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { pause } from '../../../server/src/host/pause.ts';

test('what is asked behind a keystroke is answered before long work goes on', async () => {
  const toServer = new PassThrough();
  const fromServer = new PassThrough();
  const connection = createProtocolConnection(
    new StreamMessageReader(toServer),
    new StreamMessageWriter(fromServer),
  );
  let typed = '';
  connection.onNotification('type', (text: string) => {
    typed += text;
  });
  connection.onRequest('typed', () => typed);
  connection.listen();

  const answered = new AbortController();
  let countPieces = 0;
  const work = (async () => {
    while (!answered.signal.aborted) {
      countPieces++;
      await pause();
    }
  })();
  const answering = once(fromServer, 'data').then(async ([headers]: Buffer[]) => {
    answered.abort();
    const [body] = (await once(fromServer, 'data')) as Buffer[];
    return `${headers?.toString()}${body?.toString()}`;
  });
  const before = countPieces;
  toServer.write(message({ method: 'type', params: ['x'] }));
  toServer.write(message({ id: 1, method: 'typed' }));
  assert.match(await answering, /"result":"x"/);
  await work;
  assert.equal(countPieces - before, 0);
  connection.dispose();
});

function message(content: object): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...content });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
