/** What our parser makes of a file, in the form in which `parser/main.go` says what go/parser does. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CaseClause,
  CommClause,
  DeclarationSyntax,
  Expression,
  ParameterSyntax,
  Span,
  Statement,
  TypeParameterSyntax,
} from '../../server/src/engine/syntax/ast.ts';
import { parseDeclaration } from '../../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { goProgram } from '../support/goProgram.ts';

/** An object that `parser/main.go` prints. */
export interface ParserReport {
  readonly file: string;
  readonly errors: readonly string[];
  readonly spans: string;
}

const SOURCE = join(import.meta.dirname, 'parser');
/** The reports of one run are one string. */
const FILES_PER_RUN = 300;

/** What is wrong with a file, and with none of its declarations. */
export const OF_THE_FILE =
  /expected 'package'|expected 'IDENT', found 'EOF'|expected ';', found 'EOF'|imports must appear before|invalid line number|invalid column number|invalid filename/;

/** What the compiler's parser rejects, and go/parser leaves to the type checker. */
export const OF_THE_COMPILER =
  /method has no receiver|method has multiple receivers|invalid variable name .* in type switch/;

/** All Go files below a folder. */
export function goFilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.go'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

/** What go/parser says of files, by their absolute paths. */
export function* reportsOf(files: readonly string[]): Generator<ParserReport> {
  for (let first = 0; first < files.length; first += FILES_PER_RUN) {
    const output = execFileSync(goProgram(SOURCE), {
      input: files.slice(first, first + FILES_PER_RUN).join('\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    });
    for (const line of output.split('\n')) {
      if (line !== '') {
        yield JSON.parse(line) as ParserReport;
      }
    }
  }
}

export interface ParserComparison {
  readonly countNodes: number;
  /** The first line in which the two differ, ours and theirs; or what is wrong with our tree. */
  readonly difference: string | undefined;
  /** Of ours. */
  readonly errors: readonly string[];
}

/** Parses a file declaration by declaration. */
export function compareWith({ file, spans, errors }: ParserReport): ParserComparison {
  const lister = new Lister(readFileSync(file, 'utf8'));
  const ours = lister.list();
  return {
    countNodes: lister.countNodes,
    difference:
      lister.fault ??
      (errors.length > 0 || ours === spans ? undefined : firstDifference(ours, spans)),
    errors: lister.errors,
  };
}

function firstDifference(ours: string, theirs: string): string {
  const ourLines = ours.split('\n');
  const theirLines = theirs.split('\n');
  const index = ourLines.findIndex((line, at) => line !== theirLines[at]);
  return `ours "${ourLines[index] ?? ''}", theirs "${theirLines[index] ?? ''}"`;
}

/** Offsets in bytes for those in UTF-16 units; undefined where they are the same. */
function byteOffsets(text: string): Uint32Array | undefined {
  if (/^[\0-\x7f]*$/.test(text)) {
    return undefined;
  }
  const offsets = new Uint32Array(text.length + 1);
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    offsets[at] = bytes;
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair counts for two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
  }
  offsets[text.length] = bytes;
  return offsets;
}

interface Line {
  readonly start: number;
  readonly text: string;
}

class Lister {
  readonly errors: string[] = [];
  countNodes = 0;
  fault: string | undefined;
  readonly #text: string;
  readonly #bytes: Uint32Array | undefined;
  readonly #lines: Line[] = [];
  /** Start of the declaration. */
  #base = 0;
  #ids = new Set<number>();

  constructor(text: string) {
    this.#text = text;
    this.#bytes = byteOffsets(text);
  }

  list(): string {
    const slices = sliceFile(this.#text);
    for (const declaration of slices.declarations) {
      const parsed = parseDeclaration(slices.textOf(declaration));
      const { syntax, others, errors, countExpressions } = parsed;
      this.#base = declaration.start;
      this.#ids = new Set();
      for (const each of [syntax, ...others]) {
        this.#declaration(each);
      }
      for (const { start, message } of errors) {
        const line = this.#text.slice(0, declaration.start + start).split('\n').length;
        this.errors.push(`${line}: ${message}`);
      }
      const isDense = this.#ids.size === countExpressions;
      if (!isDense && errors.length === 0) {
        this.fault ??= `${this.#ids.size} expressions of ${countExpressions} are in the tree`;
      }
    }
    this.countNodes = this.#lines.length;
    this.#lines.sort(
      (a, b) => a.start - b.start || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
    );
    return this.#lines.map(({ start, text }) => `${start} ${text}\n`).join('');
  }

  #byteOf(offset: number): number {
    const at = this.#base + offset;
    return this.#bytes?.[at] ?? at;
  }

  #add(
    kind: string,
    { start, end }: Span,
    ...details: readonly (string | number | boolean)[]
  ): void {
    const from = this.#byteOf(start);
    const length = this.#byteOf(end) - from;
    this.#lines.push({ start: from, text: `${kind} ${length} ${details.join(' ')}` });
    if (start > end) {
      this.fault ??= `${kind} at ${from} ends before it starts`;
    }
  }

  #declaration(syntax: DeclarationSyntax): void {
    switch (syntax.kind) {
      case 'package':
        this.#add('package', syntax);
        this.#expressions([syntax.name]);
        return;
      case 'import':
        this.#add('import', syntax, syntax.specs.length);
        for (const spec of syntax.specs) {
          this.#add('spec', spec, spec.name !== undefined);
          this.#expressions([spec.name, spec.path]);
        }
        return;
      case 'const':
      case 'var':
        this.#add(syntax.kind, syntax, syntax.specs.length);
        for (const spec of syntax.specs) {
          const { names, type, values } = spec;
          this.#add('spec', spec, names.length, type !== undefined, values.length);
          this.#expressions([...names, type, ...values]);
        }
        if (syntax.kind === 'const' && syntax.specs.some(({ iota }, index) => iota !== index)) {
          this.fault ??= 'iota does not count';
        }
        return;
      case 'type':
        this.#add('type', syntax, syntax.specs.length);
        for (const spec of syntax.specs) {
          this.#add('spec', spec, spec.typeParameters.length, spec.isAlias);
          this.#expressions([spec.name]);
          this.#typeParameters(spec.typeParameters);
          this.#expression(spec.type);
        }
        return;
      case 'func':
        this.#add('func', syntax, syntax.receiver !== undefined, syntax.body !== undefined);
        if (syntax.receiver !== undefined) {
          this.#parameters([syntax.receiver]);
        }
        this.#expressions([syntax.name, syntax.type]);
        this.#statements([syntax.body]);
        return;
      case 'bad':
        this.#add('bad', syntax);
    }
  }

  #parameters(list: readonly ParameterSyntax[]): void {
    for (const parameter of list) {
      this.#add('field', parameter, parameter.names.length, false);
      this.#expressions([...parameter.names, parameter.type]);
    }
  }

  #typeParameters(list: readonly TypeParameterSyntax[]): void {
    this.#parameters(list.map(({ constraint, ...others }) => ({ ...others, type: constraint })));
  }

  #expressions(list: readonly (Expression | undefined)[]): void {
    for (const expression of list) {
      if (expression !== undefined) {
        this.#expression(expression);
      }
    }
  }

  #expression(node: Expression): void {
    if (this.#ids.has(node.id)) {
      this.fault ??= `the id ${node.id} is used twice`;
    }
    this.#ids.add(node.id);
    switch (node.kind) {
      case 'bad':
        this.#add('bad', node);
        return;
      case 'identifier':
        this.#add('identifier', node, node.name);
        return;
      case 'literal': {
        this.#add('literal', node, node.literal);
        const start = this.#base + node.start;
        if (node.text !== this.#text.slice(start, start + node.text.length)) {
          this.fault ??= `the text of a literal is ${node.text}`;
        }
        return;
      }
      case 'composite': {
        const { type, elements } = node;
        const braceOffset = this.#byteOf(node.openBrace) - this.#byteOf(node.start);
        this.#add('composite', node, type !== undefined, elements.length, braceOffset);
        this.#expressions([type]);
        for (const { key, value } of elements) {
          if (key !== undefined) {
            this.#add('element', { start: key.start, end: value.end });
          }
          this.#expressions([key, value]);
        }
        return;
      }
      case 'function':
        this.#add('function', node);
        this.#expression(node.type);
        this.#statements([node.body]);
        return;
      case 'parenthesized':
      case 'star':
        this.#add(node.kind, node);
        this.#expression(node.operand);
        return;
      case 'selector':
        this.#add('selector', node);
        this.#expressions([node.operand, node.selector]);
        return;
      case 'index': {
        const bracketOffset = this.#byteOf(node.openBracket) - this.#byteOf(node.start);
        this.#add('index', node, node.indices.length, bracketOffset);
        this.#expressions([node.operand, ...node.indices]);
        return;
      }
      case 'slice': {
        const { low, high, max, isFull } = node;
        this.#add('slice', node, low !== undefined, high !== undefined, isFull);
        this.#expressions([node.operand, low, high, max]);
        return;
      }
      case 'assertion':
        this.#add('assertion', node, node.type !== undefined);
        this.#expressions([node.operand, node.type]);
        return;
      case 'call': {
        const parenOffset = this.#byteOf(node.openParen) - this.#byteOf(node.start);
        this.#add('call', node, node.arguments.length, node.hasEllipsis, parenOffset);
        this.#expressions([node.callee, ...node.arguments]);
        return;
      }
      case 'unary':
        this.#add('unary', node, node.operator);
        this.#expression(node.operand);
        return;
      case 'binary': {
        const operatorOffset = this.#byteOf(node.operatorStart) - this.#byteOf(node.start);
        this.#add('binary', node, node.operator, operatorOffset);
        this.#expressions([node.left, node.right]);
        return;
      }
      case 'arrayType': {
        const { length } = node;
        const form = length === 'counted' ? length : length === undefined ? 'slice' : 'array';
        this.#add('arrayType', node, form);
        this.#expressions([length === 'counted' ? undefined : length, node.element]);
        return;
      }
      case 'structType':
        this.#add('structType', node);
        for (const field of node.fields) {
          this.#add('field', field, field.names.length, field.tag !== undefined);
          this.#expressions([...field.names, field.type, field.tag]);
        }
        return;
      case 'functionType': {
        const { typeParameters, parameters, results } = node;
        const counts = [typeParameters.length, parameters.length, results.length];
        this.#add('functionType', node, ...counts);
        this.#typeParameters(typeParameters);
        this.#parameters([...parameters, ...results]);
        return;
      }
      case 'interfaceType':
        this.#add('interfaceType', node);
        for (const method of node.methods) {
          this.#add('field', method, 1, false);
          this.#expressions([method.name, method.type]);
        }
        for (const type of node.embedded) {
          this.#add('field', type, 0, false);
          this.#expression(type);
        }
        return;
      case 'mapType':
        this.#add('mapType', node);
        this.#expressions([node.key, node.value]);
        return;
      case 'channelType':
        this.#add('channelType', node, node.direction);
        this.#expression(node.element);
        return;
      case 'ellipsis':
        this.#add('ellipsis', node);
        this.#expression(node.element);
    }
  }

  #statements(list: readonly (Statement | undefined)[]): void {
    for (const statement of list) {
      if (statement !== undefined) {
        this.#statement(statement);
      }
    }
  }

  #statement(node: Statement): void {
    switch (node.kind) {
      case 'bad':
      case 'empty':
        this.#add(node.kind, node);
        return;
      case 'block':
        this.#add('block', node, node.statements.length);
        this.#statements(node.statements);
        return;
      case 'expression':
        this.#add('expression', node);
        this.#expression(node.expression);
        return;
      case 'send':
        this.#add('send', node);
        this.#expressions([node.channel, node.value]);
        return;
      case 'increment':
        this.#add('increment', node, node.operator);
        this.#expression(node.operand);
        return;
      case 'assignment': {
        const operator = node.isDefinition ? ':=' : `${node.operator ?? ''}=`;
        this.#add('assignment', node, node.left.length, operator, node.right.length);
        this.#expressions([...node.left, ...node.right]);
        return;
      }
      case 'go':
      case 'defer':
        this.#add(node.kind, node);
        this.#expression(node.call);
        return;
      case 'return':
        this.#add('return', node, node.results.length);
        this.#expressions(node.results);
        return;
      case 'branch':
        this.#add('branch', node, node.keyword, node.label !== undefined);
        this.#expressions([node.label]);
        return;
      case 'labeled':
        this.#add('labeled', node);
        this.#expression(node.label);
        this.#statement(node.statement);
        return;
      case 'if':
        this.#add('if', node, node.initial !== undefined, node.otherwise !== undefined);
        this.#statements([node.initial]);
        this.#expression(node.condition);
        this.#statements([node.then, node.otherwise]);
        return;
      case 'switch': {
        const { initial, tag, clauses } = node;
        this.#add('switch', node, initial !== undefined, tag !== undefined, clauses.length);
        this.#statements([initial]);
        this.#expressions([tag]);
        this.#cases(clauses);
        return;
      }
      case 'typeSwitch': {
        const { initial, name, guard, clauses } = node;
        this.#add('typeSwitch', node, initial !== undefined, name !== undefined, clauses.length);
        this.#statements([initial]);
        this.#expressions([name, guard]);
        this.#cases(clauses);
        return;
      }
      case 'select':
        this.#add('select', node, node.clauses.length);
        this.#communications(node.clauses);
        return;
      case 'for': {
        const { initial, condition, post } = node;
        const parts = [initial, condition, post].map((part) => part !== undefined);
        this.#add('for', node, ...parts);
        this.#statements([initial]);
        this.#expressions([condition]);
        this.#statements([post, node.body]);
        return;
      }
      case 'range': {
        const { key, value, isDefinition } = node;
        this.#add('range', node, key !== undefined, value !== undefined, isDefinition);
        this.#expressions([key, value, node.operand]);
        this.#statement(node.body);
        return;
      }
      case 'declaration':
        this.#add('declaration', node);
        this.#declaration(node.declaration);
    }
  }

  #cases(clauses: readonly CaseClause[]): void {
    for (const clause of clauses) {
      this.#add('case', clause, clause.expressions.length, clause.body.length);
      this.#expressions(clause.expressions);
      this.#statements(clause.body);
    }
  }

  #communications(clauses: readonly CommClause[]): void {
    for (const clause of clauses) {
      this.#add('comm', clause, clause.communication !== undefined, clause.body.length);
      this.#statements([clause.communication, ...clause.body]);
    }
  }
}
