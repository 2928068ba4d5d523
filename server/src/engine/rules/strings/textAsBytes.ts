/** Texts that are copied out of bytes only to be looked at, or written: the same with the bytes themselves. */
import type { TextChange } from '../../refactor/unkeyedLiterals.ts';
import type { Assignment, Binary, Call, Expression, Identifier, Index } from '../../syntax/ast.ts';
import { isBlank, unparenthesized } from '../../syntax/treeBuilder.ts';
import type { AstNode } from '../../syntax/walk.ts';
import { isByte, isBytes, isInterface, isString } from '../../types/predicates.ts';
import { type Type, unalias, underlying } from '../../types/types.ts';
import type { VarObject } from '../../types/objects.ts';
import { replacing } from '../edits.ts';
import { inCallee, onHeap } from '../evidence.ts';
import { flowAround, nodesDoneIn, reachedAfter, stepOf } from '../flow/paths.ts';
import { READS_BYTES } from '../readers.ts';
import type { Evidence, Found } from '../rule.ts';
import { namedType, type Subject } from '../subject.ts';
import { MATCHES, OF_ONE_TEXT, OF_TWO_TEXTS } from './twins.ts';

/** What makes a copy of bytes that its receiver has until a call overwrites them. */
export interface TextSource {
  /** Of the method that gives the bytes. */
  readonly method: string;
  /** Whether it is more than 32 bytes, as a rule: less is copied on the stack where it does not escape. */
  readonly isLong: boolean;
  /** Calls after which the bytes are others; undefined where the text must be used at once. */
  readonly overwrittenBy: ReadonlySet<string> | undefined;
}

/** Undefined where the string itself is needed, somewhere. */
export function copiedText(
  subject: Subject,
  copy: Call,
  { method, isLong, overwrittenBy }: TextSource,
): Found | undefined {
  const { localize } = subject;
  const { callee } = copy;
  const uses = new TextUses(subject, copy, overwrittenBy);
  if (callee.kind !== 'selector' || !uses.areOfBytes()) {
    return undefined;
  }
  const evidence =
    onHeapOf(subject, copy, uses.copies) ?? (isLong ? whereLong(subject, copy) : undefined);
  if (!evidence) {
    return undefined;
  }
  const { start, end } = callee.selector;
  const changes = [{ start, end, text: method }, ...uses.changes].sort(
    (one, other) => one.start - other.start || one.end - other.end,
  );
  return {
    start: copy.start,
    end: copy.end,
    message: localize('{0} copies a text that is only looked at', subject.shortTextOf(copy)),
    evidence,
    gain: { objectsBefore: 1, objectsAfter: 0 },
    fix: replacing(subject, changes, {
      title: localize('Use {0}', `${subject.textOf(callee.operand)}.${method}`),
      changes,
      imports: [...uses.imports],
      names: uses.names,
    }),
  };
}

/** A writer gets it, or what is copied of it in turn, on the heap. */
function onHeapOf(subject: Subject, copy: Call, copies: readonly Call[]): Evidence | undefined {
  const [first] = [
    ...subject.heapAt(copy).filter(({ kind }) => kind === 'inlined'),
    ...copies.flatMap((each) => each.arguments.flatMap((text) => subject.copyAt(each, text) ?? [])),
  ];
  return first && onHeap(subject, [first], first.frequency);
}

/** What is only compared or searched is on the heap where it is too long for the stack. */
function whereLong(subject: Subject, copy: Call): Evidence {
  const text = subject.localize('{0} allocates for more than 32 bytes', subject.textOf(copy));
  return inCallee(subject, copy, text);
}

/** Functions of package strings that give a part of their first argument, as their twins in package bytes do. */
const PARTS = new Set([
  'TrimSpace',
  'Trim',
  'TrimLeft',
  'TrimRight',
  'TrimFunc',
  'TrimLeftFunc',
  'TrimRightFunc',
]);
/** The same, whose second argument is a text. */
const PARTS_BY_TEXT = new Set(['TrimPrefix', 'TrimSuffix']);
/** The same, by how many of their results are parts. */
const CUTS: Readonly<Record<string, number>> = { Cut: 2, CutPrefix: 1, CutSuffix: 1 };

/** Of package unicode/utf8: of strings, and of bytes. */
const RUNES: ReadonlyMap<string, string> = new Map([
  ['RuneCountInString', 'RuneCount'],
  ['ValidString', 'Valid'],
  ['DecodeRuneInString', 'DecodeRune'],
  ['DecodeLastRuneInString', 'DecodeLastRune'],
  ['FullRuneInString', 'FullRune'],
]);

