/** Which version of the language a file is written in: initFiles of types2/check.go (Go 1.26). */
import { type Constraint, goBuildText, parseGoBuild } from './constraint.ts';

/** Files cannot go back further, as `1.N`. */
const LEAST_MINOR = 21;

/**
 * The 1.`N` that a file's `//go:build` line asks for, as `//go:build go1.18` does; undefined for a file that is as
 * its package is.
 */
export function minorVersionAskedFor(text: string): number | undefined {
  const header = text.slice(0, Math.max(0, text.search(/^package\b/m)));
  const line = header.split('\n').find((each) => goBuildText(each) !== undefined);
  const constraint = line === undefined ? undefined : parseGoBuild(goBuildText(line) ?? '');
  const implied = constraint && !('problem' in constraint) ? minorImplied(constraint, true) : -1;
  return implied < 0 ? undefined : Math.max(implied, LEAST_MINOR);
}

/** The 1.`N` that is there wherever the constraint holds, or does not; -1 for none: go/build/constraint/vers.go. */
function minorImplied(constraint: Constraint, holds: boolean): number {
  switch (constraint.kind) {
    case 'tag': {
      const version = holds ? /^go1(?:\.(?<minor>\d+))?$/.exec(constraint.tag) : null;
      return version ? Number(version.groups?.minor ?? 0) : -1;
    }
    case 'not':
      return minorImplied(constraint.operand, !holds);
    default: {
      const left = minorImplied(constraint.left, holds);
      const right = minorImplied(constraint.right, holds);
      return (constraint.kind === 'and') === holds ? Math.max(left, right) : Math.min(left, right);
    }
  }
}
