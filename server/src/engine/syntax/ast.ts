/**
 * The syntax of one top-level declaration, as plain data. It mirrors go/ast where Go's tools are
 * to be compared with ours; offsets are UTF-16 units from the declaration's start.
 *
 * Each expression has an `id`, dense in its declaration and in the order of the parser, so that
 * what is known of expressions can be kept in arrays.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something that is not as the grammar wants it; the tree goes on around it. */
export interface SyntaxError extends Span {
  readonly message: string;
}

interface ExpressionBase extends Span {
  readonly id: number;
}

/** Text that is no expression where one must stand. */
export interface BadExpression extends ExpressionBase {
  readonly kind: 'bad';
}

export interface Identifier extends ExpressionBase {
  readonly kind: 'identifier';
  readonly name: string;
}

export type LiteralKind = 'int' | 'float' | 'imaginary' | 'rune' | 'string';

export interface BasicLiteral extends ExpressionBase {
  readonly kind: 'literal';
  readonly literal: LiteralKind;
  /** As it is written. */
  readonly text: string;
}

export interface Element {
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export interface CompositeLiteral extends ExpressionBase {
  readonly kind: 'composite';
  /** Undefined where it is elided, in a literal inside a literal. */
  readonly type: Expression | undefined;
  readonly elements: readonly Element[];
  readonly openBrace: number;
}

export interface FunctionLiteral extends ExpressionBase {
  readonly kind: 'function';
  readonly type: FunctionType;
  readonly body: Block;
}

export interface Parenthesized extends ExpressionBase {
  readonly kind: 'parenthesized';
  readonly operand: Expression;
}

export interface Selector extends ExpressionBase {
  readonly kind: 'selector';
  readonly operand: Expression;
  readonly selector: Identifier;
}

/** `x[i]`, and `f[T, U]`: which of them it is, types say. */
export interface Index extends ExpressionBase {
  readonly kind: 'index';
  readonly operand: Expression;
  readonly indices: readonly Expression[];
  readonly openBracket: number;
}

export interface Slice extends ExpressionBase {
  readonly kind: 'slice';
  readonly operand: Expression;
  readonly low: Expression | undefined;
  readonly high: Expression | undefined;
  readonly max: Expression | undefined;
  /** `x[i:j:k]`. */
  readonly isFull: boolean;
}

export interface TypeAssertion extends ExpressionBase {
  readonly kind: 'assertion';
  readonly operand: Expression;
  /** Undefined for `x.(type)`. */
  readonly type: Expression | undefined;
}

/** A call or a conversion: which of them it is, types say. */
export interface Call extends ExpressionBase {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
  /** `f(x...)`. */
  readonly hasEllipsis: boolean;
  readonly openParen: number;
}

/** `*x`: a dereference or a pointer type. */
export interface Star extends ExpressionBase {
  readonly kind: 'star';
  readonly operand: Expression;
}

export type UnaryOperator = '+' | '-' | '!' | '^' | '&' | '<-' | '~';

export interface Unary extends ExpressionBase {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export type BinaryOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '|'
  | '^'
  | '*'
  | '/'
  | '%'
  | '<<'
  | '>>'
  | '&'
  | '&^';

export interface Binary extends ExpressionBase {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorStart: number;
  readonly left: Expression;
  readonly right: Expression;
}

/** `[n]T`, `[...]T` and `[]T`. */
export interface ArrayType extends ExpressionBase {
  readonly kind: 'arrayType';
  readonly length: Expression | 'counted' | undefined;
  readonly element: Expression;
}

/** One line of a struct: `a, b T`, or an embedded field, which has no names. */
export interface FieldSyntax extends Span {
  readonly names: readonly Identifier[];
  readonly type: Expression;
  readonly tag: BasicLiteral | undefined;
}

export interface StructType extends ExpressionBase {
  readonly kind: 'structType';
  readonly fields: readonly FieldSyntax[];
}

/** `a, b T` of a parameter list; no names where the list has types only. */
export interface ParameterSyntax extends Span {
  readonly names: readonly Identifier[];
  /** An `Ellipsis` for the last one of a variadic function. */
  readonly type: Expression;
}

/** `a, b C` of a type parameter list. */
export interface TypeParameterSyntax extends Span {
  readonly names: readonly Identifier[];
  readonly constraint: Expression;
}

export interface FunctionType extends ExpressionBase {
  readonly kind: 'functionType';
  readonly openParen: number;
  readonly typeParameters: readonly TypeParameterSyntax[];
  readonly parameters: readonly ParameterSyntax[];
  readonly results: readonly ParameterSyntax[];
}

export interface MethodSyntax extends Span {
  readonly name: Identifier;
  readonly type: FunctionType;
}

export interface InterfaceType extends ExpressionBase {
  readonly kind: 'interfaceType';
  readonly methods: readonly MethodSyntax[];
  /** Types and unions; `~T` is a unary, `A | B` a binary expression. */
  readonly embedded: readonly Expression[];
}

export interface MapType extends ExpressionBase {
  readonly kind: 'mapType';
  readonly key: Expression;
  readonly value: Expression;
}

export interface ChannelType extends ExpressionBase {
  readonly kind: 'channelType';
  readonly direction: 'both' | 'send' | 'receive';
  readonly element: Expression;
}

/** `...T` of a parameter. */
export interface Ellipsis extends ExpressionBase {
  readonly kind: 'ellipsis';
  readonly element: Expression;
}

export type Expression =
  | BadExpression
  | Identifier
  | BasicLiteral
  | CompositeLiteral
  | FunctionLiteral
  | Parenthesized
  | Selector
  | Index
  | Slice
  | TypeAssertion
  | Call
  | Star
  | Unary
  | Binary
  | ArrayType
  | StructType
  | FunctionType
  | InterfaceType
  | MapType
  | ChannelType
  | Ellipsis;

export interface BadStatement extends Span {
  readonly kind: 'bad';
}

export interface Empty extends Span {
  readonly kind: 'empty';
}

export interface Block extends Span {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

export interface ExpressionStatement extends Span {
  readonly kind: 'expression';
  readonly expression: Expression;
}

export interface Send extends Span {
  readonly kind: 'send';
  readonly arrow: number;
  readonly channel: Expression;
  readonly value: Expression;
}

export interface IncrementDecrement extends Span {
  readonly kind: 'increment';
  readonly operator: '++' | '--';
  readonly operand: Expression;
}

/** `=`, `:=`, and `op=`, whose operator is `operator`. */
export interface Assignment extends Span {
  readonly kind: 'assignment';
  readonly isDefinition: boolean;
  readonly operator: BinaryOperator | undefined;
  readonly operatorStart: number;
  readonly left: readonly Expression[];
  readonly right: readonly Expression[];
}

export interface Go extends Span {
  readonly kind: 'go';
  readonly call: Expression;
}

export interface Defer extends Span {
  readonly kind: 'defer';
  readonly call: Expression;
}

export interface Return extends Span {
  readonly kind: 'return';
  readonly results: readonly Expression[];
}

export interface Branch extends Span {
  readonly kind: 'branch';
  readonly keyword: 'break' | 'continue' | 'goto' | 'fallthrough';
  /** A label is no expression of the program; its `id` stands for nothing. */
  readonly label: Identifier | undefined;
}

export interface Labeled extends Span {
  readonly kind: 'labeled';
  readonly label: Identifier;
  readonly statement: Statement;
}

export interface If extends Span {
  readonly kind: 'if';
  readonly initial: Statement | undefined;
  readonly condition: Expression;
  readonly then: Block;
  readonly otherwise: Block | If | undefined;
}

export interface CaseClause extends Span {
  readonly kind: 'case';
  readonly isDefault: boolean;
  /** Past the colon. */
  readonly headerEnd: number;
  readonly expressions: readonly Expression[];
  readonly body: readonly Statement[];
}

export interface Switch extends Span {
  readonly kind: 'switch';
  readonly initial: Statement | undefined;
  readonly tag: Expression | undefined;
  readonly clauses: readonly CaseClause[];
}

/** `switch name := operand.(type)`. */
export interface TypeSwitch extends Span {
  readonly kind: 'typeSwitch';
  readonly initial: Statement | undefined;
  readonly name: Identifier | undefined;
  /** The whole `operand.(type)`. */
  readonly guard: TypeAssertion;
  readonly clauses: readonly CaseClause[];
}

export interface CommClause extends Span {
  readonly kind: 'comm';
  /** A send, an expression `<-c`, or an assignment from it; undefined for `default`. */
  readonly communication: Statement | undefined;
  readonly body: readonly Statement[];
}

export interface Select extends Span {
  readonly kind: 'select';
  readonly clauses: readonly CommClause[];
}

export interface For extends Span {
  readonly kind: 'for';
  readonly initial: Statement | undefined;
  readonly condition: Expression | undefined;
  readonly post: Statement | undefined;
  readonly body: Block;
}

export interface Range extends Span {
  readonly kind: 'range';
  readonly key: Expression | undefined;
  readonly value: Expression | undefined;
  readonly isDefinition: boolean;
  /** Where `range` stands: it is there that the compiler says something of the loop. */
  readonly rangeAt: number;
  readonly operand: Expression;
  readonly body: Block;
}

export interface DeclarationStatement extends Span {
  readonly kind: 'declaration';
  readonly declaration: ConstDeclaration | VarDeclaration | TypeDeclaration;
}

export type Statement =
  | BadStatement
  | Empty
  | Block
  | ExpressionStatement
  | Send
  | IncrementDecrement
  | Assignment
  | Go
  | Defer
  | Return
  | Branch
  | Labeled
  | If
  | Switch
  | TypeSwitch
  | Select
  | For
  | Range
  | DeclarationStatement;

export interface ImportSpec extends Span {
  /** `_` and `.` included. */
  readonly name: Identifier | undefined;
  readonly path: BasicLiteral;
}

export interface ConstSpec extends Span {
  readonly names: readonly Identifier[];
  readonly type: Expression | undefined;
  /** Empty where the ones of the nearest spec above that has some are meant. */
  readonly values: readonly Expression[];
  readonly iota: number;
}

export interface VarSpec extends Span {
  readonly names: readonly Identifier[];
  readonly type: Expression | undefined;
  readonly values: readonly Expression[];
}

export interface TypeSpec extends Span {
  readonly name: Identifier;
  readonly typeParameters: readonly TypeParameterSyntax[];
  /** `type A = B`. */
  readonly isAlias: boolean;
  readonly type: Expression;
}

export interface PackageClause extends Span {
  readonly kind: 'package';
  readonly name: Identifier | undefined;
}

export interface ImportDeclaration extends Span {
  readonly kind: 'import';
  readonly specs: readonly ImportSpec[];
}

export interface ConstDeclaration extends Span {
  readonly kind: 'const';
  readonly specs: readonly ConstSpec[];
}

export interface VarDeclaration extends Span {
  readonly kind: 'var';
  readonly specs: readonly VarSpec[];
}

export interface TypeDeclaration extends Span {
  readonly kind: 'type';
  readonly specs: readonly TypeSpec[];
}

export interface FunctionDeclaration extends Span {
  readonly kind: 'func';
  readonly name: Identifier;
  /** As written: `(r *T[K])` is one parameter of type `*T[K]`. */
  readonly receiver: ParameterSyntax | undefined;
  readonly type: FunctionType;
  /** Undefined where there is none, or where it was left out on purpose. */
  readonly body: Block | undefined;
}

/** Text that is no declaration. */
export interface BadDeclaration extends Span {
  readonly kind: 'bad';
}

export type DeclarationSyntax =
  | PackageClause
  | ImportDeclaration
  | ConstDeclaration
  | VarDeclaration
  | TypeDeclaration
  | FunctionDeclaration
  | BadDeclaration;

/** What parsing the text of one declaration gives. */
export interface ParsedDeclaration {
  readonly syntax: DeclarationSyntax;
  /**
   * What follows on the same lines after a semicolon, which the slicer takes for one piece:
   * `var a int; var b int`. Hardly ever anything.
   */
  readonly others: readonly DeclarationSyntax[];
  /** Expressions have the ids `0 … countExpressions - 1`. */
  readonly countExpressions: number;
  readonly errors: readonly SyntaxError[];
}
