/** Pointers to a variable that are made on error paths only. */
import type { Identifier, Return } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { type Type, unalias, underlying } from '../../types/types.ts';
import { indentOf } from '../edits.ts';
import type { Step } from '../flow/graph.ts';
import { flowAround, reachedAfter, stepOf } from '../flow/paths.ts';
import type { Fix } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Reference } from './references.ts';

export interface ColdAddress {
  /** Of `&x`: what stands behind the sign. */
  readonly use: Identifier;
  readonly statement: Return;
}

/**
 * `&x` in what an error path returns, all that there are: nobody sees the variable afterwards. Undefined where there is
 * none, or another reference, and where the variable is one of the error path alone.
 */
export function coldAddresses(
  subject: Subject,
  declared: Identifier,
  references: readonly Reference[],
): readonly ColdAddress[] | undefined {
  const addresses = references.filter(({ isAddress, closure }) => isAddress || closure);
  const cold = addresses.flatMap(({ use, closure }) => {
    const address = subject.parentOf(use);
    const statement = [...subject.parentsOf(use)].find((node) => node.kind === 'return');
    const isCold = /^(?:error|panic)$/.test(subject.source.frequencyAt(use.start));
    return statement && isCold && !closure && address?.kind === 'unary' ? [{ use, statement }] : [];
  });
  return cold.length > 0 &&
    cold.length === addresses.length &&
    isLeftOtherwise(subject, declared, cold)
    ? cold
    : undefined;
}

/** Whether there is a way from the declaration that does not return one of them: `e := e; return &e` is the copy itself. */
function isLeftOtherwise(
  subject: Subject,
  declared: Identifier,
  addresses: readonly ColdAddress[],
): boolean {
  const graph = flowAround(subject, declared);
  // A parameter is there from the beginning.
  const from = stepOf(graph, declared) ?? graph.entry;
  const isCold = ({ nodes }: Step) => addresses.some(({ statement }) => nodes.includes(statement));
  return reachedAfter(from, true, {
    behind: (step) => (isCold(step) ? undefined : true),
  }).some(({ step }) => step === graph.exit || step === from);
}

/** A copy before each return; of what holds a lock there is none. */
export function copiedWhenCold(
  subject: Subject,
  { name }: Identifier,
  { type }: VarObject,
  addresses: readonly ColdAddress[],
): Fix | undefined {
  if (holdsLock(type)) {
    return undefined;
  }
  const copy = subject.freshName(`${name}Copy`, `${name}OfError`);
  const statements = new Set(addresses.map(({ statement }) => statement));
  const isPlain = [...statements].every((each) => {
    const block = subject.parentOf(each);
    return block?.kind === 'block' && indentOf(subject, each) !== undefined;
  });
  if (copy === undefined || !isPlain || statements.size < addresses.length) {
    return undefined;
  }
  return {
    title: subject.localize('Copy {0} there', name),
    changes: addresses.flatMap(({ use, statement: { start } }) => [
      {
        start,
        end: start,
        text: `${copy} := ${name}\n${indentOf(subject, { start, end: start })}`,
      },
      { start: use.start, end: use.end, text: copy },
    ]),
    imports: [],
    names: [copy],
  };
}

/** As go vet has it (copylocks): a type whose pointer has `Lock` and `Unlock`, or one that has such a thing in it. */
function holdsLock(type: Type, seen = new Set<Type>()): boolean {
  const actual = unalias(type);
  // Broken code may have a type that contains itself.
  if (seen.has(actual)) {
    return false;
  }
  seen.add(actual);
  const methods = actual.kind === 'named' ? actual.origin.methods : undefined;
  if (['Lock', 'Unlock'].every((name) => methods?.get(name)?.hasPointerReceiver === true)) {
    return true;
  }
  const under = underlying(actual);
  switch (under.kind) {
    case 'struct':
      return under.fields.some((field) => holdsLock(field.type, seen));
    case 'array':
      return holdsLock(under.element, seen);
    default:
      return false;
  }
}