/** Writers that have the same method for bytes. */
const WRITERS = new Set(['bytes.Buffer', 'bufio.Writer', 'strings.Builder', 'os.File']);

/** Printing to a format, by which argument that is. */
const FORMATS: Readonly<Record<string, number>> = {
  'fmt.Printf': 0,
  'fmt.Fprintf': 1,
  'fmt.Sprintf': 0,
  'fmt.Appendf': 1,
  'log.Printf': 0,
  'log.Logger.Printf': 0,
};

class TextUses {
  readonly changes: TextChange[] = [];
  /** `[]byte(text)`, which is not needed either. */
  readonly copies: Call[] = [];
  readonly imports = new Set<string>();
  readonly #subject: Subject;
  readonly #copy: Call;
  readonly #overwrittenBy: ReadonlySet<string> | undefined;
  /** Each with where a part of the text is assigned to it. */
  readonly #variables = new Map<VarObject, Set<Expression>>();
  /** Whether anything is done for which the compiler makes the copy: to look into a map, it does not. */
  #isCopied = false;

  constructor(subject: Subject, copy: Call, overwrittenBy: ReadonlySet<string> | undefined) {
    this.#subject = subject;
    this.#copy = copy;
    this.#overwrittenBy = overwrittenBy;
  }

  get names(): readonly string[] {
    return [...this.#variables.keys()].map(({ name }) => name);
  }

  areOfBytes(): boolean {
    return (
      this.#takes(this.#copy) &&
      this.#isCopied &&
      [...this.#variables].every(([variable, assigned]) => this.#isCurrent(variable, assigned))
    );
  }

  /** Whether what is done with a text can be done with its bytes. */
  #takes(text: Expression): boolean {
    const parent = this.#subject.parentOf(text);
    this.#isCopied ||=
      parent?.kind === 'binary' || parent?.kind === 'switch' || parent?.kind === 'call';
    switch (parent?.kind) {
      case 'parenthesized':
        return this.#takes(parent);
      case 'slice':
        // Bytes have a capacity: what is past the end of a string would be no panic.
        return parent.operand === text && !parent.high && this.#takes(parent);
      case 'index':
        return parent.operand === text || this.#asKey(parent, text);
      case 'binary':
        return this.#compared(parent, text);
      case 'switch':
        return (
          parent.clauses.every(({ expressions }) =>
            expressions.every((each) => this.#subject.isConstant(each)),
          ) && this.#converted(text)
        );
      case 'assignment':
        return this.#assigned(parent, parent.left[parent.right.indexOf(text)], text);
      case 'call':
        return this.#given(parent, text);
      default:
        return false;
    }
  }

  /** A string that the compiler does not copy: to be compared, or to look into a map. */
  #converted(text: Expression): boolean {
    this.#around(text, 'string(');
    return !this.#subject.isShadowed('string');
  }

  #around({ start, end }: Expression, before: string): void {
    this.changes.push({ start, end: start, text: before }, { start: end, end, text: ')' });
  }

