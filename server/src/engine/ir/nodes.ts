/**
 * The code of a function as the compiler's middle end sees it: cmd/compile/internal/ir/expr.go and
 * stmt.go of Go 1.26. Implicit conversions, dereferences and addresses are nodes, constants are
 * literals, the values of a call that gives several are in temporaries, and arguments of a variadic
 * function in a slice.
 *
 * An operation is named as there, without its `O`: `dotPtr` is `ODOTPTR`.
 */
import type { BinaryOperator } from '../syntax/ast.ts';
import type { Constant } from '../types/constant/constant.ts';
import type { FuncObject, VarObject } from '../types/objects.ts';
import type { Type } from '../types/types.ts';
import type { NamedCallee, Func, Variable } from './func.ts';
import type { Position } from './position.ts';

interface Node extends Position {
  /** What is done before: declarations of temporaries and their assignments. */
  readonly init?: readonly Statement[];
}

interface ExpressionNode extends Node {
  readonly type: Type;
}

export interface NameExpression extends ExpressionNode {
  readonly op: 'name';
  readonly variable: Variable;
}

/** A package's variable. */
export interface GlobalExpression extends ExpressionNode {
  readonly op: 'global';
  readonly object: VarObject;
}

/** A function by its name. */
export interface FunctionExpression extends ExpressionNode {
  readonly op: 'func';
  readonly callee: NamedCallee;
}

/** `T.M`, and what a static call of a method calls: the receiver is the first argument. */
export interface MethodExpression extends ExpressionNode {
  readonly op: 'methodExpr';
  readonly callee: NamedCallee;
  /** Where nobody knows what is called, as the receiver's type is an interface or a type parameter. */
  readonly foundIn: 'interface' | 'dictionary' | undefined;
  /**
   * What the method is declared for, where that is not what stands before its name: `(*T).M` of a method
   * of T, and one that an embedded field brings, are functions that the compiler makes around it.
   */
  readonly wrapped: Type | undefined;
}

export interface LiteralExpression extends ExpressionNode {
  readonly op: 'literal';
  readonly value: Constant;
}

export interface NilExpression extends ExpressionNode {
  readonly op: 'nil';
}

/** What the source does not tell: broken code, names of C, what cannot be found. */
export interface UnknownExpression extends ExpressionNode {
  readonly op: 'unknown';
  /** Expressions in it that are known. */
  readonly parts: readonly Expression[];
}

export interface UnaryExpression extends ExpressionNode {
  readonly op: 'plus' | 'neg' | 'bitNot' | 'not';
  readonly x: Expression;
}

export interface BinaryExpression extends ExpressionNode {
  readonly op: 'binary';
  readonly operator: BinaryOperator;
  readonly x: Expression;
  readonly y: Expression;
}

/** `&&` and `||`. */
export interface LogicalExpression extends ExpressionNode {
  readonly op: 'logical';
  readonly operator: '&&' | '||';
  readonly x: Expression;
  readonly y: Expression;
}

export interface AddrExpression extends ExpressionNode {
  readonly op: 'addr';
  readonly x: Expression;
  readonly isImplicit: boolean;
}

/** `&T{…}`. */
export interface PointerLiteral extends ExpressionNode {
  readonly op: 'ptrLit';
  readonly x: Expression;
}

export interface DerefExpression extends ExpressionNode {
  readonly op: 'deref';
  readonly x: Expression;
  readonly isImplicit: boolean;
}

/** `x.f` of a struct (`dot`) or of a pointer to one (`dotPtr`). */
export interface SelectorExpression extends ExpressionNode {
  readonly op: 'dot' | 'dotPtr';
  readonly x: Expression;
  readonly field: VarObject;
  /** An embedded field on the way to what is written. */
  readonly isImplicit: boolean;
}

/** `x.(T)`. */
export interface TypeAssertionExpression extends ExpressionNode {
  readonly op: 'dotType';
  readonly x: Expression;
  /** What T is stands in the dictionary, or its methods for an interface that is made of type parameters. */
  readonly isDerived: boolean;
  /** Whether the type of x is made of type parameters. */
  readonly isOfDerived: boolean;
}

/** Of a slice, a string or an array; a pointer to an array is dereferenced first. */
export interface IndexExpression extends ExpressionNode {
  readonly op: 'index';
  readonly x: Expression;
  readonly index: Expression;
}

export interface MapIndexExpression extends ExpressionNode {
  readonly op: 'indexMap';
  readonly x: Expression;
  readonly index: Expression;
}

/** Of an array it is that of its address. */
export interface SliceExpression extends ExpressionNode {
  readonly op: 'slice' | 'sliceArr' | 'sliceStr';
  readonly x: Expression;
  readonly low: Expression | undefined;
  readonly high: Expression | undefined;
  readonly max: Expression | undefined;
}

/** `conv` computes, `convNop` does not; the others are what their names say. */
export type ConversionOp =
  | 'conv'
  | 'convNop'
  | 'bytesToStr'
  | 'runesToStr'
  | 'runeToStr'
  | 'strToBytes'
  | 'strToRunes'
  | 'sliceToArr'
  | 'sliceToArrPtr';

