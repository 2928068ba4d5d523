/** Go packages in which each rule finds what marks say, and whose functions are measured. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../../server/src/cli/command.ts';
import { gomem } from './gomem.ts';
import { knownLeaksFrom } from '../../server/src/host/knownLeaks.ts';
import { ruleDocsIn } from '../../server/src/host/ruleDocs.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FIXTURES = join(ROOT, 'test/fixtures/rules');
/** Of their go.mod. */
const MODULE = 'example.com/rules';

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
  readonly evidence: { readonly text: string };
  readonly gain: { readonly objectsAfter: number | string } | null;
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
 * Measures each `prove…` function of the rules' fixtures as it is, and with its rule's fixes, which are in `folder`
 * then. Where a rule has none, `prove…Fixed` stands beside it, written by hand.
 */
export async function measureProof(
  folder: string,
  rules: readonly string[] = fixtureRules(),
): Promise<Proven> {
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
}

const FIXED = 'Fixed';

/** The package whose test measures those that have no process of their own. */
const PROOFS = 'proofs';

/**
 * By rule and function: objects of one call, as testing.Benchmark counts them, or its result. What a function counts
 * itself is of the whole process, so its package has one of its own; all others are linked into one.
 */
function countAllocations(
  folder: string,
  rules: readonly string[],
): Map<string, Map<string, number>> {
  const proofs = new Map(rules.map((rule) => [rule, proofsIn(folder, rule)]));
  const written: string[] = [];
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written.push(file);
  };
  const alone = rules.filter((rule) => proofs.get(rule)?.some(({ isCount }) => isCount));
  const together = rules.filter((rule) => !alone.includes(rule));
  for (const [rule, functions] of proofs) {
    const file = alone.includes(rule) ? 'prove_test.go' : 'prove.go';
    write(
      `${rule}/${file}`,
      alone.includes(rule) ? proofTest(functions) : exportedProofs(functions),
    );
  }
  write(`${PROOFS}/prove_test.go`, testOfProofs(together));
  const packages = [PROOFS, ...alone].map((name) => `./${name}`);
  const output = go(folder, 'go', ['test', '-count=1', '-v', '-run=TestProve', ...packages]);
  for (const file of written) {
    rmSync(file);
  }
  rmSync(join(folder, PROOFS), { recursive: true });
  return countsIn(output, proofs);
}

interface ProofFunction {
  readonly name: string;
  /** Whether it returns what is wrong, rather than allocates it. */
  readonly isCount: boolean;
}

function proofsIn(folder: string, rule: string): ProofFunction[] {
  const text = readFileSync(join(folder, rule, 'fixture.go'), 'utf8');
  return [...text.matchAll(/^func (prove\w*)\(\)( int)?/gm)].map(([, name = '', result]) => ({
    name,
    isCount: result !== undefined,
  }));
}

/** What was printed; NaN for what was not. */
function countsIn(
  output: string,
  proofs: ReadonlyMap<string, readonly ProofFunction[]>,
): Map<string, Map<string, number>> {
  const counts = new Map(
    [...proofs].map(([rule, functions]) => [
      rule,
      new Map(functions.map(({ name }) => [name, NaN])),
    ]),
  );
  for (const [, rule = '', name = '', count] of output.matchAll(/^PROVEN (\S+) (\w+) (\d+)$/gm)) {
    counts.get(rule)?.set(name, Number(count));
  }
  return counts;
}

const ALLOCATIONS = `
func allocations(f func()) int64 {
	return testing.Benchmark(func(b *testing.B) {
		for range b.N {
			f()
		}
	}).AllocsPerOp()
}
`;

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
${ALLOCATIONS}
func say(name string, count int64) {
	folder, _ := os.Getwd()
	fmt.Printf("PROVEN %s %s %d\\n", filepath.Base(folder), name, count)
}

func TestProve(t *testing.T) {
	flag.Set("test.benchtime", "500x")
	_ = allocations
${calls.join('')}}
`;
}

/** In the package of a fixture: its functions for a test elsewhere. */
function exportedProofs(proofs: readonly ProofFunction[]): string {
  const calls = proofs.map(({ name }) => `\tprove("${name}", ${name})\n`);
  return `package fixture

func Prove(prove func(name string, f func())) {
${calls.join('')}}
`;
}

function testOfProofs(rules: readonly string[]): string {
  const imports = rules.map((rule, index) => `\tfixture${index} "${MODULE}/${rule}"\n`);
  const calls = rules.map((rule, index) => `\tfixture${index}.Prove(say("${rule}"))\n`);
  return `package ${PROOFS}

import (
	"flag"
	"fmt"
	"testing"

${imports.join('')})
${ALLOCATIONS}
func say(rule string) func(name string, f func()) {
	return func(name string, f func()) {
		fmt.Printf("PROVEN %s %s %d\\n", rule, name, allocations(f))
	}
}

func TestProve(t *testing.T) {
	flag.Set("test.benchtime", "500x")
	_ = say
${calls.join('')}}
`;
}