  #renamed({ start, end }: Expression, text: string): true {
    this.changes.push({ start, end, text });
    return true;
  }

  #compared({ operator, left, right }: Binary, text: Expression): boolean {
    const other = left === text ? right : left;
    const type = this.#subject.typeOf(other);
    if (!/^(?:[=!]=|[<>]=?)$/.test(operator) || !type || !isString(type)) {
      return false;
    }
    if (this.#subject.stringOf(other) !== '' || !/^[=!]=$/.test(operator)) {
      return this.#converted(text);
    }
    this.#around(text, 'len(');
    this.#renamed(other, '0');
    return !this.#subject.isShadowed('len');
  }

  /** A map is looked into without a copy, where nothing is put into it. */
  #asKey(index: Index, text: Expression): boolean {
    const type = this.#subject.typeOf(index.operand);
    const map = type && underlying(type);
    const parent = this.#subject.parentOf(index);
    const isPut =
      (parent?.kind === 'assignment' && parent.left.includes(index)) ||
      parent?.kind === 'increment' ||
      (parent?.kind === 'range' && parent.operand !== index);
    return map?.kind === 'map' && isString(map.key) && !isPut && this.#converted(text);
  }

  #assigned(
    assignment: Assignment,
    target: Expression | undefined,
    text: Expression | undefined,
  ): boolean {
    const variable = target && this.#subject.variableOf(target);
    if (
      target?.kind !== 'identifier' ||
      variable?.role !== 'local' ||
      assignment.operator !== undefined ||
      !(text || assignment.right.length === 1)
    ) {
      return false;
    }
    const [declared, ...uses] = this.#subject.usesOf(variable);
    const known = this.#variables.get(variable);
    if (known) {
      known.add(target);
      return true;
    }
    if (!assignment.isDefinition || declared !== target || !this.#overwrittenBy) {
      return false;
    }
    this.#variables.set(variable, new Set([target]));
    return uses.every((use) => this.#isTarget(use) || this.#takes(use));
  }

  /** Whether a variable is assigned to where it is named. */
  #isTarget(use: Identifier): boolean {
    const parent = this.#subject.parentOf(use);
    return parent?.kind === 'assignment' && parent.left.includes(use);
  }

  #given(call: Call, text: Expression): boolean {
    const subject = this.#subject;
    const around = subject.parentOf(call);
    const index = call.arguments.indexOf(text);
    if (index < 0 || around?.kind === 'go' || around?.kind === 'defer') {
      return false;
    }
    if (subject.isConversion(call)) {
      return this.#copiedAgain(call, text);
    }
    const name = subject.calleeOf(call) ?? '';
    const [first] = call.arguments;
    switch (name) {
      case 'len':
        return true;
      case 'append':
      case 'copy': {
        const type = first && subject.typeOf(first);
        return index === 1 && type !== undefined && isBytes(type);
      }
      case 'io.WriteString':
        return index === 1 && first !== undefined && this.#writtenTo(call, first, text);
      default:
        return (
          this.#givenToTwin(call, name, index) ||
          this.#writtenBy(call, name) ||
          this.#printed(call, name, index)
        );
    }
  }

  #givenToTwin(call: Call, name: string, index: number): boolean {
    const { callee } = call;
    const [, path, method = ''] =
      /^(strings|unicode\/utf8|regexp\.Regexp)\.(\w+)$/.exec(name) ?? [];
    if (callee.kind !== 'selector' || path === undefined) {
      return false;
    }
    if (path === 'strings') {
      return this.#givenToBytes(call, callee.operand, method, index);
    }
    const twin =
      path === 'unicode/utf8'
        ? RUNES.get(method)
        : MATCHES.find(([ofString]) => ofString === method)?.[1];
    return index === 0 && twin !== undefined && this.#renamed(callee.selector, twin);
  }

  #givenToBytes(call: Call, qualifier: Expression, name: string, index: number): boolean {
    const bytes = this.#subject.qualifierOf('bytes');
    const countParts = CUTS[name] ?? 0;
    const isByText = OF_TWO_TEXTS.has(name) || PARTS_BY_TEXT.has(name) || countParts > 0;
    const isPart = PARTS.has(name) || PARTS_BY_TEXT.has(name);
    const isKnown = isByText || isPart || OF_ONE_TEXT.has(name);
    const [, second] = call.arguments;
    if (index !== 0 || bytes === undefined || !isKnown) {
      return false;
    }
    this.#renamed(qualifier, bytes);
    this.imports.add('bytes');
    if (isByText && second) {
      this.#around(second, '[]byte(');
    }
    return isPart ? this.#takes(call) : countParts === 0 || this.#cut(call, countParts);
  }

  /** `before, after, found := strings.Cut(…)`. */
  #cut(call: Call, countParts: number): boolean {
    const parent = this.#subject.parentOf(call);
    return (
      parent?.kind === 'assignment' &&
      parent.left
        .slice(0, countParts)
        .every((target) => isBlank(target) || this.#assigned(parent, target, undefined))
    );
  }

  /** `[]byte(text)`, for what only reads it. */
  #copiedAgain(copy: Call, text: Expression): boolean {
    const type = this.#subject.typeOf(copy);
    const list = type && unalias(type);
    const call = this.#subject.parentOf(copy);
    if (list?.kind !== 'slice' || !isByte(list.element) || call?.kind !== 'call') {
      return false;
    }
    const around = this.#subject.parentOf(call);
    const isAtOnce = around?.kind !== 'go' && around?.kind !== 'defer';
    const isFirst = call.arguments[0] === copy;
    const name = this.#subject.calleeOf(call) ?? '';
    const isRead = isFirst && (READS_BYTES.has(name) || this.#isWrite(call));
    this.copies.push(copy);
    this.#renamed({ ...copy, end: text.start }, '');
    this.#renamed({ ...copy, start: text.end }, '');
    return isAtOnce && isRead;
  }

  /** Whether it is the method of io.Writer, which must not keep what it is given. */
  #isWrite(call: Call): boolean {
    const { callee } = call;
    return (
      callee.kind === 'selector' &&
      this.#subject.isWrite(call) &&
      !this.#isOwnReceiver(callee.operand)
    );
  }

  /** `w.WriteString(text)`. */
  #writtenBy({ callee }: Call, name: string): boolean {
    const owner = name.endsWith('.WriteString') ? name.slice(0, name.lastIndexOf('.')) : '';
    return (
      callee.kind === 'selector' &&
      WRITERS.has(owner) &&
      namedType(this.#subject.typeOf(callee.operand)) === owner &&
      !this.#isOwnReceiver(callee.operand) &&
      this.#renamed(callee.selector, 'Write')
    );
  }

  /** `io.WriteString(w, text)`. */
  #writtenTo(call: Call, writer: Expression, text: Expression): boolean {
    const isAddress = writer.kind === 'unary' && writer.operator === '&';
    const target = isAddress ? writer.operand : writer;
    const type: Type | undefined = this.#subject.typeOf(target);
    this.#renamed({ ...call, end: target.start }, '');
    this.#renamed({ ...call, start: target.end, end: text.start }, '.Write(');
    return (
      ['identifier', 'selector', 'call', 'index'].includes(target.kind) &&
      type !== undefined &&
      (isInterface(type) || isAddress || type.kind === 'pointer') &&
      !this.#isOwnReceiver(target)
    );
  }

  /** Whether a buffer would be written to itself, and move what it is given. */
  #isOwnReceiver(writer: Expression): boolean {
    const { callee } = this.#copy;
    return (
      callee.kind === 'selector' &&
      this.#subject.textOf(unparenthesized(callee.operand)) ===
        this.#subject.textOf(unparenthesized(writer))
    );
  }

  /** By `%s` or `%q`, which print bytes as they print strings. */
  #printed(call: Call, name: string, index: number): boolean {
    const at = FORMATS[name];
    const format = at === undefined ? undefined : call.arguments[at];
    const verbs = format && verbsOf(this.#subject.stringOf(format) ?? '*');
    return /^[sq]$/.test(verbs?.[index - (at ?? 0) - 1] ?? '');
  }

  /**
   * Whether a variable is only named where it has the bytes that it was given, in the function that makes the copy; the
   * receiver is nobody else's, who could have them overwritten.
   */
  #isCurrent(variable: VarObject, assigned: ReadonlySet<Expression>): boolean {
    const subject = this.#subject;
    const around = subject.functionAround(this.#copy);
    const uses = subject.usesOf(variable);
    const writes = uses.filter((use, index) => index === 0 || this.#isTarget(use));
    if (
      !writes.every((use) => assigned.has(use)) ||
      !uses.every((use) => subject.functionAround(use) === around) ||
      !this.#isReceiverOwn()
    ) {
      return false;
    }
    const graph = flowAround(subject, this.#copy);
    let isCurrent = true;
    for (const write of writes) {
      const from = stepOf(graph, write);
      isCurrent &&= from !== undefined;
      const behind = (nodes: readonly AstNode[], isOver: boolean): boolean | undefined => {
        const isOverwritten =
          isOver ||
          nodes.some(
            (node) =>
              node.kind === 'call' &&
              this.#overwrittenBy?.has(subject.calleeOf(node) ?? '') === true,
          );
        const named = uses.filter((use) => nodes.includes(use));
        isCurrent &&= !isOverwritten || named.every((use) => writes.includes(use));
        return named.some((use) => writes.includes(use)) ? undefined : isOverwritten;
      };
      if (from) {
        reachedAfter(from, false, {
          behind: (step, isOver: boolean) => behind(nodesDoneIn(step), isOver),
        });
      }
    }
    return isCurrent;
  }

  /** Whether the receiver is a variable of which nothing is done but to call its methods, in one function. */
  #isReceiverOwn(): boolean {
    const subject = this.#subject;
    const { callee } = this.#copy;
    const variable = callee.kind === 'selector' && subject.variableOf(callee.operand);
    const around = subject.functionAround(this.#copy);
    return (
      variable !== false &&
      (variable?.role === 'local' || variable?.role === 'parameter') &&
      subject.usesOf(variable).every((use, index) => {
        const parent = subject.parentOf(use);
        const call = parent && subject.parentOf(parent);
        const isMethod =
          parent?.kind === 'selector' && call?.kind === 'call' && call.callee === parent;
        return subject.functionAround(use) === around && (index === 0 || isMethod);
      })
    );
  }
}

/** Letters, one for each value; undefined where some value is not that of the verb in its place. */
function verbsOf(format: string): readonly string[] | undefined {
  const verbs = format.replaceAll('%%', '').matchAll(/%[-+# 0]*\d*(?:\.\d*)?(.)/gsu);
  return /[*[]/.test(format) ? undefined : [...verbs].map(([, verb = '']) => verb);
}
