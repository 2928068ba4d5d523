import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { waitingFrame } from '../../../client/src/profiles/models/waitingFrame.ts';

describe('where goroutines wait', () => {
  it('is the innermost frame beyond the runtime and what it is used through', () => {
    assert.equal(
      waitingFrame([
        'runtime.gopark',
        'internal/poll.runtime_pollWait',
        'internal/poll.(*FD).Read',
        'net.(*conn).Read',
        'main.serve',
      ]),
      'net.(*conn).Read',
    );
    assert.equal(waitingFrame(['runtime.gopark', 'time.Sleep', 'main.poll']), 'main.poll');
    assert.equal(waitingFrame(['sync.(*Mutex).Lock', 'internalmail.Send']), 'internalmail.Send');
  });

  it('is the leaf where there is nothing else', () => {
    assert.equal(waitingFrame(['runtime.gopark', 'runtime.bgsweep']), 'runtime.gopark');
    assert.equal(waitingFrame([]), '');
  });
});
