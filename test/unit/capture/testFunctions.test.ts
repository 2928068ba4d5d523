import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testFunctionsIn } from '../../../client/src/capture/testFunctions.ts';

const TEXT = `package p

import "testing"

func TestMain(m *testing.M) { m.Run() }

// TestAdd is one.
func TestAdd(t *testing.T) {}

func Test(t *testing.T) {}

func Testimony(t *testing.T) {}

func Testé(t *testing.T) {}

func TestÉtat(t *testing.T) {}

func TestHelper(t *testing.T, n int) {}

func BenchmarkAdd(
	b *testing.B,
) {
	for b.Loop() {
	}
}

func BenchmarkNot(t *testing.T) {}

func (s suite) TestMethod(t *testing.T) {}

var TestTable = 1

func TestBroken(t *testing.T) {
	if {
`;

describe('tests and benchmarks', () => {
  it('are those that go test takes for such, in code that is broken, too', () => {
    const found = testFunctionsIn(TEXT);
    assert.deepEqual(
      found.map(({ name, isBenchmark }) => `${isBenchmark ? 'benchmark' : 'test'} ${name}`),
      ['test TestAdd', 'test Test', 'test TestÉtat', 'benchmark BenchmarkAdd', 'test TestBroken'],
    );
    for (const { name, offset } of found) {
      assert.ok(TEXT.startsWith(`func ${name}(`, offset));
    }
  });
});
