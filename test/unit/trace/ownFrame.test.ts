/** Which frame of a stack is shown where there is room for one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownFrame } from '../../../server/src/engine/trace/ownFrame.ts';

function placeOf(stack: readonly (readonly [name: string, file: string])[]): string | undefined {
  const frames = stack.map(([functionName, file]) => ({ functionName, file, line: 1 }));
  return frames[ownFrame(frames)]?.functionName;
}

const PARK = ['runtime.gopark', '/go/src/runtime/proc.go'] as const;
const SELECT = ['runtime.selectgo', '/go/src/runtime/select.go'] as const;

describe('the frame that is shown of a stack', () => {
  it('is the first one of the program, also in modules without a dot in their names', () => {
    const read = ['internal/poll.(*FD).Read', '/go/src/internal/poll/fd_unix.go'] as const;
    assert.equal(placeOf([SELECT, ['main.wait', '/app/main.go']]), 'main.wait');
    assert.equal(
      placeOf([read, ['shop/orders.(*Queue).Take', '/app/orders/queue.go'], ['main.main', 'm.go']]),
      'shop/orders.(*Queue).Take',
    );
  });

  it('is of stacks of the standard library the first that says what is done', () => {
    const loop = ['net/http.(*persistConn).writeLoop', '/go/src/net/http/transport.go'] as const;
    assert.equal(placeOf([SELECT, loop]), 'net/http.(*persistConn).writeLoop');
    const marks = ['runtime.gcBgMarkWorker', '/go/src/runtime/mgc.go'] as const;
    assert.equal(placeOf([PARK, marks]), 'runtime.gcBgMarkWorker');
    assert.equal(placeOf([PARK]), 'runtime.gopark');
    assert.equal(placeOf([]), undefined);
  });
});
