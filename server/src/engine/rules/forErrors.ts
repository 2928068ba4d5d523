/** What only goes into errors, or to what ends the program: whoever makes one has an error already, whatever is tested around it. */
import { bodyOf, codeWith, type TypedDeclaration } from '../checker/packageChecker.ts';
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import { isEnding, isErrorMaker, isErrorNamed, lastName } from '../frequency/names.ts';
import type {
  Assignment,
  Call,
  Expression,
  FunctionDeclaration,
  Identifier,
  Span,
} from '../syntax/ast.ts';
import { type AstNode, forEachNode } from '../syntax/walk.ts';
import type { GoObject } from '../types/objects.ts';
import { isString } from '../types/predicates.ts';
import { unalias } from '../types/types.ts';
import { errorType } from '../types/universe.ts';
import { calledFunction, calleeOf } from '../checker/callee.ts';
import { mentionsOf } from './mentions.ts';
import { isWithin } from './spans.ts';
import type { Subject } from './subject.ts';

const MAKERS: ReadonlySet<string> = new Set(['fmt.Errorf', 'errors.New']);

/**
 * Whether the result of the call at a span goes only into errors: by a variable that nothing else asks for, or that is
 * a text with an error's name; as an element of a list with such a name, or of a map by such a key; by the parameter of a function of the package
 * that puts it nowhere else; or as a result that all who call the function take for such a text.
 */
export function isOnlyForErrors(subject: Subject, { start, end }: Span): boolean {
  const made = subject.all('call').find((call) => call.start === start && call.end === end);
  const user = made && subject.parentOf(made);
  if (!made || !user) {
    return false;
  }
  if (user.kind === 'composite') {
    return user.elements.some(({ key, value }) => value === made && isErrorKey(subject, key));
  }
  if (user.kind === 'assignment') {
    const target = user.left[user.right.indexOf(made)];
    const variable = target && subject.variableOf(target);
    return (
      isErrorText(target, subject.source.types) ||
      (variable !== undefined &&
        entersOnlyErrors(subject.source, variable, isInBranch(subject, user)))
    );
  }
  if (user.kind === 'return') {
    const isOfFunction = subject.functionAround(user) === subject.source.syntax;
    return isOfFunction && isResultForErrors(subject, user.results.indexOf(made));
  }
  const at = user.kind === 'call' ? user.arguments.indexOf(made) : -1;
  return (
    user.kind === 'call' &&
    at >= 0 &&
    (isAddedToErrors(subject, user, at) || isTakenForErrors(subject, user, at))
  );
}

/** `map[string]any{"error": text}`, as answers have it. */
function isErrorKey(subject: Subject, key: Expression | undefined): boolean {
  const text = key && subject.stringOf(key);
  return text !== undefined && /^err(?:or)?$/i.test(text);
}

/** `append(errorStrings, text)`. */
function isAddedToErrors(subject: Subject, call: Call, at: number): boolean {
  return at > 0 && subject.calleeOf(call) === 'append' && isErrorNamed(call.arguments[0]);
}

/** `errText`, `parseErr` of type string. */
function isErrorText(target: Expression | undefined, types: DeclarationTypes): boolean {
  const variable = target?.kind === 'identifier' ? types.objectOf(target) : undefined;
  return variable?.kind === 'var' && isErrorNamed(target) && isString(variable.type);
}

/** Whether all calls of the function assign one of its results to texts of errors. */
function isResultForErrors(subject: Subject, at: number): boolean {
  const { syntax, package: ours } = subject.source;
  const { name } = syntax.name;
  if (/^\p{Lu}/u.test(name)) {
    return false;
  }
  let countTaken = 0;
  for (const { look } of codeWith(ours, name)) {
    const code = look();
    const { places = [] } = code ? mentionsOf(code, name) : {};
    const taken = code && places.length > 0 ? takenAs(code, name, at) : [];
    if (taken.length < places.length) {
      return false;
    }
    countTaken += taken.length;
  }
  return countTaken > 0;
}

