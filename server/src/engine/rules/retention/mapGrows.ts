/** A map of the package to which functions add, and from which nothing is ever taken. */
import type { Index } from '../../syntax/ast.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { isString } from '../../types/predicates.ts';
import { type Type, underlying } from '../../types/types.ts';
import type { Rule } from '../rule.ts';
import { namedType, type Subject } from '../subject.ts';
import { growingFound, isFromCaller, onlyGrows } from './growing.ts';

export const mapGrows: Rule = {
  name: 'map-grows',
  summary: 'a map of the package that only grows',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const { localize } = subject;
    const targets = subject.all('assignment').flatMap(({ left }) => left);
    for (const target of targets.filter((each) => each.kind === 'index')) {
      const map = growingMap(subject, target);
      if (map) {
        const held = isOfEqual(subject, target)
          ? localize(
              'each of its texts is held for as long as the program runs; unique.Make has one only while somebody has it',
            )
          : localize('what its keys and elements hold is held for as long as the program runs');
        yield growingFound(subject, map, target, held);
      }
    }
  },
};

/** An unexported map that is written to with a key from outside. */
function growingMap(subject: Subject, { operand, indices: [key] }: Index): VarObject | undefined {
  const map = subject.variableOf(operand);
  const type = map?.role === 'package' ? underlying(map.type) : undefined;
  return map &&
    key &&
    type?.kind === 'map' &&
    !isBounded(type.key) &&
    isFromCaller(subject, key) &&
    onlyGrows(subject, map, isLookedAt)
    ? map
    : undefined;
}

/** The first version of Go with package unique. */
const UNIQUE_MINOR = 23;

/** `list[text] = text`: it gives the one text that is equal to another. */
function isOfEqual(subject: Subject, target: Index): boolean {
  const [key] = target.indices;
  const statement = subject.parentOf(target);
  const [value] = statement?.kind === 'assignment' ? statement.right : [];
  const type = key && subject.typeOf(key);
  return (
    subject.source.goMinor >= UNIQUE_MINOR &&
    value !== undefined &&
    key !== undefined &&
    type !== undefined &&
    isString(type) &&
    subject.textOf(value) === subject.textOf(key)
  );
}

/** Of keys there are as many as the program has types, or as constants are declared. */
function isBounded(key: Type): boolean {
  const actual = underlying(key);
  const isSmall = actual.kind === 'basic' && /^(?:bool|u?int8)$/.test(actual.basic);
  const isEnumeration =
    key.kind === 'named' && actual.kind === 'basic' && actual.basic !== 'string';
  return isSmall || isEnumeration || namedType(key) === 'reflect.Type';
}

/** Where a map is indexed or gone through. */
function isLookedAt(parent: AstNode, child: AstNode): boolean {
  return (parent.kind === 'index' || parent.kind === 'range') && parent.operand === child;
}
