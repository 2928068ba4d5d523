/** What a function costs to be inlined: hairyVisitor of cmd/compile/internal/inline/inl.go (Go 1.26). */
import { isCallOf } from '../ir/builtins.ts';
import type { CompilerFlags } from '../ir/compilerFlags.ts';
import type { Callee, Func } from '../ir/func.ts';
import type {
  BuiltinExpression,
  CallExpression,
  Expression,
  Statement,
  Target,
} from '../ir/nodes.ts';
import type { GoSizes } from '../layout/sizes.ts';
import type { FuncObject } from '../types/objects.ts';
import { underlying } from '../types/types.ts';
import { isCheap, isIntrinsic } from './intrinsics.ts';
import { callCost, CLOSURE_COST, PARAMETER_CALL_COST } from './limits.ts';

export interface CostEnvironment {
  readonly sizes: GoSizes;
  /** Of the package that is compiled. */
  readonly flags: CompilerFlags;
  /** What a call costs as it will be inlined itself; undefined if it will not. */
  inlinedCost(call: CallExpression): number | undefined;
}

/** What keeps a function from being inlined, whatever it costs, in the compiler's words. */
export class TooHairy {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** In the compiler's unit: about one for each operation. */
export function costOf(func: Func, environment: CostEnvironment): number | TooHairy {
  const visitor = new Visitor(func, environment);
  visitor.list(func.body);
  return visitor.reason === undefined ? visitor.cost : new TooHairy(visitor.reason);
}

class Visitor {
  cost = 0;
  reason: string | undefined;
  readonly #func: Func;
  readonly #environment: CostEnvironment;
  readonly #callCost: number;

  constructor(func: Func, environment: CostEnvironment) {
    this.#func = func;
    this.#environment = environment;
    this.#callCost = callCost(environment.flags);
  }

  list(nodes: readonly Statement[]): void {
    for (const node of nodes) {
      this.#statement(node);
    }
  }

  #fail(reason: string): void {
    this.reason ??= reason;
  }

