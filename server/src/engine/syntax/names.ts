/**
 * Which local variable a name stands for: by Go's blocks alone, no types are known. Names of the
 * package, of fields and of methods are none of its business.
 */
import type {
  CaseClause,
  CommClause,
  Element,
  Expression,
  FunctionType,
  Identifier,
  ParsedDeclaration,
  TypeSwitch,
} from './ast.ts';
import { clauseVariableAnchor } from './clauseVariable.ts';
import { type AstNode, forEachChild } from './walk.ts';

export interface LocalDeclaration {
  readonly kind: 'variable' | 'constant' | 'type' | 'typeParameter';
  /** Where the compiler says what becomes of the variable; for most the name that declares it. */
  readonly at: number;
  /** As it is written; undefined where the value says it. */
  readonly type?: Expression | undefined;
  /** What the variable is set to where it is declared, where it has a value of its own. */
  readonly value?: Expression | undefined;
}

/** A place where a local name is used, or its declaration itself. */
export interface LocalName {
  readonly start: number;
  readonly end: number;
  readonly declaration: LocalDeclaration;
}

const known = new WeakMap<ParsedDeclaration, readonly LocalName[]>();

/** Every name that stands for a local variable, constant, type or parameter. */
export function localNames(parsed: ParsedDeclaration): readonly LocalName[] {
  let names = known.get(parsed);
  if (!names) {
    names = findLocalNames(parsed);
    known.set(parsed, names);
  }
  return names;
}

/** However deep the syntax, it takes none of the stack. */
function findLocalNames({ syntax, others }: ParsedDeclaration): readonly LocalName[] {
  const names: LocalName[] = [];
  let scope: Scope | undefined;
  const pending: Step[] = [...others.toReversed(), syntax].map(visit);
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if ('leave' in step) {
      scope = step.leave;
    } else if ('declare' in step) {
      scope?.set(step.declare.name, step.as, step.isNew);
      addName(step.declare, scope, names);
    } else if (step.visit.kind === 'identifier') {
      addName(step.visit, scope, names);
    } else {
      if (SCOPES.has(step.visit.kind)) {
        pending.push({ leave: scope });
        scope = new Scope(scope);
      }
      const isPackageLevel = scope === undefined;
      const steps = stepsOf(step.visit, isPackageLevel, step.around);
      for (let index = steps.length - 1; index >= 0; index--) {
        const next = steps[index];
        if (next !== undefined) {
          pending.push(next);
        }
      }
    }
  }
  return names;
}

type Visited = AstNode | CaseClause | CommClause;

type Step =
  | {
      readonly visit: Visited;
      /** The statement that a clause is of. */
      readonly around?: TypeSwitch | undefined;
    }
  | {
      readonly declare: Identifier;
      readonly as: LocalDeclaration;
      /** False for `:=`, which uses a name that the block already has. */
      readonly isNew: boolean;
    }
  | { readonly leave: Scope | undefined };

class Scope {
  readonly #outer: Scope | undefined;
  readonly #names = new Map<string, LocalDeclaration>();

  constructor(outer: Scope | undefined) {
    this.#outer = outer;
  }

  set(name: string, declaration: LocalDeclaration, isNew: boolean): void {
    if (name !== '_' && (isNew || !this.#names.has(name))) {
      this.#names.set(name, declaration);
    }
  }

  find(name: string): LocalDeclaration | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }
}

/** A function's parameters are of the same block as its body. */
const SCOPES = new Set<Visited['kind']>([
  'func',
  'function',
  'block',
  'if',
  'for',
  'range',
  'switch',
  'typeSwitch',
  'case',
  'comm',
]);

function addName(
  { name, start, end }: Identifier,
  scope: Scope | undefined,
  to: LocalName[],
): void {
  const declaration = scope?.find(name);
  if (declaration !== undefined) {
    to.push({ start, end, declaration });
  }
}

