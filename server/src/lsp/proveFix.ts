import { dirname } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import { changeText, unprovenText, withdrawalText } from '../engine/proof/proofTexts.ts';
import { withChanges } from '../engine/rules/fileChanges.ts';
import { isProvable } from '../engine/rules/provable.ts';
import type { DocumentPosition, ProveParams, ProveResult } from '../protocol.ts';
import {
  PROOF_STEPS,
  proveFix,
  type ProofOutcome,
  type ProofRequest,
  type ProofStep,
} from '../toolchain/fixProof.ts';
import { withSignal } from './cancellation.ts';
import type { LanguageContext } from './languageContext.ts';
import {
  changesOf,
  findingsIn,
  type DocumentFinding,
  type FindingsInDocument,
} from './ruleFindings.ts';

const BUDGET_MS = 120_000;

/** Runs the fix of the finding at a place for real; one that is of no use is not found again. */
export async function provideProof(
  context: LanguageContext,
  { uri, position, workDoneToken }: ProveParams,
  token: CancellationToken,
): Promise<ProveResult> {
  const { localize } = context;
  const found = await findingsIn(context, uri, token);
  const here = found ? fixableIn(found, position) : [];
  const each = here.find(({ finding }) => isProvable(finding));
  const fixedText = found && each && fixedTextOf(found, each);
  const file = found?.document.file;
  if (!found || !each || fixedText === undefined || file === undefined) {
    return nothing(
      here.length > 0
        ? localize('The fix in this line promises no fewer allocations.')
        : localize('There is no fix in this line.'),
    );
  }
  const build = await context.services.proofBuild(dirname(file));
  if (!build) {
    return nothing(localize('The compiler is not run.'));
  }
  const request: ProofRequest = {
    directory: dirname(file),
    flags: build.flags,
    buffers: context.documents.texts(),
    file,
    fixedText,
    lines: placesOf(each).map((at) => found.document.lines.lineAt(at) + 1),
    budgetMs: BUDGET_MS,
  };
  const onStep = (step: ProofStep) => {
    const at = PROOF_STEPS.indexOf(step);
    context.services.reportProgress(workDoneToken, at, PROOF_STEPS.length);
  };
  const outcome = await withSignal(token, (signal) => proveFix(build.go, request, onStep, signal));
  return resultOf(context, found, each, outcome);
}

/** Findings with a fix that are in the position's line; one that starts at the position comes first. */
function fixableIn(
  { document: { lines }, findings }: FindingsInDocument,
  position: DocumentPosition,
): DocumentFinding[] {
  const at = lines.offsetAt(position);
  return findings
    .filter(
      (each) =>
        each.finding.fix && placesOf(each).some((start) => lines.lineAt(start) === position.line),
    )
    .sort((a, b) => Number(placesOf(b).includes(at)) - Number(placesOf(a).includes(at)));
}

/** Offsets in the document. */
function placesOf({ declaration, finding }: DocumentFinding): readonly number[] {
  return [finding, ...(finding.others ?? [])].map(({ start }) => declaration.start + start);
}

function fixedTextOf(
  found: FindingsInDocument,
  { declaration, finding: { fix } }: DocumentFinding,
): string | undefined {
  const changes = fix && changesOf(found, [{ declaration, fix }]);
  return changes && withChanges(found.document.text, changes);
}

function resultOf(
  context: LanguageContext,
  { view }: FindingsInDocument,
  { declaration, finding }: DocumentFinding,
  outcome: ProofOutcome,
): ProveResult {
  const { localize } = context;
  const changes = 'changes' in outcome ? outcome.changes.map(changeText) : [];
  switch (outcome.type) {
    case 'proven':
      return {
        outcome: 'proven',
        message: localize('Proven: {0}', changes[0] ?? ''),
        details: changes,
      };
    case 'withdrawn':
      for (const each of [finding, ...(finding.others ?? [])]) {
        context.findings.withdraw(view, declaration, each);
      }
      context.services.refresh();
      return {
        outcome: 'withdrawn',
        message: localize('Withdrawn: {0}', withdrawalText(outcome.because, localize)),
        details: [...changes, ...outcome.output.split('\n')].filter((line) => line !== ''),
      };
    case 'unproven': {
      const message = unprovenText(outcome.because, declaration.name ?? '', localize);
      return { outcome: 'unproven', message, details: [] };
    }
    case 'failed':
      return { ...nothing(outcome.failure.message), details: [outcome.failure.output] };
    case 'cancelled':
      return nothing('');
  }
}

function nothing(message: string): ProveResult {
  return { outcome: 'nothing', message, details: [] };
}