export interface ConversionExpression extends ExpressionNode {
  readonly op: ConversionOp;
  readonly x: Expression;
  readonly isImplicit: boolean;
}

/** Makes an interface. */
export interface InterfaceConversion extends ExpressionNode {
  readonly op: 'convIface';
  readonly x: Expression;
  readonly isImplicit: boolean;
  /** The type of x is made of type parameters: which one it is stands in the dictionary. */
  readonly isDerived: boolean;
}

export interface ReceiveExpression extends ExpressionNode {
  readonly op: 'recv';
  readonly x: Expression;
}

/** A call of a function: static if what it calls is known. The type is a tuple for several results. */
export interface CallExpression extends ExpressionNode {
  readonly op: 'callFunc';
  readonly fun: Expression;
  /** One for each parameter, the receiver first. */
  args: readonly Expression[];
  /** Whether the last one is a slice that was written with `...`, or made of several arguments. */
  readonly isVariadic: boolean;
  /** What `go` and `defer` call. */
  readonly isGoDefer: boolean;
  /** The code that is in its place, once it has been inlined. */
  inlined: InlinedCall | undefined;
}

/** The body of a function at a call of it: `OINLCALL`. */
export interface InlinedCall {
  /** The function, or the closure by the name that it has here. */
  readonly callee: Func;
  /** Declares what were parameters, and sets them to the arguments. */
  readonly init: readonly Statement[];
  readonly body: readonly Statement[];
  readonly results: readonly Variable[];
}

/** A call of a method of an interface. */
export interface InterfaceCallExpression extends ExpressionNode {
  readonly op: 'callInter';
  readonly receiver: Expression;
  /** The interface is made of type parameters: types have other tables of methods for it elsewhere. */
  readonly isDerived: boolean;
  readonly method: FuncObject;
  args: readonly Expression[];
  /** The call of the one method that it can be, once that is known. */
  devirtualized: CallExpression | InterfaceCallExpression | undefined;
}

/** What is called of predeclared functions and of package unsafe. */
export type Builtin =
  | 'append'
  | 'copy'
  | 'panic'
  | 'complex'
  | 'real'
  | 'imag'
  | 'delete'
  | 'print'
  | 'recover'
  | 'min'
  | 'max'
  | 'len'
  | 'cap'
  | 'close'
  | 'clear'
  | 'unsafeAdd'
  | 'unsafeSlice'
  | 'unsafeString'
  | 'unsafeSliceData'
  | 'unsafeStringData'
  /** Calls of the runtime that a range over a function brings along: panicrangestate, deferrangefunc. */
  | 'panicRangeState'
  | 'deferRangeFunc'
  /** Takes an address, so that what is there is not left out. */
  | 'keepAlive';

export interface BuiltinExpression extends ExpressionNode {
  readonly op: 'builtin';
  readonly builtin: Builtin;
  readonly args: readonly Expression[];
  /** `append(s, t...)`. */
  readonly hasEllipsis: boolean;
}

/** `new(T)`. */
export interface NewExpression extends ExpressionNode {
  readonly op: 'new';
  /** T is made of type parameters: which one it is stands in the dictionary. */
  readonly isDerived: boolean;
}

export interface MakeExpression extends ExpressionNode {
  readonly op: 'makeSlice' | 'makeMap' | 'makeChan';
  /** The length, the hint or the buffer's length. */
  readonly length: Expression | undefined;
  readonly capacity: Expression | undefined;
}