/** What is to be done for a node, in the order in which its names become known. */
function stepsOf(node: Visited, isPackageLevel: boolean, around: TypeSwitch | undefined): Step[] {
  switch (node.kind) {
    case 'func': {
      const receivers = node.receiver === undefined ? [] : [node.receiver];
      return functionSteps(node.type, receivers, node.body?.statements ?? []);
    }
    case 'function':
      return functionSteps(node.type, [], node.body.statements);
    case 'functionType':
    case 'branch':
      // The names of its parameters are seen nowhere; labels are names apart.
      return [];
    case 'interfaceType':
      return node.embedded.map(visit);
    case 'structType':
      return node.fields.map(({ type }) => visit(type));
    case 'selector':
      return [visit(node.operand)];
    case 'labeled':
      return [visit(node.statement)];
    case 'assignment':
      return node.isDefinition
        ? [...node.right.map(visit), ...definitions(node.left, node.right)]
        : visits(node);
    case 'range': {
      const { key, value, operand, isDefinition, body } = node;
      const targets = [key, value].filter((target) => target !== undefined);
      return isDefinition
        ? [visit(operand), ...declarations(namesAmong(targets), 'variable'), visit(body)]
        : visits(node);
    }
    case 'var':
    case 'const':
      return node.specs.flatMap(({ names, type, values }) => [
        ...visitAll([type, ...values]),
        ...(isPackageLevel
          ? []
          : names.map((name, at) =>
              declaration(name, {
                kind: node.kind === 'var' ? 'variable' : 'constant',
                at: name.start,
                type,
                value: values.length === names.length ? values[at] : undefined,
              }),
            )),
      ]);
    case 'type':
      return node.specs.flatMap(({ name, typeParameters, type }) => [
        ...(isPackageLevel ? [] : declarations([name], 'type')),
        ...typeParameters.map(({ constraint }) => visit(constraint)),
        visit(type),
      ]);
    case 'typeSwitch':
      return [
        ...visitAll([node.initial, node.guard]),
        ...node.clauses.map((clause) => ({ visit: clause, around: node })),
      ];
    case 'switch':
      return [...visitAll([node.initial, node.tag]), ...node.clauses.map(visit)];
    case 'select':
      return node.clauses.map(visit);
    case 'case':
      return [
        ...clauseVariable(node, around?.name),
        ...[...node.expressions, ...node.body].map(visit),
      ];
    case 'comm':
      return visitAll([node.communication, ...node.body]);
    case 'composite':
      return [
        ...visitAll([node.type]),
        ...node.elements.flatMap((element) =>
          visitAll([mayBeField(element, node.type) ? undefined : element.key, element.value]),
        ),
      ];
    default:
      return visits(node);
  }
}

/** Types are looked up outside; then come the names, all at once, and the body. */
function functionSteps(
  { typeParameters, parameters, results }: FunctionType,
  receivers: FunctionType['parameters'],
  body: readonly AstNode[],
): Step[] {
  const all = [...receivers, ...parameters, ...results];
  return [
    ...typeParameters.flatMap(({ names }) => declarations(names, 'typeParameter')),
    ...all.map(({ type }) => visit(type)),
    ...all.flatMap(({ names, type }) =>
      names.map((name) => declaration(name, { kind: 'variable', at: name.start, type })),
    ),
    ...body.map(visit),
  ];
}

/** `x` of `switch x := y.(type)`, of which each clause has its own. */
function clauseVariable(clause: CaseClause, name: Identifier | undefined): Step[] {
  const { expressions } = clause;
  // Of several types it is what the switch is over.
  const type = expressions.length === 1 ? expressions[0] : undefined;
  return name === undefined
    ? []
    : [declaration(name, { kind: 'variable', at: clauseVariableAnchor(clause), type })];
}

/** A key that is a bare name is that of a field, unless the literal is of a map or list. */
function mayBeField({ key }: Element, type: Expression | undefined): boolean {
  return key?.kind === 'identifier' && type?.kind !== 'mapType' && type?.kind !== 'arrayType';
}

/** Of `:=`. */
function definitions(left: readonly Expression[], right: readonly Expression[]): Step[] {
  return left.flatMap((target, index): Step[] => {
    const value = left.length === right.length ? right[index] : undefined;
    return target.kind === 'identifier'
      ? [{ declare: target, as: { kind: 'variable', at: target.start, value }, isNew: false }]
      : [];
  });
}

function namesAmong(targets: readonly Expression[]): Identifier[] {
  return targets.filter((target) => target.kind === 'identifier');
}

function declarations(names: readonly Identifier[], kind: LocalDeclaration['kind']): Step[] {
  return names.map((name) => declaration(name, { kind, at: name.start }));
}

function declaration(name: Identifier, as: LocalDeclaration): Step {
  return { declare: name, as, isNew: true };
}

function visits(node: AstNode): Step[] {
  const steps: Step[] = [];
  forEachChild(node, (child) => {
    steps.push(visit(child));
  });
  return steps;
}

/** Those that there are. */
function visitAll(nodes: readonly (Visited | undefined)[]): Step[] {
  return nodes.filter((node) => node !== undefined).map(visit);
}

function visit(node: Visited): Step {
  return { visit: node };
}
