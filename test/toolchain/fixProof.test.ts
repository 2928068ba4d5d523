/** Fixes that are run for real: what is proven is, the same code is no difference, what breaks says so. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EXIT } from '../../server/src/cli/command.ts';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { changeText } from '../../server/src/engine/proof/proofTexts.ts';
import { proveFix, type ProofOutcome } from '../../server/src/toolchain/fixProof.ts';
import { GoCommand } from '../../server/src/toolchain/goCommand.ts';
import { BENCHMARKED_FILES } from '../support/benchmarkedModule.ts';
import { writeFiles } from '../support/moduleCache.ts';
import { runIn } from '../support/ruleFixtures.ts';

const BUDGET_MS = 600_000;
const SOURCE = BENCHMARKED_FILES['keys.go'];
const KEY_LINE = lineOf('return fmt.Sprintf');

const folder = mkdtempSync(join(tmpdir(), 'gomem-proof-test-'));

/** What a pool keeps is up to the collector: its bytes vary from run to run. */
const POOLED_FILES = {
  'pooled/pooled.go': `package pooled

import (
	"bytes"
	"sync"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func Length(text string) int {
	buffer := buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	buffer.WriteString(text)
	n := buffer.Len()
	buffers.Put(buffer)
	return n
}
`,
  'pooled/pooled_test.go': `package pooled

import (
	"strings"
	"testing"
)

func BenchmarkLength(b *testing.B) {
	text := strings.Repeat("text", 100)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			Length(text)
		}
	})
}
`,
};

/** What is wrong is so whatever it allocates. */
const UNRESET_FILES = {
  'unreset/unreset.go': `package unreset

import (
	"bytes"
	"sync"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func Length(text string) int {
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.WriteString(text)
	return buffer.Len()
}
`,
  'unreset/unreset_test.go': `package unreset

import "testing"

func BenchmarkLength(b *testing.B) {
	for range b.N {
		Length("text")
	}
}
`,
};

/** Called for what a benchmark measures, and not measured by it. */
const PREPARED_FILES = {
  'prepared/prepared.go': `package prepared

import "fmt"

func Key(id int) string {
	return fmt.Sprintf("%d", id)
}
`,
  'prepared/prepared_test.go': `package prepared

import "testing"

var keys = []string{Key(1), Key(2), Key(3)}

func BenchmarkLength(b *testing.B) {
	length, key := 0, Key(100_000)
	for range b.N {
		length += len(key)
	}
}

func BenchmarkParts(b *testing.B) {
	for _, id := range []int{100_000, 200_000} {
		b.Run(Key(id), func(b *testing.B) {
			length, key := 0, Key(id)
			for b.Loop() {
				length += len(key)
			}
		})
	}
}
`,
};

/** Fails when it runs first, and never again. */
const UNSTEADY_FILES = {
  'unsteady/unsteady.go': `package unsteady

import "fmt"

func Key(id int) string {
	return fmt.Sprintf("%d", id)
}
`,
  'unsteady/unsteady_test.go': `package unsteady

import (
	"os"
	"testing"
)

func TestUnsteady(t *testing.T) {
	if _, err := os.Stat("ran"); err != nil {
		os.WriteFile("ran", nil, 0o600)
		t.Error("too slow")
	}
}
`,
};

before(() => {
  writeFiles(folder, {
    ...BENCHMARKED_FILES,
    ...POOLED_FILES,
    ...UNRESET_FILES,
    ...PREPARED_FILES,
    ...UNSTEADY_FILES,
  });
});

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function lineOf(text: string, source: string = SOURCE): number {
  return source.slice(0, source.indexOf(text)).split('\n').length;
}

