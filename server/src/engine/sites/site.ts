import type { Allocation } from '../alloc/allocations.ts';
import type { Measured } from '../measured/measured.ts';
import type { Finding } from '../rules/rule.ts';
import type { UnreportedKind } from './unreported.ts';

/** A function, or variables of the package, as ranking looks at them. Lines are those of their file, from 1 on. */
export interface SiteFunction {
  /** As the engine has it. */
  readonly path: string;
  /** As it is declared: `F`, `(*T).M`; `init` for variables, as profiles call what sets them. */
  readonly declared: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** As calls name it: `example.com/m.F`, `example.com/m.T.M`. */
  readonly calledAs: string;
  readonly allocations: readonly { readonly line: number; readonly allocation: Allocation }[];
  readonly findings: readonly { readonly lines: ReadonlySet<number>; readonly finding: Finding }[];
  readonly unreported: readonly UnreportedText[];
  readonly calls: readonly SiteCall[];
}

export interface UnreportedText {
  readonly line: number;
  readonly kind: UnreportedKind;
  /** As it is written. */
  readonly what: string;
}

export interface SiteCall {
  readonly callee: string;
  readonly isInLoop: boolean;
}

/** A line that allocates, with why. */
export interface Site {
  readonly function: SiteFunction;
  readonly line: number;
  /** What is put on the heap there, as we know it. */
  readonly allocations: readonly Allocation[];
  /** What a rule says of it, with a fix if one has. */
  readonly finding: Finding | undefined;
}

export interface MeasuredSite extends Site {
  readonly measured: Measured;
  /** A function of others' code that the line calls, and that allocates most there; empty for none. */
  readonly callee: string;
  /** Where nothing that is reported says why. */
  readonly unreported: readonly UnreportedText[];
}

export interface EstimatedSite extends Site {
  /** Relative to those of other sites only. */
  readonly estimatedBytes: number;
}

export function siteAt(of: SiteFunction, line: number): Site {
  const findings = of.findings.filter(({ lines }) => lines.has(line)).map(({ finding }) => finding);
  return {
    function: of,
    line,
    allocations: of.allocations
      .filter((each) => each.line === line)
      .map(({ allocation }) => allocation),
    finding: findings.find(({ fix }) => fix) ?? findings[0],
  };
}
