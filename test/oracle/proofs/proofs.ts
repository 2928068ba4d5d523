/** Findings whose fixes were run before and after by the benchmarks of their package, and by ours beside them. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { check, runIn, type CheckedRow } from '../../support/ruleFixtures.ts';
import { Committed } from '../committed.ts';
import { goFilesBelow } from '../judgement.ts';

/** What a finding is known by, wherever it has moved to. */
export interface FindingKey {
  readonly function: string;
  readonly rule: string;
  readonly expression: string;
}

export interface MeasuredFix extends FindingKey {
  readonly benchmark: string;
  readonly allocsBefore: number;
  readonly allocsAfter: number;
  /** Whether the difference is more than chance. */
  readonly isProven: boolean;
}

/** By module. */
export const PROOFS = new Committed<readonly MeasuredFix[]>('proofs/proofs.json');

/** Benchmarks for what no benchmark of a module reaches: a folder for each module, laid out as the module is. */
const OURS = join(import.meta.dirname, 'testdata');

/** Seconds for a fix: tests of large packages take their time. */
const BUDGET = '300';

export function isSameFinding(one: FindingKey, other: FindingKey): boolean {
  return (
    one.function === other.function &&
    one.rule === other.rule &&
    one.expression === other.expression
  );
}

/**
 * Adds our benchmarks to a copy of a module, and measures all findings of the packages that these are for; of all
 * that have benchmarks where there are none of ours.
 */
export async function measureFixes(copy: string, folder: string): Promise<readonly MeasuredFix[]> {
  const ours = join(OURS, folder);
  const packages = packagesWithBenchmarks(existsSync(ours) ? ours : copy, copy);
  if (existsSync(ours)) {
    cpSync(ours, copy, { recursive: true });
  }
  if (packages.length === 0) {
    return [];
  }
  const all = await check(copy, packages);
  const args = ['check', '--json', '--prove', '--prove-time', BUDGET, ...packages];
  const { output, errors } = await runIn(copy, args);
  return [...provenIn(output), ...withdrawnIn(errors, all)];
}

/** Folders of `copy`; one with nothing but tests has no findings, and cannot be built. */
function packagesWithBenchmarks(module: string, copy: string): readonly string[] {
  const files = goFilesBelow(module).filter(
    (file) => file.endsWith('_test.go') && /^func Benchmark/m.test(readFileSync(file, 'utf8')),
  );
  const folders = new Set(files.map((file) => relative(module, dirname(file))));
  const built = new Set(
    goFilesBelow(copy)
      .filter((file) => !file.endsWith('_test.go'))
      .map((file) => relative(copy, dirname(file))),
  );
  return [...folders].filter((folder) => built.has(folder)).map((folder) => `./${folder}`);
}

/** `gomem check --json --prove`, as far as it is of use here. */
interface ProvenRow extends CheckedRow {
  readonly proof: {
    readonly benchmarks: readonly {
      readonly name: string;
      readonly allocs: { readonly before: number; readonly after: number };
    }[];
  } | null;
}

/** Of the benchmarks that reach a fix, the one in which it saves most. */
function provenIn(output: string): readonly MeasuredFix[] {
  const rows = output.split('\n').filter((line) => line !== '');
  return rows.flatMap((line) => {
    const row = JSON.parse(line) as ProvenRow;
    const best = row.proof?.benchmarks.toSorted((a, b) => savedBy(b) - savedBy(a))[0];
    return best ? [{ ...keyOf(row), ...measured(best.name, best.allocs), isProven: true }] : [];
  });
}

function savedBy({
  allocs,
}: {
  readonly allocs: { readonly before: number; readonly after: number };
}) {
  return allocs.before - allocs.after;
}

/** Those that made no difference; a fix that breaks something is a failure. */
function withdrawnIn(errors: string, all: readonly CheckedRow[]): readonly MeasuredFix[] {
  return errors.split(/\n(?! )/).flatMap((text) => {
    const [, file, line, because, rule] =
      /^(\S+?):(\d+):\d+: withdrawn: (.+) \[(\S+)\]/.exec(text) ?? [];
    if (rule === undefined) {
      return [];
    }
    const row = all.find(
      (each) => each.file === file && each.line === Number(line) && each.rule === rule,
    );
    const [, benchmark, before, after] = /^ {2}(\S+): (\S+) → (\S+) allocs/m.exec(text) ?? [];
    if (row === undefined || benchmark === undefined) {
      throw new Error(`${because}\n${text}`);
    }
    const allocs = { before: Number(before), after: Number(after) };
    return [{ ...keyOf(row), ...measured(benchmark, allocs), isProven: false }];
  });
}

function measured(benchmark: string, { before, after }: { before: number; after: number }) {
  return { benchmark, allocsBefore: before, allocsAfter: after };
}

function keyOf({ function: name, rule, expression }: FindingKey): FindingKey {
  return { function: name, rule, expression };
}