function prove(
  fixedText: string,
  line: number,
  { name = 'keys.go', budgetMs = BUDGET_MS, signal = undefined as AbortSignal | undefined } = {},
): Promise<ProofOutcome> {
  const go = new GoCommand('go', { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local' });
  const file = join(folder, name);
  return proveFix(
    go,
    {
      directory: join(file, '..'),
      flags: DEFAULT_BUILD_FLAGS,
      buffers: new Map(),
      file,
      fixedText,
      lines: [line],
      budgetMs,
    },
    () => undefined,
    signal,
  );
}

describe('the proof of a fix', () => {
  it('is what benchmarks say with and without it', async () => {
    const { code, output, errors } = await runIn(folder, [
      ...['check', '--prove', '--prove-time', '600', '--rules', 'sprintf-strconv', '.'],
    ]);
    assert.equal(code, EXIT.done, errors);
    assert.match(output, /^ {2}proven: BenchmarkKey: 2 → 1 allocs\/op \(p=0\.000, n=8\)/m);
    assert.match(output, /^ {2}not proven: no benchmark reaches Unreached$/m);
    assert.equal(readFileSync(join(folder, 'keys.go'), 'utf8'), SOURCE);
  });

  it('is none by benchmarks that only prepare with it what they measure', async () => {
    const source = PREPARED_FILES['prepared/prepared.go'];
    const outcome = await prove(`${source}\n// The same.\n`, lineOf('return', source), {
      name: 'prepared/prepared.go',
    });
    assert.deepEqual(outcome, { type: 'unproven', because: 'noBenchmark' });
  });

  it('is not asked for where a fix promises no fewer allocations', async () => {
    const { code, output, errors } = await runIn(folder, [
      ...['check', '--prove', '--json', '--rules', 'pool-no-reset', './unreset'],
    ]);
    assert.equal(code, EXIT.done, errors);
    assert.equal(errors, '');
    const { rule, fix, proof } = JSON.parse(output) as Record<string, unknown>;
    assert.equal(rule, 'pool-no-reset');
    assert.ok(fix);
    assert.equal(proof, null);
  });

  it('finds no difference between the same and the same, pools included', async () => {
    for (const [name, text, line] of [
      ['keys.go', SOURCE, KEY_LINE],
      [
        'pooled/pooled.go',
        POOLED_FILES['pooled/pooled.go'],
        lineOf('buffer.Reset', POOLED_FILES['pooled/pooled.go']),
      ],
    ] as const) {
      const outcome = await prove(`${text}\n// The same.\n`, line, { name });
      assert.ok(
        outcome.type === 'withdrawn' && outcome.because === 'same',
        JSON.stringify(outcome),
      );
      assert.ok(outcome.changes.length > 0);
    }
  });

  it('withdraws what allocates more', async () => {
    const outcome = await prove(
      SOURCE.replace('return fmt.Sprintf("%d", id)', 'return fmt.Sprint(fmt.Sprintf("%d", id))'),
      KEY_LINE,
    );
    assert.ok(outcome.type === 'withdrawn' && outcome.because === 'more');
    assert.match(outcome.changes.map(changeText).join('\n'), /BenchmarkKey: 2 → \d allocs\/op/);
  });

  it('says that a fix does not build, or breaks a test', async () => {
    const broken = await prove(SOURCE.replace('"%d", id)', 'id'), KEY_LINE);
    assert.ok(broken.type === 'withdrawn' && broken.because === 'build');
    assert.match(broken.output, /keys\.go:17/);
    const wrong = await prove(SOURCE.replace('"%d"', '"%x"'), KEY_LINE);
    assert.ok(wrong.type === 'withdrawn' && wrong.because === 'tests');
    assert.equal(wrong.output, 'TestKey');
    const odd = await prove(SOURCE.replace('"%d", id', '"%d", id, id'), KEY_LINE);
    assert.ok(odd.type === 'withdrawn' && odd.because === 'vet', JSON.stringify(odd));
  });

  it('does not hold against a fix that a test fails only once', async () => {
    const source = UNSTEADY_FILES['unsteady/unsteady.go'];
    const outcome = await prove(`${source}\n// The same.\n`, lineOf('return', source), {
      name: 'unsteady/unsteady.go',
    });
    assert.ok(existsSync(join(folder, 'unsteady/ran')));
    assert.deepEqual(outcome, { type: 'unproven', because: 'noBenchmark' });
  });

  it('ends when it is cancelled, or its time is over', async () => {
    assert.deepEqual(await prove(SOURCE, KEY_LINE, { budgetMs: 1 }), {
      type: 'unproven',
      because: 'time',
    });
    assert.deepEqual(await prove(SOURCE, KEY_LINE, { signal: AbortSignal.abort() }), {
      type: 'cancelled',
    });
  });
});