export interface LiteralElement {
  /** Of maps, and of arrays and slices where an index is written. */
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export interface CompositeExpression extends ExpressionNode {
  readonly op: 'arrayLit' | 'sliceLit' | 'structLit' | 'mapLit';
  elements: readonly LiteralElement[];
  /** Of arrays and slices, with those that are not written. */
  readonly length: number;
  /** Of the arguments of a variadic function. */
  readonly isDots: boolean;
}

export interface ClosureExpression extends ExpressionNode {
  readonly op: 'closure';
  readonly func: Func;
}

/** `x.M` that is not called. */
export interface MethodValueExpression extends ExpressionNode {
  readonly op: 'methodValue';
  readonly x: Expression;
  readonly method: FuncObject;
  /** Undefined for a method of an interface or of a type parameter. */
  readonly callee: NamedCallee | undefined;
}

/** `a + b + c` of strings. */
export interface AddStringExpression extends ExpressionNode {
  readonly op: 'addStr';
  readonly list: readonly Expression[];
}

export type Expression =
  | NameExpression
  | GlobalExpression
  | FunctionExpression
  | MethodExpression
  | LiteralExpression
  | NilExpression
  | UnknownExpression
  | UnaryExpression
  | BinaryExpression
  | LogicalExpression
  | AddrExpression
  | PointerLiteral
  | DerefExpression
  | SelectorExpression
  | TypeAssertionExpression
  | IndexExpression
  | MapIndexExpression
  | SliceExpression
  | ConversionExpression
  | InterfaceConversion
  | ReceiveExpression
  | CallExpression
  | InterfaceCallExpression
  | BuiltinExpression
  | NewExpression
  | MakeExpression
  | CompositeExpression
  | ClosureExpression
  | MethodValueExpression
  | AddStringExpression;

/** A variable comes into being here. */
export interface DeclareStatement extends Node {
  readonly op: 'dcl';
  readonly variable: Variable;
}

export interface BlockStatement extends Node {
  readonly op: 'block';
  list: readonly Statement[];
}

export interface ExpressionStatement extends Node {
  readonly op: 'expression';
  readonly x: Expression;
}

export interface SendStatement extends Node {
  readonly op: 'send';
  readonly channel: Expression;
  readonly value: Expression;
}

/** Undefined is the blank identifier. */
export type Target = Expression | undefined;

/** `x = y`; without `y` the variable is set to zero. */
export interface AssignStatement extends Node {
  readonly op: 'as';
  x: Target;
  y: Expression | undefined;
  /** Whether it declares its variable. */
  isDefinition: boolean;
  init?: readonly Statement[];
}

/** `x op= y`, `x++`. */
export interface AssignOpStatement extends Node {
  readonly op: 'asOp';
  readonly operator: BinaryOperator;
  readonly x: Expression;
  readonly y: Expression;
}

/** `a, b = c, d`. */
export interface AssignListStatement extends Node {
  readonly op: 'as2';
  targets: readonly Target[];
  values: readonly Expression[];
  isDefinition: boolean;
  init?: readonly Statement[];
}

/** `a, b = f()`, and the forms with `ok`. */
export interface AssignTupleStatement extends Node {
  readonly op: 'as2Func' | 'as2DotType' | 'as2MapR' | 'as2Recv';
  targets: readonly Target[];
  readonly value: Expression;
  isDefinition: boolean;
  init?: readonly Statement[];
}

export interface ReturnStatement extends Node {
  readonly op: 'return';
  readonly results: readonly Expression[];
}

export interface GoDeferStatement extends Node {
  readonly op: 'go' | 'defer';
  /** Of a function without parameters and results. */
  readonly call: Expression;
  /** A `defer` in the body of a range over a function: it runs at the end of the function around. */
  readonly isInRangeFunc: boolean;
}

export interface BranchStatement extends Node {
  readonly op: 'break' | 'continue' | 'goto' | 'fallthrough';
  readonly label: string | undefined;
}

export interface LabelStatement extends Node {
  readonly op: 'label';
  readonly label: string;
}

export interface IfStatement extends Node {
  readonly op: 'if';
  readonly condition: Expression;
  then: readonly Statement[];
  otherwise: readonly Statement[];
}

export interface CaseClause extends Position {
  /** Of a type switch, `nil` if it is one of the types. */
  readonly expressions: readonly Expression[];
  /** Of a type switch; undefined for `nil`. */
  readonly types: readonly (Type | undefined)[];
  /** How many of the types are in the dictionary. */
  readonly countDerivedTypes: number;
  /** Of a type switch, one that the clause declares. */
  readonly variable: Variable | undefined;
  body: readonly Statement[];
}

export interface SwitchStatement extends Node {
  readonly op: 'switch';
  readonly tag: Expression | undefined;
  readonly clauses: readonly CaseClause[];
}

export interface TypeSwitchStatement extends Node {
  readonly op: 'typeSwitch';
  readonly x: Expression;
  readonly clauses: readonly CaseClause[];
}

export interface CommClause extends Position {
  readonly communication: Statement | undefined;
  body: readonly Statement[];
}

export interface SelectStatement extends Node {
  readonly op: 'select';
  readonly clauses: readonly CommClause[];
}

export interface ForStatement extends Node {
  readonly op: 'for';
  /** Whether each iteration has variables of its own: from Go 1.22 on, unless that was rewritten. */
  hasOwnVariables: boolean;
  init?: readonly Statement[];
  condition: Expression | undefined;
  post: Statement | undefined;
  body: readonly Statement[];
}

export interface RangeStatement extends Node {
  readonly op: 'range';
  /** As of `ForStatement`. */
  hasOwnVariables: boolean;
  init?: readonly Statement[];
  /** `:=`. */
  readonly isDefinition: boolean;
  key: Target;
  value: Target;
  /** How often `_` is written in place of a variable. */
  readonly countBlanks: number;
  readonly x: Expression;
  body: readonly Statement[];
}

export type Statement =
  | DeclareStatement
  | BlockStatement
  | ExpressionStatement
  | SendStatement
  | AssignStatement
  | AssignOpStatement
  | AssignListStatement
  | AssignTupleStatement
  | ReturnStatement
  | GoDeferStatement
  | BranchStatement
  | LabelStatement
  | IfStatement
  | SwitchStatement
  | TypeSwitchStatement
  | SelectStatement
  | ForStatement
  | RangeStatement;
