/** Runs the fixes of findings for real, and drops those that are of no use. */
import { dirname } from 'node:path';
import type { BuildFlags } from '../engine/build/flags.ts';
import { english } from '../engine/features/localize.ts';
import type { BenchmarkChange } from '../engine/proof/comparison.ts';
import { changeText, unprovenText, withdrawalText } from '../engine/proof/proofTexts.ts';
import { withChanges } from '../engine/rules/fileChanges.ts';
import { isProvable } from '../engine/rules/provable.ts';
import { proveFix, type ProofOutcome } from '../toolchain/fixProof.ts';
import { GoCommand } from '../toolchain/goCommand.ts';
import { changesOf } from './checkFix.ts';
import { othersOf, type PlacedFinding } from './checkFindings.ts';
import type { CommandContext } from './command.ts';
import { placeText } from './places.ts';

/** What stands beside a finding that is left. */
export type FindingProof = Extract<ProofOutcome, { readonly type: 'proven' | 'unproven' }>;

export interface ProveRequest {
  readonly go: string;
  /** For each fix. */
  readonly budgetMs: number;
  readonly flagsOf: (directory: string) => Promise<BuildFlags>;
}

/** One after the other; those that are withdrawn are told, with the reason, and left out. Others stay as they are. */
export async function provenFindings(
  findings: readonly PlacedFinding[],
  { go, budgetMs, flagsOf }: ProveRequest,
  context: CommandContext,
): Promise<PlacedFinding[]> {
  const command = new GoCommand(go, context.environment);
  const left: PlacedFinding[] = [];
  for (const each of findings) {
    const { file } = each;
    const changes = isProvable(each.finding) ? changesOf(each) : undefined;
    const directory = dirname(file.path);
    const outcome =
      changes &&
      (await proveFix(
        command,
        {
          directory,
          flags: await flagsOf(directory),
          buffers: new Map(),
          file: file.path,
          fixedText: withChanges(file.slices.text, changes),
          lines: [each, ...othersOf(each)].map(({ start }) => file.lines.lineAt(start) + 1),
          budgetMs,
        },
        () => undefined,
      ));
    switch (outcome?.type) {
      case 'withdrawn':
        tellWithdrawn(each, outcome, context);
        break;
      case 'failed':
        throw new Error(`${outcome.failure.message}\n${outcome.failure.output}`);
      case 'proven':
      case 'unproven':
        left.push({ ...each, proof: outcome });
        break;
      case 'cancelled':
      case undefined:
        left.push(each);
    }
  }
  return left;
}

function tellWithdrawn(
  { file, start, finding }: PlacedFinding,
  { because, changes, output }: Extract<ProofOutcome, { readonly type: 'withdrawn' }>,
  context: CommandContext,
): void {
  const place = placeText({ file: file.path, ...file.lines.byteColumnAt(start) }, context.cwd);
  const details = [...changes.map(changeText), ...output.split('\n')].filter((line) => line !== '');
  context.writeError(
    [
      `${place}: withdrawn: ${withdrawalText(because, english)} [${finding.rule}]`,
      ...details.map((line) => `  ${line}`),
      '',
    ].join('\n'),
  );
}

/** Lines for people. */
export function proofTexts({ proof, declaration }: PlacedFinding): readonly string[] {
  switch (proof?.type) {
    case 'proven':
      return proof.changes.map((change) => `proven: ${changeText(change)}`);
    case 'unproven':
      return [unprovenText(proof.because, declaration.name ?? '', english)];
    case undefined:
      return [];
  }
}

/** The fields are a contract for scripts (docs/architecture.md). */
export function proofJson({ proof }: PlacedFinding): object | null {
  return proof
    ? {
        isProven: proof.type === 'proven',
        because: proof.type === 'unproven' ? proof.because : null,
        benchmarks: proof.type === 'proven' ? proof.changes.map(benchmarkJson) : [],
      }
    : null;
}

function benchmarkJson({ name, count, allocs, bytes, nanoseconds }: BenchmarkChange): object {
  return { name, runs: count, allocs, bytes, nanoseconds };
}
