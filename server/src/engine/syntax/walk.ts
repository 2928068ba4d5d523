/** Walks over the syntax of a declaration. */
import type {
  CaseClause,
  CommClause,
  DeclarationSyntax,
  Element,
  Expression,
  FieldSyntax,
  ParameterSyntax,
  ParsedDeclaration,
  Span,
  Statement,
  TypeParameterSyntax,
} from './ast.ts';

export type AstNode = Expression | Statement | DeclarationSyntax;

type Visit = (child: AstNode) => void;

/** Calls `visit` for each expression and statement directly below, in the order of the text. */
export function forEachChild(node: AstNode, visit: Visit): void {
  const each = (children: readonly (AstNode | undefined)[]): void => {
    for (const child of children) {
      if (child) {
        visit(child);
      }
    }
  };
  switch (node.kind) {
    case 'bad':
    case 'empty':
    case 'identifier':
    case 'literal':
      return;
    case 'composite':
      each([node.type, ...node.elements.flatMap(({ key, value }: Element) => [key, value])]);
      return;
    case 'function':
      each([node.type, node.body]);
      return;
    case 'parenthesized':
    case 'star':
    case 'unary':
    case 'increment':
      visit(node.operand);
      return;
    case 'selector':
      each([node.operand, node.selector]);
      return;
    case 'index':
      each([node.operand, ...node.indices]);
      return;
    case 'slice':
      each([node.operand, node.low, node.high, node.max]);
      return;
    case 'assertion':
      each([node.operand, node.type]);
      return;
    case 'call':
      each([node.callee, ...node.arguments]);
      return;
    case 'binary':
      each([node.left, node.right]);
      return;
    case 'arrayType':
      each([node.length === 'counted' ? undefined : node.length, node.element]);
      return;
    case 'structType':
      each(node.fields.flatMap(fieldParts));
      return;
    case 'functionType':
      each([
        ...node.typeParameters.flatMap(typeParameterParts),
        ...node.parameters.flatMap(parameterParts),
        ...node.results.flatMap(parameterParts),
      ]);
      return;
    case 'interfaceType':
      each(inOrder([...node.methods.flatMap(({ name, type }) => [name, type]), ...node.embedded]));
      return;
    case 'mapType':
      each([node.key, node.value]);
      return;
    case 'channelType':
    case 'ellipsis':
      visit(node.element);
      return;
    case 'block':
      each(node.statements);
      return;
    case 'expression':
      visit(node.expression);
      return;
    case 'send':
      each([node.channel, node.value]);
      return;
    case 'assignment':
      each([...node.left, ...node.right]);
      return;
    case 'go':
    case 'defer':
      visit(node.call);
      return;
    case 'return':
      each(node.results);
      return;
    case 'branch':
      each([node.label]);
      return;
    case 'labeled':
      each([node.label, node.statement]);
      return;
    case 'if':
      each([node.initial, node.condition, node.then, node.otherwise]);
      return;
    case 'switch':
      each([node.initial, node.tag, ...node.clauses.flatMap(caseParts)]);
      return;
    case 'typeSwitch':
      each([node.initial, node.name, node.guard, ...node.clauses.flatMap(caseParts)]);
      return;
    case 'select':
      each(node.clauses.flatMap(commParts));
      return;
    case 'for':
      each([node.initial, node.condition, node.post, node.body]);
      return;
    case 'range':
      each([node.key, node.value, node.operand, node.body]);
      return;
    case 'declaration':
      visit(node.declaration);
      return;
    case 'package':
      each([node.name]);
      return;
    case 'import':
      each(node.specs.flatMap(({ name, path }) => [name, path]));
      return;
    case 'const':
    case 'var':
      each(node.specs.flatMap(({ names, type, values }) => [...names, type, ...values]));
      return;
    case 'type':
      each(
        node.specs.flatMap(({ name, typeParameters, type }) => [
          name,
          ...typeParameters.flatMap(typeParameterParts),
          type,
        ]),
      );
      return;
    case 'func':
      each([
        ...(node.receiver ? parameterParts(node.receiver) : []),
        node.name,
        node.type,
        node.body,
      ]);
  }
}

function fieldParts({ names, type, tag }: FieldSyntax): readonly (Expression | undefined)[] {
  return [...names, type, tag];
}

function parameterParts({ names, type }: ParameterSyntax): readonly Expression[] {
  return [...names, type];
}

function typeParameterParts({ names, constraint }: TypeParameterSyntax): readonly Expression[] {
  return [...names, constraint];
}

function caseParts({ expressions, body }: CaseClause): readonly AstNode[] {
  return [...expressions, ...body];
}

function commParts({ communication, body }: CommClause): readonly (AstNode | undefined)[] {
  return [communication, ...body];
}

function inOrder<Node extends Span>(nodes: readonly Node[]): readonly Node[] {
  return nodes.toSorted((a, b) => a.start - b.start);
}

/** The nodes around an offset, from the declaration down to the innermost one. */
export function pathTo(root: AstNode, offset: number): readonly AstNode[] {
  const path: AstNode[] = [root];
  for (let node: AstNode | undefined = root; node;) {
    let inner: AstNode | undefined;
    forEachChild(node, (child) => {
      if (child.start <= offset && offset <= child.end && !isLeftOf(inner, offset)) {
        inner = child;
      }
    });
    if (inner) {
      path.push(inner);
    }
    node = inner;
  }
  return path;
}

/** Of two neighbours that touch at an offset, an identifier is meant rather than what follows. */
function isLeftOf(node: AstNode | undefined, offset: number): boolean {
  return node?.kind === 'identifier' && node.end === offset;
}

/** All nodes below and including one, parents first: however deep, it takes none of the stack. */
export function forEachNode(node: AstNode, visit: Visit): void {
  const pending: AstNode[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    visit(next);
    const children: AstNode[] = [];
    forEachChild(next, (child) => {
      children.push(child);
    });
    for (let child = children.pop(); child; child = children.pop()) {
      pending.push(child);
    }
  }
}

/** The same of all that was parsed. */
export function forEachNodeIn({ syntax, others }: ParsedDeclaration, visit: Visit): void {
  for (const declaration of [syntax, ...others]) {
    forEachNode(declaration, visit);
  }
}
