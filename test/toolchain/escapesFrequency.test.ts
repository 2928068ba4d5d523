/** What `gomem escapes` says of how often something is allocated, for both tiers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GoScene } from '../support/goScene.ts';

/** The second result of open is an error by its type alone. */
const TEXT = `package p

import "os"

var (
	sink *int
	done chan int
)

func open(name string) bool {
	_, e1 := os.Open(name)
	if e1 != nil {
		sink = new(int)
		done = make(chan int)
		return false
	}
	done = make(chan int, 1)
	return true
}
`;

describe('gomem escapes', () => {
  for (const tier of ['compiler', 'static']) {
    it(`knows errors by their types: ${tier}`, async () => {
      const scene = new GoScene({ 'go.mod': 'module example.com/p\n\ngo 1.24\n', 'p.go': TEXT });
      try {
        const { rows } = await scene.escapes(['--tier', tier]);
        assert.deepEqual(
          rows
            .filter(({ verdict }) => verdict === 'heap')
            .map(({ line, kind, frequency }) => [line, kind, frequency]),
          [
            [13, 'expr', 'error'],
            [14, 'runtime', 'error'],
            [17, 'runtime', 'call'],
          ],
        );
      } finally {
        await scene.close();
      }
    });
  }
});
