/** Makes the code of a function from its syntax and types: cmd/compile/internal/noder (Go 1.26). */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import { keepLoopsAlive } from '../ir/benchmarkLoops.ts';
import { linkDefinitions } from '../ir/definitions.ts';
import { type Callee, Func } from '../ir/func.ts';
import type { Frame, Source } from '../ir/position.ts';
import type { FunctionDeclaration, VarDeclaration, VarSpec } from '../syntax/ast.ts';
import type { FuncObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import type { Sizes } from '../types/sizes.ts';
import { unalias } from '../types/types.ts';
import type { Builder, DeclarationContext } from './builder.ts';
import { argumentsMap } from './instances.ts';
import { declareSignature } from './signatures.ts';
import { variableDeclaration } from './assignments.ts';
import { statements } from './statements.ts';

/** A declaration of a function, checked. */
export interface FunctionBody {
  readonly object: FuncObject;
  readonly source: Source;
  readonly syntax: FunctionDeclaration;
  readonly types: DeclarationTypes;
  /** The text of the declaration. */
  readonly text: string;
  /** Whether the file's language is Go 1.22 or later. */
  readonly hasLoopVariables: boolean;
}

/** The code of a function, for the type arguments that are given. */
export function functionCode(body: FunctionBody, callee: Callee, sizes: Sizes): Func {
  const { object, source, syntax, types, text, hasLoopVariables } = body;
  const frame: Frame = { source, inlinedAt: undefined };
  const func = new Func({
    name: symbolName(object),
    // At what follows `func`: the receiver, if there is one.
    position: { frame, offset: /^func\s*/.exec(text)?.[0].length ?? syntax.name.start },
    callee,
    pragmas: pragmasOf(source.declaration.directives),
  });
  const context: DeclarationContext = {
    types,
    frame,
    sizes,
    typeArguments: argumentsMap(object, callee.typeArguments),
    hasLoopVariables,
    variables: new Map(),
  };
  const builder: Builder = { context, func, rangeFunc: undefined };
  if (object.type.kind === 'signature') {
    declareSignature(builder, object.type, syntax.type, syntax.receiver);
  }
  func.hasBody = syntax.body !== undefined;
  func.body = syntax.body ? statements(builder, syntax.body.statements) : [];
  linkDefinitions(func);
  keepLoopsAlive(func);
  return func;
}

/** A declaration of package variables, checked. */
export interface VariablesBody {
  readonly source: Source;
  readonly syntax: VarDeclaration;
  readonly types: DeclarationTypes;
  readonly hasLoopVariables: boolean;
  readonly package: Package;
}

/** The code that sets variables of a package, as a function of its own: `init`. */
export function initializationCode(body: VariablesBody, sizes: Sizes): Func {
  const { source, syntax, types, hasLoopVariables } = body;
  const frame: Frame = { source, inlinedAt: undefined };
  const func = new Func({ name: 'init', position: { frame, offset: 0 }, compiledIn: body.package });
  const context: DeclarationContext = {
    types,
    frame,
    sizes,
    typeArguments: new Map(),
    hasLoopVariables,
    variables: new Map(),
  };
  const builder: Builder = { context, func, rangeFunc: undefined };
  func.body = syntax.specs
    .filter(({ values }) => values.length > 0)
    .flatMap(oneByOne)
    .flatMap((spec) => variableDeclaration(builder, spec));
  linkDefinitions(func);
  keepLoopsAlive(func);
  return func;
}

/** Variables of a package that have a value each are set by a statement each. */
function oneByOne(spec: VarSpec): readonly VarSpec[] {
  const { names, values } = spec;
  return names.length === values.length
    ? names.map((name, index) => ({
        ...spec,
        start: name.start,
        names: [name],
        values: values.slice(index, index + 1),
      }))
    : [spec];
}

/** `F`, `T.M`, `(*T).M`: ir.MethodSym. */
export function symbolName(object: FuncObject): string {
  const receiver = object.type.kind === 'signature' ? object.type.receiver?.type : undefined;
  if (receiver === undefined) {
    return object.name;
  }
  const actual = unalias(receiver);
  const base = actual.kind === 'pointer' ? unalias(actual.element) : actual;
  const name = base.kind === 'named' ? base.object.name : '';
  return actual.kind === 'pointer' ? `(*${name}).${object.name}` : `${name}.${object.name}`;
}

/** `go:noinline` of `//go:noinline`, without what follows it. */
function pragmasOf(directives: readonly string[]): ReadonlySet<string> {
  return new Set(directives.map((line) => line.replace(/^\/\/|\s.*$/g, '')));
}
