/** Where the calls of a function are, of one that nobody outside its package can call. */
import {
  bodyOf,
  type CheckedBody,
  codeWith,
  type TypedDeclaration,
} from '../checker/packageChecker.ts';
import type { Call } from '../syntax/ast.ts';
import { positionOf } from '../syntax/positions.ts';
import { forEachNode } from '../syntax/walk.ts';
import type { Package } from '../types/package.ts';
import { lastName } from '../frequency/names.ts';
import { mentionsOf } from './mentions.ts';

/** Others, or the runtime, may call what has such a name. */
export const CALLED_ELSEWHERE = /^(?:\p{Lu}.*|main|init)$/u;

export interface CallSite {
  readonly caller: CheckedBody;
  readonly at: number;
}

/** What is called from more places is part of nothing. */
const MAXIMUM_SITES = 12;

/**
 * By its name, whatever it is a method of; undefined where it may be called by somebody who is not seen. Values of the
 * package's variables call it once, and are left out.
 */
export function callSitesOf(ours: Package, name: string): readonly CallSite[] | undefined {
  const sites: CallSite[] = [];
  for (const { look } of CALLED_ELSEWHERE.test(name) ? [] : codeWith(ours, name)) {
    const code = look();
    const { places = [] } = code ? mentionsOf(code, name) : {};
    const calls = code && places.length > 0 ? callsOf(code, name) : [];
    const caller = calls.length > 0 ? bodyIn(code) : undefined;
    if (calls.length < places.length || sites.length + calls.length > MAXIMUM_SITES) {
      return undefined;
    }
    sites.push(...(caller ? calls.map((call) => ({ caller, at: positionOf(call) })) : []));
  }
  return sites.length > 0 ? sites : undefined;
}

function bodyIn(code: TypedDeclaration | undefined): CheckedBody | undefined {
  const object = code?.syntax.kind === 'func' ? code.types.objectOf(code.syntax.name) : undefined;
  return object?.kind === 'func' ? bodyOf(object) : undefined;
}

function callsOf({ syntax }: TypedDeclaration, name: string): readonly Call[] {
  const calls: Call[] = [];
  forEachNode(syntax, (node) => {
    if (node.kind === 'call' && lastName(node.callee) === name) {
      calls.push(node);
    }
  });
  return calls;
}
