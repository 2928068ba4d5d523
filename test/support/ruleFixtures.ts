/** Go packages in which each rule finds what marks say, and whose functions are measured. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../../server/src/cli/command.ts';
import { gomem } from './gomem.ts';
import { knownLeaksFrom } from '../../server/src/host/knownLeaks.ts';
import { ruleDocsIn } from '../../server/src/host/ruleDocs.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FIXTURES = join(ROOT, 'test/fixtures/rules');

/** What is known of the standard library's functions. */
export const knownLeaks = knownLeaksFrom(join(ROOT, 'server/data/leaks.br'));

export const ruleDocs = ruleDocsIn(join(ROOT, 'docs/rules'));

/** A finding as `gomem check --json` has it. */
export interface CheckedRow {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly function: string;
  readonly expression: string;
  readonly message: string;
  readonly fix: { readonly title: string } | null;
  /** Where else in the function the same is to be decided. */
  readonly others: readonly {
    readonly line: number;
    readonly expression: string;
    readonly message: string;
  }[];
}

/** `gomem` in a folder. */
export async function runIn(
  folder: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly output: string; readonly errors: string }> {
  const { code, out, error } = await gomem(args, {
    cwd: folder,
    environment: { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local' },
    ruleDocs,
    knownLeaks,
  });
  return { code, output: out, errors: error };
}

export async function check(folder: string, args: readonly string[]): Promise<CheckedRow[]> {
  const { code, output, errors } = await runIn(folder, ['check', '--json', ...args]);
  assert.equal(code, EXIT.done, errors);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CheckedRow);
}

/** Rules that have a folder of fixtures. */
export function fixtureRules(): string[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

export function fixtureText(rule: string): string {
  return readFileSync(join(FIXTURES, rule, 'fixture.go'), 'utf8');
}

/** Does something with a copy of all fixtures. */
export async function withFixtures<Result>(
  act: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'gomem-rules-'));
  try {
    cpSync(FIXTURES, folder, { recursive: true });
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a Go command prints, which has to succeed. */
export function go(folder: string, command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env: { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local' },
    encoding: 'utf8',
  });
  const said = `${stdout}${stderr}${error?.message ?? ''}`;
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${said}`);
  return stdout;
}

/**
 * Of each `prove…` function `[before, after]` the fix of its rule: objects that one call allocates, or
 * what it returns, where it counts itself what is wrong.
 */
export type Proven = Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>;

const PROOF = join(ROOT, 'test/fixtures/rules/proven.json');

export function committedProof(): Proven {
  return JSON.parse(readFileSync(PROOF, 'utf8')) as Proven;
}

export function commitProof(proven: Proven): void {
  writeFileSync(PROOF, `${JSON.stringify(proven, undefined, 2)}\n`);
}

/**
 * Measures each `prove…` function of the rules' fixtures as it is, and with its rule's fixes. Where
 * a rule has none, `prove…Fixed` stands beside it, written by hand.
 */
export async function measureProof(rules: readonly string[] = fixtureRules()): Promise<Proven> {
  return withFixtures(async (folder) => {
    const before = countAllocations(folder, rules);
    for (const rule of rules) {
      await runIn(folder, ['check', '--fix', '--rules', rule, `./${rule}`]);
    }
    const after = countAllocations(folder, rules);
    return Object.fromEntries(
      [...before].map(([rule, counts]) => [
        rule,
        Object.fromEntries(
          [...counts]
            .filter(([name]) => !name.endsWith(FIXED))
            .map(([name, count]) => {
              const fixed = counts.get(`${name}${FIXED}`) ?? after.get(rule)?.get(name) ?? NaN;
              return [name, [count, fixed]];
            }),
        ),
      ]),
    );
  });
}

const FIXED = 'Fixed';

/** By rule and function: objects of one call, as testing.Benchmark counts them, or its result. */
function countAllocations(
  folder: string,
  rules: readonly string[],
): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const rule of rules) {
    const text = readFileSync(join(folder, rule, 'fixture.go'), 'utf8');
    const proofs = [...text.matchAll(/^func (prove\w*)\(\)( int)?/gm)].map(
      ([, name = '', result]) => ({ name, isCount: result !== undefined }),
    );
    writeFileSync(join(folder, rule, 'prove_test.go'), proofTest(proofs));
    counts.set(rule, new Map(proofs.map(({ name }) => [name, NaN])));
  }
  const packages = rules.map((rule) => `./${rule}`);
  const output = go(folder, 'go', ['test', '-count=1', '-v', '-run=TestProve', ...packages]);
  for (const [, rule = '', name = '', count] of output.matchAll(
    /^PROVEN \S*\/(\S+) (\w+) (\d+)$/gm,
  )) {
    counts.get(rule)?.set(name, Number(count));
  }
  for (const rule of rules) {
    rmSync(join(folder, rule, 'prove_test.go'));
  }
  return counts;
}

interface ProofFunction {
  readonly name: string;
  /** Whether it returns what is wrong, rather than allocates it. */
  readonly isCount: boolean;
}

/** The package is told by its path, which a test has in its own name. */
function proofTest(proofs: readonly ProofFunction[]): string {
  const calls = proofs.map(({ name, isCount }) =>
    isCount ? `\tsay("${name}", int64(${name}()))\n` : `\tsay("${name}", allocations(${name}))\n`,
  );
  return `package fixture

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func allocations(f func()) int64 {
	return testing.Benchmark(func(b *testing.B) {
		for range b.N {
			f()
		}
	}).AllocsPerOp()
}

func say(name string, count int64) {
	folder, _ := os.Getwd()
	fmt.Printf("PROVEN ./%s %s %d\\n", filepath.Base(folder), name, count)
}

func TestProve(t *testing.T) {
	flag.Set("test.benchtime", "500x")
	_ = allocations
${calls.join('')}}
`;
}
