/** The lines that allocate most: what is measured of them is what `go tool pprof` says. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EXIT } from '../../server/src/cli/command.ts';
import { BENCHMARKED_FILES } from '../support/benchmarkedModule.ts';
import { writeFiles } from '../support/moduleCache.ts';
import { linesByPprof } from '../support/pprofLines.ts';
import { go, runIn } from '../support/ruleFixtures.ts';
import { sitesIn } from '../support/siteRows.ts';

const folder = mkdtempSync(join(tmpdir(), 'gomem-sites-'));

before(() => {
  writeFiles(folder, {
    ...BENCHMARKED_FILES,
    'map.go': `package bench

import "strings"

var counts = map[string]int{}

func Count(text string) int {
	buffer := make([]byte, len(text))
	copy(buffer, text)
	for _, word := range strings.Fields(string(buffer)) {
		counts[word+"."]++
	}
	return len(counts)
}
`,
    'pool/pool.go': `package pool

import "sync"

type Buffer struct{ bytes []byte }

func New(size int) *sync.Pool {
	return &sync.Pool{New: func() any {
		return &Buffer{bytes: make([]byte, 0, size)}
	}}
}
`,
    'pooled.go': `package bench

import (
	"sync"

	"example.com/bench/pool"
)

var buffers = pool.New(512)

var records = sync.Pool{
	New: func() any { return new(record) },
}

func Miss() (any, any) {
	return buffers.Get(), records.Get()
}
`,
    'map_test.go': `package bench

import (
	"fmt"
	"testing"
)

func BenchmarkCount(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Count(fmt.Sprint("many words that are longer than the stack's own room for a text ", i))
	}
}

func BenchmarkMiss(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Miss()
	}
}
`,
  });
  const test = ['test', '-run=^$', '-bench=.', '-benchtime=200x', '-memprofile=mem.prof'];
  go(folder, 'go', [...test, '-memprofilerate=1', '-o=bench.test']);
});

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('gomem sites', () => {
  it('has the lines of the profile, the largest first, with what pprof says', async () => {
    const sites = await sitesIn(folder, ['--profile', 'mem.prof', '--count', '100']);
    const truth = linesByPprof(folder, 'mem.prof');
    const bytes = sites.map(({ measured }) => measured?.bytes ?? 0);
    assert.deepEqual(
      bytes,
      bytes.toSorted((a, b) => b - a),
    );
    for (const { file, line, measured, callee } of sites) {
      const own = truth.get(`${file}:${line}`) ?? 0;
      // What others' code allocates that it calls is there as well.
      assert.ok(callee === null ? measured?.bytes === own : (measured?.bytes ?? 0) > own);
    }
    const seen = new Set(sites.map(({ file, line }) => `${file}:${line}`));
    const missing = [...truth.keys()].filter((place) => !place.includes('_test.go'));
    assert.deepEqual(
      missing.filter((place) => !seen.has(place)),
      [],
    );
  });

  it('says why, and what a rule would do', async () => {
    const sites = await sitesIn(folder, ['--profile', 'mem.prof', '--count', '100']);
    const causes = (line: number, file: string) =>
      sites.find((site) => site.line === line && site.file === file)?.causes;
    assert.deepEqual(causes(21, 'keys.go'), ['&record{...} escapes to heap: 112 B']);
    assert.deepEqual(causes(8, 'map.go'), [
      'make([]byte, len(text)) is on the heap where it is longer than 32 B',
    ]);
    assert.ok(causes(10, 'map.go')?.includes('strings.Fields allocates'));
    // Literals, one inlined into another package, one in a variable's value.
    assert.ok(causes(9, 'pool/pool.go')?.includes('&Buffer{...} escapes to heap: 24 B on miss'));
    assert.deepEqual(causes(12, 'pooled.go'), ['new(record) escapes to heap: 112 B on miss']);
    const key = sites.find(({ line, file }) => line === 17 && file === 'keys.go');
    assert.equal(key?.rule, 'sprintf-strconv');
    assert.equal(key.fix?.title, 'Use strconv.Itoa');
  });

  it('says that an order without a profile is estimated', async () => {
    const { output, code } = await runIn(folder, ['sites', '--count', '3']);
    assert.equal(code, EXIT.done);
    assert.equal(output.match(/^\d\. .*: estimated$/gm)?.length, 3);
    const [first] = await sitesIn(folder, []);
    assert.deepEqual([first?.isEstimated, first?.measured], [true, null]);
    // The loop, in a function that is called in a loop.
    assert.equal(first?.function, 'example.com/bench.Index');
  });
});