  #statement(node: Statement): void {
    if (this.reason !== undefined) {
      return;
    }
    this.list(node.init ?? []);
    switch (node.op) {
      case 'expression':
        this.#expression(node.x);
        return;
      case 'block':
        this.list(node.list);
        return;
      case 'fallthrough':
        return;
      case 'go':
        this.#fail('unhandled op GO');
        return;
      case 'defer':
        this.#fail('unhandled op DEFER');
        return;
      default:
        this.cost++;
    }
    switch (node.op) {
      case 'dcl':
        this.cost++;
        return;
      case 'break':
      case 'continue':
      case 'goto':
      case 'label':
        return;
      case 'send':
        this.#all([node.channel, node.value]);
        return;
      case 'as':
        this.#target(node.x);
        this.#all([node.y]);
        return;
      case 'asOp':
        this.#all([node.x, node.y]);
        return;
      case 'as2':
        node.targets.forEach((each) => {
          this.#target(each);
        });
        this.#all(node.values);
        this.#refundTemporaries(node.values[0], node.targets.length);
        return;
      case 'as2Func':
      case 'as2DotType':
      case 'as2MapR':
      case 'as2Recv':
        node.targets.forEach((each) => {
          this.#target(each);
        });
        this.#all([node.value]);
        return;
      case 'return':
        this.#all(node.results);
        return;
      case 'if':
        this.#all([node.condition]);
        this.list(node.then);
        this.list(node.otherwise);
        return;
      case 'for':
        this.#all([node.condition]);
        this.list(node.post ? [node.post] : []);
        this.list(node.body);
        return;
      case 'range':
        this.cost += node.countBlanks;
        this.#all([node.x, node.key, node.value]);
        this.list(node.body);
        return;
      case 'switch':
        this.#all([node.tag]);
        for (const { expressions, body } of node.clauses) {
          this.cost++;
          if (!node.tag) {
            // Compared with `true`: the type bool stands beside each interface.
            this.cost += expressions.filter(isInterfaceValue).length * ADDRESS_COST;
          }
          this.#all(expressions);
          this.list(body);
        }
        return;
      case 'typeSwitch':
        // The guard is a node of its own, and so is its name.
        this.cost += node.clauses.some(({ variable }) => variable) ? 2 : 1;
        this.#all([node.x]);
        for (const { variable, expressions, countDerivedTypes, body } of node.clauses) {
          this.cost += (variable ? 2 : 1) + countDerivedTypes * DYNAMIC_TYPE_COST;
          this.#all(expressions);
          this.list(body);
        }
        return;
      case 'select':
        for (const { communication, body } of node.clauses) {
          this.cost += 1 + receiveCost(communication);
          this.list(communication ? [communication] : []);
          this.list(body);
        }
    }
  }

  /** The blank identifier counts as well. */
  #target(target: Target): void {
    if (target) {
      this.#expression(target);
    } else {
      this.cost++;
    }
  }

  /** `a, b = f()` is not to cost more than it did before it went through temporaries. */
  #refundTemporaries(first: Expression | undefined, count: number): void {
    const [init, ...others] = first?.init ?? [];
    if (init && others.length === 0 && init.op.startsWith('as2')) {
      this.cost -= 4 * count + 1;
    }
  }

  #all(nodes: readonly (Expression | undefined)[]): void {
    for (const node of nodes) {
      if (node) {
        this.#expression(node);
      }
    }
  }

  #expression(node: Expression): void {
    if (this.reason !== undefined) {
      return;
    }
    this.list(node.init ?? []);
    this.cost++;
    switch (node.op) {
      case 'name':
      case 'global':
      case 'func':
      case 'literal':
      case 'nil':
        return;
      case 'new':
        this.cost += node.isDerived ? DYNAMIC_TYPE_COST : 0;
        return;
      case 'methodExpr':
        this.cost += node.foundIn === 'dictionary' ? WORD_OF_DICTIONARY_COST : -1;
        return;
      case 'unknown':
        this.#fail('it is not known what it does');
        return;
      case 'convNop':
        this.cost--;
        this.#expression(node.x);
        return;
      case 'addr':
        if (this.#isFirstField(node.x)) {
          this.cost -= 2;
        }
        this.#expression(node.x);
        return;
      case 'deref': {
        let pointer = node.x;
        while (pointer.op === 'convNop') {
          pointer = pointer.x;
        }
        if (pointer.op === 'addr') {
          this.cost--;
        }
        this.#expression(node.x);
        return;
      }
      case 'dotType':
        this.#all([node.x]);
        // ODYNAMICDOTTYPE has what the types are as operands, that of x for the panic.
        this.cost += node.isDerived ? WORD_OF_DICTIONARY_COST + typeCost(node.isOfDerived) : 0;
        return;
      case 'plus':
      case 'neg':
      case 'bitNot':
      case 'not':
      case 'ptrLit':
      case 'dot':
      case 'dotPtr':
      case 'recv':
      case 'conv':
      case 'convIface':
      case 'bytesToStr':
      case 'runesToStr':
      case 'runeToStr':
      case 'strToBytes':
      case 'strToRunes':
      case 'sliceToArr':
      case 'sliceToArrPtr':
        this.#expression(node.x);
        return;
      case 'methodValue':
        this.cost++;
        this.#expression(node.x);
        return;
      case 'binary':
      case 'logical':
        this.#all([node.x, node.y]);
        return;
      case 'index':
      case 'indexMap':
        this.#all([node.x, node.index]);
        return;
      case 'slice':
      case 'sliceArr':
      case 'sliceStr':
        this.#refundSlice(node);
        this.#all([node.x, node.low, node.high, node.max]);
        return;
      case 'callFunc':
        this.#call(node);
        return;
      case 'callInter':
        // The method is a node of its own.
        this.cost += this.#callCost + 1;
        this.#all([node.receiver, ...node.args]);
        return;
      case 'builtin':
        this.#builtin(node);
        return;
      case 'makeSlice':
        this.#all([node.length, node.capacity]);
        return;
      case 'makeMap':
      case 'makeChan':
        // Without one there is a literal zero.
        this.#target(node.length);
        return;
      case 'arrayLit':
      case 'sliceLit':
      case 'structLit':
      case 'mapLit':
        this.cost += node.op === 'sliceLit' ? 1 : 0;
        for (const { key, value } of node.elements) {
          this.cost += key !== undefined || node.op === 'structLit' ? 1 : 0;
          this.#all([key, value]);
        }
        return;
      case 'addStr':
        this.#all(node.list);
        return;
      case 'closure':
        this.cost += CLOSURE_COST;
    }
  }

  #call(node: CallExpression): void {
    const object =
      node.fun.op === 'func' || (node.fun.op === 'methodExpr' && node.fun.foundIn === undefined)
        ? node.fun.callee.object
        : undefined;
    if (object?.package?.path === 'internal/runtime/sys') {
      if (object.name === 'GetCallerPC' || object.name === 'GetCallerSP') {
        this.#fail(`call to ${object.name}`);
        return;
      }
    }
    if (object?.package?.path === 'runtime' && object.name === 'getg') {
      // An operation of its own, which keeps the function's name.
      this.#all([node.fun]);
      return;
    }
    if (object === undefined || !(isCheap(object) || this.#isIntrinsic(object))) {
      const variable = node.fun.op === 'name' ? node.fun.variable : undefined;
      // What is captured is called as optimistically as a parameter.
      const isHandedOver =
        variable?.class === 'parameter' || (variable && variable.func !== this.#func);
      const extra = isHandedOver ? Math.min(PARAMETER_CALL_COST, this.#callCost) : this.#callCost;
      this.cost += this.#environment.inlinedCost(node) ?? extra;
    }
    this.#all([node.fun, ...node.args]);
    this.cost += dictionaryCost(node);
  }

  #isIntrinsic(object: FuncObject): boolean {
    const { sizes, flags } = this.#environment;
    return isIntrinsic(object, sizes.architecture.goarch, flags);
  }

  /** `&s.f` is free where f is the first field. */
  #isFirstField(node: Expression): boolean {
    if (
      (node.op !== 'dot' && node.op !== 'dotPtr') ||
      (node.x.op !== 'name' && node.x.op !== 'global')
    ) {
      return false;
    }
    const under = underlying(node.x.type);
    const struct = under.kind === 'pointer' ? underlying(under.element) : under;
    if (struct.kind !== 'struct') {
      return false;
    }
    const index = struct.fields.indexOf(node.field);
    return this.#environment.sizes.offsetsOf(struct)?.[index] === 0;
  }

  #builtin({ builtin, args }: BuiltinExpression): void {
    switch (builtin) {
      case 'recover':
        this.#fail('call to recover');
        return;
      case 'deferRangeFunc':
        this.#fail('defer call in range func');
        return;
      case 'panic': {
        const [value] = args;
        this.cost += value?.op === 'convIface' && value.isImplicit ? 0 : 1;
        break;
      }
      case 'panicRangeState':
        // What is called is a node of its own.
        this.cost++;
        break;
      case 'keepAlive':
        // So is the conversion of the address.
        this.cost += 2;
        break;
      default:
        break;
    }
    this.#all(args);
  }

  #refundSlice({
    x,
    low,
    high,
  }: Extract<Expression, { readonly op: 'slice' | 'sliceArr' | 'sliceStr' }>): void {
    if (low?.op === 'literal' && low.value.kind === 'int' && low.value.value === 0n) {
      this.cost--;
    }
    const [measured] = high && isCallOf('len', high) ? high.args : [];
    if (measured && isSameName(measured, x)) {
      this.cost -= 2;
    }
  }
}

