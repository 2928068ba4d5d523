/** A map of the package to which functions add, and from which nothing is ever taken. */
import { codeWith, type TypedDeclaration } from '../../checker/packageChecker.ts';
import type { Index } from '../../syntax/ast.ts';
import { type AstNode, forEachChild, forEachNode } from '../../syntax/walk.ts';
import { isExported, type VarObject } from '../../types/objects.ts';
import { type Type, underlying } from '../../types/types.ts';
import { withoutObjects } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { namedType, type Subject } from '../subject.ts';

export const mapGrows: Rule = {
  name: 'map-grows',
  summary: 'a map of the package that only grows',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const { localize } = subject;
    for (const target of subject.all('assignment').flatMap(({ left }) => left)) {
      const map = target.kind === 'index' ? growingMap(subject, target) : undefined;
      if (map) {
        const { start, end } = target;
        yield {
          start,
          end,
          message: localize('{0} only grows: nothing in the package takes from it', map.name),
          evidence: withoutObjects(
            subject,
            'retention',
            target,
            localize('what its keys and elements hold is held for as long as the program runs'),
          ),
        };
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
    !isExported(map.name) &&
    !isBounded(type.key) &&
    isFromCaller(subject, key) &&
    !isRegistration(subject) &&
    !isReducedOrShared(subject, map)
    ? map
    : undefined;
}

/** Of keys there are as many as the program has types, or as constants are declared. */
function isBounded(key: Type): boolean {
  const actual = underlying(key);
  const isSmall = actual.kind === 'basic' && /^(?:bool|u?int8)$/.test(actual.basic);
  const isEnumeration =
    key.kind === 'named' && actual.kind === 'basic' && actual.basic !== 'string';
  return isSmall || isEnumeration || namedType(key) === 'reflect.Type';
}

/** A parameter, or something that is selected from one: nobody here says how many there are. */
function isFromCaller(subject: Subject, key: AstNode): boolean {
  let isFound = false;
  forEachNode(key, (node) => {
    const role = node.kind === 'identifier' ? subject.variableOf(node)?.role : undefined;
    isFound ||= role === 'parameter';
  });
  return isFound;
}

/** What a program calls for each thing that it has, as it starts. */
function isRegistration({ source: { syntax } }: Subject): boolean {
  return /^(?:must|register|add|set|init|define|declare|install|use|enable|import|load)/i.test(
    syntax.name.name,
  );
}

/** Whether the package takes from the map, sets it anew, or gives it to somebody. */
function isReducedOrShared(subject: Subject, map: VarObject): boolean {
  for (const { look } of codeWith(subject.source.package, map.name)) {
    const code = look();
    if (code && reducesOrShares(code, map)) {
      return true;
    }
  }
  return false;
}

function reducesOrShares({ syntax, types }: TypedDeclaration, map: VarObject): boolean {
  let isFound = false;
  forEachNode(syntax, (node) => {
    const isLength =
      node.kind === 'call' && node.callee.kind === 'identifier' && node.callee.name === 'len';
    forEachChild(node, (child) => {
      const isLookedAt =
        isLength ||
        ((node.kind === 'index' || node.kind === 'range') && node.operand === child) ||
        (node.kind === 'var' &&
          node.specs.some(({ names }) => names.some((name) => name === child)));
      isFound ||= child.kind === 'identifier' && types.objectOf(child) === map && !isLookedAt;
    });
  });
  return isFound;
}
