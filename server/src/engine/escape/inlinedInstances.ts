/**
 * Instances of generic functions that a package meets in what it inlines from others only: their bodies are read to
 * inline them in turn, and thrown away (noder/reader.go, readBodies, Go 1.26). So nothing is known of their parameters.
 */
import type { Callee, Func } from '../ir/func.ts';
import type { Frame } from '../ir/position.ts';
import type { Package } from '../types/package.ts';
import type { EscapeEnvironment } from './environment.ts';

/**
 * Whether an instance that is called in code of that frame is one of those: `root` is the function that is compiled.
 */
export function isMetWhileInlining(
  environment: EscapeEnvironment,
  root: Func,
  frame: Frame,
  callee: Callee,
): boolean {
  const { object, typeArguments } = callee;
  const own = root.outermost.callee;
  if (typeArguments.length === 0 || !own || own.typeArguments.length > 0) {
    return false;
  }
  const ownPackage = own.object.package;
  return (
    ownPackage !== undefined &&
    ownPackage !== object.package &&
    isInlinedFromElsewhere(frame, ownPackage) &&
    !environment.reads(ownPackage, callee)
  );
}

/** Only then there may be anything that the package's own code does not lead to. */
function isInlinedFromElsewhere(frame: Frame, own: Package): boolean {
  for (let at = frame; at.inlinedAt; at = at.inlinedAt.frame) {
    const inlined = at.inlined?.outermost.callee;
    if (inlined?.typeArguments.length === 0 && inlined.object.package !== own) {
      return true;
    }
  }
  return false;
}
