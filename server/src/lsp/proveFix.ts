import { dirname } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import { changeText, unprovenText, withdrawalText } from '../engine/proof/proofTexts.ts';
import { fileChanges, withChanges } from '../engine/rules/fileChanges.ts';
import type { ProveParams, ProveResult } from '../protocol.ts';
import { PROOF_STEPS, proveFix, type ProofOutcome } from '../toolchain/fixProof.ts';
import { sourceOf } from '../workspace/findings.ts';
import type { LanguageContext } from './languageContext.ts';
import { findingsIn, withdrawnKey, type DocumentFinding } from './ruleFindings.ts';

const BUDGET_MS = 120_000;

/** Runs the fix of the finding at a place for real; one that is of no use is not found again. */
export async function provideProof(
  context: LanguageContext,
  { uri, position, workDoneToken }: ProveParams,
  token: CancellationToken,
): Promise<ProveResult> {
  const found = await findingsIn(context, uri, token);
  const { file, lines } = found?.document ?? {};
  const each = found?.findings.find(
    ({ declaration: { start }, finding }) =>
      finding.fix && lines?.lineAt(start + finding.start) === position.line,
  );
  const fix = each?.finding.fix;
  const build = file === undefined ? undefined : await context.services.proofBuild(dirname(file));
  const changes =
    found && each && fix && build
      ? fileChanges(sourceOf(found.document.slices, found.view), [
          { declaration: each.declaration, fix },
        ])?.changes
      : undefined;
  if (!found || !each || !build || !changes || file === undefined) {
    return nothing(
      found && each && !build
        ? context.localize('The compiler is not run.')
        : context.localize('There is no fix in this line.'),
    );
  }
  const abort = new AbortController();
  const listener = token.onCancellationRequested(() => {
    abort.abort();
  });
  try {
    const outcome = await proveFix(
      build.go,
      {
        directory: dirname(file),
        flags: build.flags,
        buffers: new Map(
          context.documents
            .all()
            .flatMap((open) => (open.file === undefined ? [] : [[open.file, open.text] as const])),
        ),
        file,
        fixedText: withChanges(found.document.text, changes),
        line: position.line + 1,
        budgetMs: BUDGET_MS,
      },
      (step) => {
        const at = PROOF_STEPS.indexOf(step);
        context.services.reportProgress(workDoneToken, at, PROOF_STEPS.length);
      },
      abort.signal,
    );
    return resultOf(context, uri, each, outcome);
  } finally {
    listener.dispose();
  }
}

function resultOf(
  context: LanguageContext,
  uri: string,
  { declaration, finding }: DocumentFinding,
  outcome: ProofOutcome,
): ProveResult {
  const { localize } = context;
  switch (outcome.type) {
    case 'proven':
      return {
        outcome: 'proven',
        message: localize('Proven: {0}', outcome.changes.map(changeText)[0] ?? ''),
        details: outcome.changes.map(changeText),
      };
    case 'withdrawn':
      context.withdrawn.add(withdrawnKey(uri, declaration, finding));
      context.services.refresh();
      return {
        outcome: 'withdrawn',
        message: localize('Withdrawn: {0}', withdrawalText(outcome.because, localize)),
        details: [...outcome.changes.map(changeText), ...outcome.output.split('\n')].filter(
          (line) => line !== '',
        ),
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
