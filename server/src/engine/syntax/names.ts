/**
 * Which local variable a name stands for: by Go's blocks alone, no types are known. Names of the
 * package, of fields and of methods are none of its business.
 */
import { clauseVariableAnchor } from './clauseVariable.ts';
import type { SyntaxNode, SyntaxTree } from './cursor.ts';

/** A place where a local name is used, or its declaration itself. */
export interface LocalName {
  readonly start: number;
  readonly end: number;
  /** Where the compiler says what becomes of the variable; for most the name that declares it. */
  readonly declaration: number;
}

const known = new WeakMap<SyntaxTree, readonly LocalName[]>();

/** Every name in the tree that stands for a local variable, constant, type or parameter. */
export function localNames(tree: SyntaxTree): readonly LocalName[] {
  let names = known.get(tree);
  if (!names) {
    names = findLocalNames(tree);
    known.set(tree, names);
  }
  return names;
}

function findLocalNames(tree: SyntaxTree): readonly LocalName[] {
  const names: LocalName[] = [];
  let scope: Scope | undefined;
  const pending: Step[] = [{ visit: tree.root }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if ('leave' in step) {
      scope = step.leave;
    } else if ('declare' in step) {
      const at = step.at ?? step.declare.start;
      scope?.set(step.declare.text, at, step.isNew);
      addName(step.declare, scope, names);
    } else if (USES.has(step.visit.kind)) {
      addName(step.visit, scope, names);
    } else {
      if (hasScope(step.visit)) {
        pending.push({ leave: scope });
        scope = new Scope(scope);
      }
      const isPackageLevel = scope === undefined;
      const steps = stepsOf(step.visit, isPackageLevel);
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

type Step =
  | { readonly visit: SyntaxNode }
  | {
      readonly declare: SyntaxNode;
      /** False for `:=`, which uses a name that the block already has. */
      readonly isNew: boolean;
      readonly at?: number;
    }
  | { readonly leave: Scope | undefined };

class Scope {
  readonly #outer: Scope | undefined;
  readonly #names = new Map<string, number>();

  constructor(outer: Scope | undefined) {
    this.#outer = outer;
  }

  set(name: string, declaration: number, isNew: boolean): void {
    if (name !== '_' && (isNew || !this.#names.has(name))) {
      this.#names.set(name, declaration);
    }
  }

  find(name: string): number | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }
}

const FUNCTIONS = new Set(['function_declaration', 'method_declaration', 'func_literal']);

const SCOPES = new Set([
  ...FUNCTIONS,
  'block',
  'if_statement',
  'for_statement',
  'expression_switch_statement',
  'expression_case',
  'type_switch_statement',
  'type_case',
  'communication_case',
  'default_case',
]);

/** A function's parameters are of the same block as its body. */
function hasScope({ kind, parent }: SyntaxNode): boolean {
  return SCOPES.has(kind) && !(kind === 'block' && FUNCTIONS.has(parent?.kind ?? ''));
}

/** The grammar sees a type in `list[i](x)` and in `new(point.x)`, since there may be one. */
const USES = new Set(['identifier', 'type_identifier', 'package_identifier']);

function addName(node: SyntaxNode, scope: Scope | undefined, names: LocalName[]): void {
  const declaration = scope?.find(node.text);
  if (declaration !== undefined) {
    names.push({ start: node.start, end: node.end, declaration });
  }
}

/** What is to be done for a node, in the order in which its names become known. */
function stepsOf(node: SyntaxNode, isPackageLevel: boolean): Step[] {
  switch (node.kind) {
    case 'function_declaration':
    case 'method_declaration':
    case 'func_literal':
      return functionSteps(node);
    case 'function_type':
    case 'method_elem':
      // Their parameters' names are seen nowhere.
      return [];
    case 'short_var_declaration':
      return [...visits(node, 'right'), ...declarations(namesIn(node, 'left'), false)];
    case 'range_clause':
    case 'receive_statement':
      return node.children.some(({ kind }) => kind === ':=')
        ? [...visits(node, 'right'), ...declarations(namesIn(node, 'left'), true)]
        : visits(node);
    case 'var_spec':
    case 'const_spec':
      return [
        ...visits(node, 'type', 'value'),
        ...(isPackageLevel ? [] : declarations(node.getAll('name'), true)),
      ];
    case 'type_spec':
    case 'type_alias':
      return [
        ...(isPackageLevel ? [] : declarations(node.getAll('name'), true)),
        ...visits(node, 'type_parameters', 'type'),
      ];
    case 'type_parameter_declaration':
      return visits(node, 'type');
    case 'type_case':
    case 'default_case':
      return [...clauseVariable(node), ...visits(node)];
    case 'type_switch_statement':
      return node.namedChildren.filter((child) => child.field !== 'alias').map(visit);
    case 'keyed_element':
      return mayBeField(node) ? visits(node, 'value') : visits(node);
    default:
      return visits(node);
  }
}

/** Types are looked up outside; then come the names, all at once, and the body. */
function functionSteps(node: SyntaxNode): Step[] {
  const lists = [
    ...node.getAll('receiver'),
    ...node.getAll('parameters'),
    ...node.getAll('result').filter(({ kind }) => kind === 'parameter_list'),
  ];
  const parameters = lists.flatMap(({ namedChildren }) => namedChildren);
  const typeParameters = node.getAll('type_parameters').flatMap((list) => list.namedChildren);
  return [
    ...typeParameters.flatMap((each) => declarations(each.getAll('name'), true)),
    ...parameters.flatMap((each) => visits(each, 'type')),
    ...parameters.flatMap((each) => declarations(each.getAll('name'), true)),
    ...visits(node, 'body'),
    ...node.namedChildren.filter(({ isError }) => isError).map(visit),
  ];
}

/** `x` of `switch x := y.(type)`, of which each clause has its own. */
function clauseVariable(clause: SyntaxNode): Step[] {
  const alias = clause.parent?.get('alias')?.namedChildren[0];
  if (alias === undefined) {
    return [];
  }
  return [{ declare: alias, isNew: true, at: clauseVariableAnchor(clause) }];
}

/** A key that is a bare name is that of a field, unless the literal is of a map or list. */
function mayBeField(element: SyntaxNode): boolean {
  const key = element.get('key')?.namedChildren[0];
  const type = element.parent?.parent?.get('type')?.kind;
  return key?.kind === 'identifier' && (type === undefined || !LISTS.has(type));
}

const LISTS = new Set(['map_type', 'slice_type', 'array_type', 'implicit_length_array_type']);

function namesIn(node: SyntaxNode, field: string): SyntaxNode[] {
  return node
    .getAll(field)
    .flatMap(({ namedChildren }) => namedChildren)
    .filter(({ kind }) => kind === 'identifier');
}

function declarations(nodes: readonly SyntaxNode[], isNew: boolean): Step[] {
  return nodes.filter(({ isNamed }) => isNamed).map((declare) => ({ declare, isNew }));
}

/** Children that are one of the fields; all of them if none is named. */
function visits(node: SyntaxNode, ...fields: readonly string[]): Step[] {
  return node.namedChildren
    .filter(({ field }) => fields.length === 0 || (field !== undefined && fields.includes(field)))
    .map(visit);
}

function visit(node: SyntaxNode): Step {
  return { visit: node };
}
