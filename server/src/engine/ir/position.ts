/** Where a node stands: in its source, and at the calls that it was inlined at. */
import type { Func } from './func.ts';
import type { Declaration } from '../syntax/slicer.ts';

/** A top-level declaration that code is written in. */
export interface Source {
  /** Absolute path. */
  readonly file: string;
  readonly declaration: Declaration;
}

/** One copy of a source's code: that of the function itself, or one at an inlined call. */
export interface Frame {
  readonly source: Source;
  /** Undefined for code at its original place. */
  readonly inlinedAt: Position | undefined;
  /** The function that was inlined there, as it is written. */
  readonly inlined?: Func;
  /** Its name there: copies of closures have names of their own. */
  readonly inlinedName?: string;
  /** Of a function that the compiler makes around another one: what is inlined there is reported there. */
  readonly isOfWrapper?: boolean;
}

export interface Position {
  readonly frame: Frame;
  /** UTF-16 units from the start of the frame's declaration, where the compiler's position is. */
  readonly offset: number;
}

/** Where the compiler reports it: at the outermost call that it was inlined at, or in a wrapper within. */
export function reportedPosition(position: Position): Position {
  let outermost = position;
  while (outermost.frame.inlinedAt && outermost.frame.isOfWrapper !== true) {
    outermost = outermost.frame.inlinedAt;
  }
  return outermost;
}

/** The functions that were inlined where a position is, the outermost first. */
export function inlinedNames({ frame }: Position): readonly string[] {
  const names: string[] = [];
  for (let at: Frame | undefined = frame; at; at = at.inlinedAt?.frame) {
    if (at.inlinedName !== undefined) {
      names.unshift(at.inlinedName);
    }
  }
  return names;
}
