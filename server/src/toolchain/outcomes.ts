/** What several runs of the compiler come to. */
import type {
  CompileErrors,
  CompileOutcome,
  ToolchainFailure,
} from '../engine/compilerlog/compilation.ts';
import type { CompileError, CompilerLog } from '../engine/compilerlog/rows.ts';

/** True where an outcome may come of the plan rather than of the text. */
export function isPlanSuspect(outcome: CompileOutcome): boolean {
  return (
    outcome.type === 'failure' ||
    (outcome.type === 'errors' && outcome.errors.some(isMissingImport))
  );
}

function isMissingImport(error: CompileError): boolean {
  return error.message.startsWith('could not import ');
}

/** One outcome for a package and its tests: a failure, else what is wrong with the code, else all verdicts. */
export function mergeOutcomes(outcomes: readonly CompileOutcome[]): CompileOutcome {
  const logs: CompilerLog[] = [];
  const broken: CompileErrors[] = [];
  let failure: ToolchainFailure | undefined;
  for (const outcome of outcomes) {
    switch (outcome.type) {
      case 'verdicts':
        logs.push(outcome.log);
        break;
      case 'errors':
        broken.push(outcome);
        break;
      case 'failure':
        failure ??= outcome;
        break;
      case 'cancelled':
        return outcome;
    }
  }
  if (failure) {
    return failure;
  }
  const [first] = broken;
  if (first) {
    return { ...first, errors: broken.flatMap(({ errors }) => errors) };
  }
  const [only] = logs;
  return {
    type: 'verdicts',
    log:
      only && logs.length === 1
        ? only
        : {
            rows: logs.flatMap((log) => log.rows),
            inlineFacts: logs.flatMap((log) => log.inlineFacts),
            inlinedCalls: logs.flatMap((log) => log.inlinedCalls),
            captures: logs.flatMap((log) => log.captures),
            remarks: logs.flatMap((log) => log.remarks),
          },
  };
}
