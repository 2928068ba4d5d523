/**
 * Experiments of the toolchain, which are tags: `goexperiment.greenteagc`. Which are on without
 * being asked for, each toolchain says in Go: GOROOT/src/internal/buildcfg/exp.go sets
 * `baseline := goexperiment.Flags{…}` from GOOS and GOARCH. That function is read as far as it goes
 * about it with `var`, `switch`, `:=` and `=` (as it does from Go 1.22 to 1.26).
 */
import type { CaseClause, Expression, Statement } from '../syntax/ast.ts';
import { parseDeclaration } from '../syntax/parser.ts';
import { sliceFile } from '../syntax/slicer.ts';
import { unquote } from './unquote.ts';

export interface ExperimentBaseline {
  /** Lower case, as GOEXPERIMENT has them. */
  readonly enabled: ReadonlySet<string>;
  /** The ABI with registers cannot be turned off. */
  readonly isRegisterAbiFixed: boolean;
}

const NOTHING: ExperimentBaseline = { enabled: new Set(), isRegisterAbiFixed: false };

/** What a toolchain turns on; nothing where its exp.go is not as it was. */
export function readExperimentBaseline(
  source: string,
  goos: string,
  goarch: string,
): ExperimentBaseline {
  const slices = sliceFile(source);
  const declaration = slices.declarations.find(({ name }) => name === 'ParseGOEXPERIMENT');
  const syntax = declaration && parseDeclaration(slices.textOf(declaration)).syntax;
  if (syntax?.kind !== 'func' || !syntax.body) {
    return NOTHING;
  }
  const interpreter = new Interpreter(goos, goarch);
  interpreter.run(syntax.body.statements);
  return {
    enabled: interpreter.flags ?? NOTHING.enabled,
    isRegisterAbiFixed: interpreter.values.get('regabiAlwaysOn') === true,
  };
}

/** Tags of the experiments that are on; `setting` is the variable GOEXPERIMENT. */
export function experimentTags(baseline: ExperimentBaseline, setting: string): string[] {
  const enabled = new Set(baseline.enabled);
  for (const word of setting.split(',').filter((each) => each !== '')) {
    if (word === 'none') {
      enabled.clear();
      continue;
    }
    const isOff = word.startsWith('no');
    const name = isOff ? word.slice(2) : word;
    for (const each of name === 'regabi' ? REGISTER_ABI : [name]) {
      if (isOff) {
        enabled.delete(each);
      } else {
        enabled.add(each);
      }
    }
  }
  if (baseline.isRegisterAbiFixed) {
    REGISTER_ABI.forEach((each) => enabled.add(each));
  }
  return [...enabled].map((name) => `goexperiment.${name}`);
}

const REGISTER_ABI = ['regabiwrappers', 'regabiargs'];

type Value = boolean | string;

class Interpreter {
  readonly values: Map<string, Value>;
  /** Those of the baseline that are true. */
  flags: ReadonlySet<string> | undefined;

  constructor(goos: string, goarch: string) {
    this.values = new Map<string, Value>([
      ['goos', goos],
      ['goarch', goarch],
      ['true', true],
      ['false', false],
    ]);
  }

  run(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (this.flags) {
        return;
      }
      this.#statement(statement);
    }
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'declaration':
        if (statement.declaration.kind === 'var') {
          for (const { name } of statement.declaration.specs.flatMap(({ names }) => names)) {
            this.values.set(name, false);
          }
        }
        break;
      case 'assignment':
        for (const [index, left] of statement.left.entries()) {
          const right = statement.right[index];
          if (left.kind === 'identifier' && right) {
            this.#assign(left.name, right);
          }
        }
        break;
      case 'switch': {
        const tag = statement.tag && this.#value(statement.tag);
        const clause =
          statement.clauses.find((each) => this.#matches(each, tag)) ??
          statement.clauses.find(({ isDefault }) => isDefault);
        this.run(clause?.body ?? []);
        break;
      }
      default:
        break;
    }
  }

  #assign(name: string, right: Expression): void {
    if (name === 'baseline' && right.kind === 'composite') {
      const enabled = right.elements.filter(({ value }) => this.#value(value) === true);
      this.flags = new Set(
        enabled.map(({ key }) => (key?.kind === 'identifier' ? key.name.toLowerCase() : '')),
      );
      return;
    }
    const value = this.#value(right);
    if (value !== undefined) {
      this.values.set(name, value);
    }
  }

  #matches({ expressions }: CaseClause, tag: Value | undefined): boolean {
    return tag !== undefined && expressions.some((each) => this.#value(each) === tag);
  }

  /** Undefined where it is something else than texts, booleans and their comparison. */
  #value(expression: Expression): Value | undefined {
    switch (expression.kind) {
      case 'identifier':
        return this.values.get(expression.name);
      case 'literal':
        return unquote(expression.text);
      case 'parenthesized':
        return this.#value(expression.operand);
      case 'unary': {
        const operand = this.#value(expression.operand);
        return expression.operator === '!' && typeof operand === 'boolean' ? !operand : undefined;
      }
      case 'binary': {
        const left = this.#value(expression.left);
        const right = this.#value(expression.right);
        if (left === undefined || right === undefined) {
          return undefined;
        }
        switch (expression.operator) {
          case '==':
            return left === right;
          case '!=':
            return left !== right;
          case '&&':
            return left === true && right === true;
          case '||':
            return left === true || right === true;
          default:
            return undefined;
        }
      }
      default:
        return undefined;
    }
  }
}