/** Names are one node wherever they stand. */
function isSameName(a: Expression, b: Expression): boolean {
  return (
    (a.op === 'name' && b.op === 'name' && a.variable === b.variable) ||
    (a.op === 'global' && b.op === 'global' && a.object === b.object)
  );
}

function isInterfaceValue({ type }: Expression): boolean {
  return underlying(type).kind === 'interface';
}

/** `&x`. */
const ADDRESS_COST = 2;
/** `(*T)(.dict[i])`. */
const WORD_OF_DICTIONARY_COST = 4;
const DICTIONARY_COSTS = { static: ADDRESS_COST, derived: WORD_OF_DICTIONARY_COST, held: 1 };

/** What describes a type: `&type`, or out of the dictionary. */
function typeCost(isDerived: boolean): number {
  return isDerived ? WORD_OF_DICTIONARY_COST : ADDRESS_COST;
}

/** Another argument of generic code: `&dict`, in generic code `(*[n]uintptr)(.dict[i])`, or a name. */
export function dictionaryCost({ fun }: CallExpression): number {
  if (fun.op !== 'func' && (fun.op !== 'methodExpr' || fun.foundIn)) {
    return 0;
  }
  const { typeArguments, dictionary } = fun.callee;
  return typeArguments.length > 0 ? DICTIONARY_COSTS[dictionary] : 0;
}

/**
 * What the value of an instance costs beside the instance: it is a function around it, which passes the
 * dictionary on. Several results go through temporaries.
 */
export function wrapperCost({ object: { type } }: Callee): number {
  if (type.kind !== 'signature') {
    return 0;
  }
  const countResults = type.results.variables.length;
  // The call, and the function or the receiver, are a node each.
  const passed = 2 + ADDRESS_COST + type.parameters.variables.length;
  return passed + (countResults > 1 ? 2 + 4 * countResults : countResults);
}

/** A type that is made of type parameters is a node, ODYNAMICTYPE, with what describes it. */
const DYNAMIC_TYPE_COST = 1 + WORD_OF_DICTIONARY_COST;

/** A receive in a `select` has a value and an `ok`, blank if they are not written: oselrecv2. */
export function receiveCost(communication: Statement | undefined): number {
  switch (communication?.op) {
    case 'as':
      return 1;
    case 'expression':
      return 3;
    default:
      return 0;
  }
}
