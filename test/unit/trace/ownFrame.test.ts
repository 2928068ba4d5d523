/** Which frame of a stack is shown where there is room for one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownFrame } from '../../../server/src/engine/trace/ownFrame.ts';

/** As `-trimpath` leaves them, files say nothing of whose they are. */
function placeOf(...stack: readonly string[]): string | undefined {
  const frames = stack.map((functionName) => ({ functionName, file: 'f.go', line: 1 }));
  return frames[ownFrame(frames)]?.functionName;
}

describe('the frame that is shown of a stack', () => {
  it('is the first one of the program, also in modules without a dot in their names', () => {
    assert.equal(placeOf('runtime.selectgo', 'main.wait'), 'main.wait');
    assert.equal(
      placeOf('internal/poll.(*FD).Read', 'shop/orders.(*Queue).Take', 'main.main'),
      'shop/orders.(*Queue).Take',
    );
  });

  it('is of stacks of the standard library the first that says what is done', () => {
    const loop = 'net/http.(*persistConn).writeLoop';
    assert.equal(placeOf('runtime.selectgo', loop), loop);
    assert.equal(placeOf('runtime.gopark', 'runtime.gcBgMarkWorker'), 'runtime.gcBgMarkWorker');
    assert.equal(placeOf('runtime.gopark'), 'runtime.gopark');
    assert.equal(placeOf(), undefined);
  });
});
