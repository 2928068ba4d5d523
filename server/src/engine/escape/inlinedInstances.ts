/**
 * Instances of generic functions that a package meets in what it inlines from others only: their bodies are read to
 * inline them in turn, and thrown away (noder/reader.go, readBodies, Go 1.26). So nothing is known of their parameters.
 */
import type { Callee, Func } from '../ir/func.ts';
import type { Frame } from '../ir/position.ts';
import type { Package } from '../types/package.ts';
import type { EscapeEnvironment } from './environment.ts';

/**
 * Whether an instance that is called in code of that frame is one of those: `func` is the function or the closure
 * that the code is in now.
 */
export function isMetWhileInlining(
  environment: EscapeEnvironment,
  func: Func,
  frame: Frame,
  callee: Callee,
): boolean {
  const { object, typeArguments } = callee;
  const { compiledIn } = func;
  return (
    typeArguments.length > 0 &&
    compiledIn !== undefined &&
    compiledIn !== object.package &&
    (isWrittenElsewhere(func, compiledIn) || isInlinedFromElsewhere(frame, compiledIn)) &&
    !environment.reads(compiledIn, callee)
  );
}

/** Only of code that is not the package's own there may be anything that its own code does not lead to. */
function isInlinedFromElsewhere(frame: Frame, own: Package): boolean {
  for (let at = frame; at.inlinedAt; at = at.inlinedAt.frame) {
    if (at.inlined && isWrittenElsewhere(at.inlined, own)) {
      return true;
    }
  }
  return false;
}

/** Closures of inlined code are copies that belong to the function that they are copied into. */
function isWrittenElsewhere(func: Func, own: Package): boolean {
  const { callee } = func.asWritten.outermost;
  return callee?.typeArguments.length === 0 && callee.object.package !== own;
}