/** Texts of errors that one of the results of a function's calls is assigned to. */
function takenAs({ syntax, types }: TypedDeclaration, name: string, at: number): Expression[] {
  const taken: Expression[] = [];
  forEachNode(syntax, (node) => {
    const [call] = node.kind === 'assignment' ? node.right : [];
    const target = node.kind === 'assignment' ? node.left[at] : undefined;
    if (
      call?.kind === 'call' &&
      lastName(call.callee) === name &&
      target &&
      isErrorText(target, types)
    ) {
      taken.push(target);
    }
  });
  return taken;
}

/**
 * Whether a function of the package ends the program with what it is given, or puts an argument into the error that it
 * gives and nowhere else.
 */
function isTakenForErrors(subject: Subject, call: Call, at: number): boolean {
  const { types, package: ours } = subject.source;
  const called = calledFunction(types, call);
  if (called?.package !== ours) {
    return false;
  }
  const code = bodyOf(called);
  if (!code) {
    return false;
  }
  const parameter = givesError(called) ? parameterOf(code, code.syntax, at) : undefined;
  return endsProgram(code.syntax) || (parameter !== undefined && entersOnlyErrors(code, parameter));
}

/** `func fatal(text string) { fmt.Fprintln(os.Stderr, text); os.Exit(1) }`. */
function endsProgram({ body }: FunctionDeclaration): boolean {
  const last = body?.statements.at(-1);
  return last?.kind === 'expression' && isEnding(last.expression);
}

function givesError(called: GoObject): boolean {
  const last =
    called.kind === 'func' && called.type.kind === 'signature'
      ? called.type.results.variables.at(-1)
      : undefined;
  return last !== undefined && unalias(last.type) === unalias(errorType);
}

function parameterOf(
  { types }: TypedDeclaration,
  { type }: FunctionDeclaration,
  at: number,
): GoObject | undefined {
  const name = type.parameters.flatMap(({ names }) => names)[at];
  return name && types.objectOf(name);
}

/** Whether it depends on something that a statement is come by. */
function isInBranch(subject: Subject, statement: AstNode): boolean {
  const parents = [...subject.parentsOf(statement)];
  return parents.some(({ kind }) => kind === 'if' || kind === 'switch' || kind === 'typeSwitch');
}

/**
 * Whether a variable is read, and only among the arguments of what makes errors, or for its own next value; where it is
 * set on some ways only, also of what reports one.
 */
function entersOnlyErrors(
  { syntax, types }: Pick<TypedDeclaration, 'syntax' | 'types'>,
  variable: GoObject,
  isReported = false,
): boolean {
  const named: Identifier[] = [];
  const targets = new Set<AstNode>();
  const makers: Span[] = [];
  const next: Span[] = [];
  forEachNode(syntax, (node) => {
    if (node.kind === 'identifier' && types.objectOf(node) === variable) {
      named.push(node);
    } else if (
      node.kind === 'call' &&
      (MAKERS.has(calleeOf(types, node) ?? '') || (isReported && isErrorMaker(node)))
    ) {
      makers.push({ start: node.openParen, end: node.end });
    } else if (node.kind === 'assignment' && isSetAlone(node, variable, types)) {
      next.push(node);
    }
    for (const target of setIn(node)) {
      targets.add(target);
    }
  });
  const read = named.filter(
    (each) => !targets.has(each) && !next.some((assignment) => isWithin(each, assignment)),
  );
  return read.length > 0 && read.every((each) => makers.some((maker) => isWithin(each, maker)));
}

function isSetAlone(
  { left: [target, ...others] }: Assignment,
  variable: GoObject,
  types: DeclarationTypes,
): boolean {
  return (
    others.length === 0 && target?.kind === 'identifier' && types.objectOf(target) === variable
  );
}

/** The names that are declared or set by a node itself. */
function setIn(node: AstNode): readonly AstNode[] {
  switch (node.kind) {
    case 'assignment':
      return node.left;
    case 'func':
      return node.type.parameters.flatMap(({ names }) => names);
    case 'var':
      return node.specs.flatMap(({ names }) => names);
    default:
      return [];
  }
}
