import type { ModuleOutcome } from '../engine/compilerlog/compilation.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
import { Troubles } from '../engine/compilerlog/troubles.ts';

/** A package of the module that compiles. */
export interface ScannedPackage {
  /** Absolute path of the package's directory. */
  readonly directory: string;
  readonly importPath: string;
  readonly log: CompilerLog;
}

/** What could be learnt of a module, and what stood in the way of the rest. */
export interface ModuleScan {
  /** In the order of their import paths. */
  readonly packages: readonly ScannedPackage[];
  readonly troubles: Troubles;
}

export function moduleScanOf({ packages, refusals }: ModuleOutcome): ModuleScan {
  const scanned: ScannedPackage[] = [];
  const troubles = new Troubles();
  for (const refusal of refusals) {
    troubles.add(refusal);
  }
  for (const { directory, importPath, outcome } of packages) {
    if (outcome.type === 'verdicts') {
      scanned.push({ directory, importPath, log: outcome.log });
    } else if (outcome.type !== 'cancelled') {
      troubles.add(outcome);
    }
  }
  scanned.sort((a, b) => (a.importPath < b.importPath ? -1 : 1));
  return { packages: scanned, troubles };
}
