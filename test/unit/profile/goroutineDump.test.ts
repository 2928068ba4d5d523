import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readGoroutineDump } from '../../../server/src/engine/profile/goroutineDump.ts';

describe('goroutines that are printed', () => {
  it('have states, waits, threads, frames, and who started them', () => {
    const [first, second, ...others] = readGoroutineDump(`panic: out of luck

goroutine 1 [running]:
main.main()
	/src/main.go:12 +0x1d

goroutine 7 [chan receive, 5 minutes, locked to thread]:
main.(*T).wait(0xc000010000, {0x1, 0x2})
	C:/src/main.go:20 +0x40
main.inlined(...)
	/src/main.go:30
...additional frames elided...
created by main.(*T).start in goroutine 1
	/src/main.go:9 +0x20

goroutine 8 gp=0xc0000061c0 m=nil [select (no cases)]:
runtime.gopark(0x0?, 0x0?)
	/go/src/runtime/proc.go:460 +0xce fp=0xc00004e fp=0xc00004e760 pc=0x46
exit status 2
`);
    assert.deepEqual(first, {
      id: 1,
      state: 'running',
      waitMinutes: 0,
      isLockedToThread: false,
      labels: [],
      frames: [{ name: 'main.main', file: '/src/main.go', line: 12, isInlined: false }],
      createdBy: undefined,
      parent: 0,
    });
    assert.deepEqual(second, {
      id: 7,
      state: 'chan receive',
      waitMinutes: 5,
      isLockedToThread: true,
      labels: [],
      frames: [
        { name: 'main.(*T).wait', file: 'C:/src/main.go', line: 20, isInlined: false },
        { name: 'main.inlined', file: '/src/main.go', line: 30, isInlined: true },
      ],
      createdBy: { name: 'main.(*T).start', file: '/src/main.go', line: 9, isInlined: false },
      parent: 1,
    });
    assert.deepEqual(
      others.map(({ id, state, frames }) => [id, state, frames.map(({ name }) => name)]),
      [[8, 'select (no cases)', ['runtime.gopark']]],
    );
  });
});
