/**
 * The declarations of a package that others can see, and those that these mention. Bodies are gone,
 * as are values of variables whose type is written, and elements of literals that do not count.
 */
import type {
  DeclarationSyntax,
  Expression,
  Identifier,
  ImportSpec,
  Span,
  VarSpec,
} from '../../server/src/engine/syntax/ast.ts';
import { functionName } from '../../server/src/engine/checker/fileIndex.ts';
import { parseDeclaration } from '../../server/src/engine/syntax/parser.ts';
import { type Declaration, sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { forEachNode } from '../../server/src/engine/syntax/walk.ts';
import { unquote } from '../../server/src/engine/build/unquote.ts';
import { isExported } from '../../server/src/engine/types/objects.ts';
import { withoutComments } from './compact.ts';

export interface GoText {
  readonly name: string;
  readonly text: string;
}

/** What is kept or left out as one. */
interface Unit {
  readonly names: readonly string[];
  /** The name of a method's type: it is looked at only if that is kept. */
  readonly receiver: string | undefined;
  readonly text: string;
}

interface File {
  readonly name: string;
  readonly constraints: string;
  readonly clause: string;
  readonly imports: readonly ImportSpec[];
  readonly units: readonly Unit[];
}

/** The files of a folder, whatever they are built for; those with nothing to say are left out. */
export function summarizePackage(sources: readonly GoText[]): readonly GoText[] {
  const files = sources.map(read);
  const kept = reachable(files.flatMap(({ units }) => units));
  const written = files.map((file) => write(file, kept));
  const filled = written.filter(({ isEmpty }) => !isEmpty);
  // A package is there even if there is nothing in it.
  return (filled.length > 0 ? filled : written).map(({ name, text }) => ({ name, text }));
}

function read({ name, text }: GoText): File {
  const slices = sliceFile(text);
  const imports: ImportSpec[] = [];
  const units: Unit[] = [];
  let clause = '';
  for (const declaration of slices.declarations) {
    const piece = slices.textOf(declaration);
    const { syntax, others, errors } = parseDeclaration(piece);
    if (errors.length > 0 || others.length > 0) {
      throw new Error(`${name}: cannot be read: ${piece.slice(0, 60)}`);
    }
    if (syntax.kind === 'package') {
      clause = withoutComments(piece);
    } else if (syntax.kind === 'import') {
      imports.push(...syntax.specs);
    } else {
      units.push(...unitsOf(declaration, syntax, piece));
    }
  }
  const constraints = text
    .slice(0, slices.declarations[0]?.start ?? 0)
    .split('\n')
    .filter((line) => line.startsWith('//go:build '))
    .map((line) => `${line.trimEnd()}\n\n`)
    .join('');
  return { name, constraints, clause, imports, units };
}

function unitsOf(declaration: Declaration, syntax: DeclarationSyntax, text: string): Unit[] {
  const unit = (names: readonly Identifier[], kept: string, receiver?: string): Unit => ({
    names: names.map((identifier) => identifier.name),
    receiver,
    text: withoutComments(kept),
  });
  switch (syntax.kind) {
    case 'const':
      // A line's value may be that of the one above.
      return [
        unit(
          syntax.specs.flatMap(({ names }) => names),
          text,
        ),
      ];
    case 'var':
      return syntax.specs.map((spec) => unit(spec.names, `var ${variable(spec, text)}`));
    case 'type':
      return syntax.specs.map((spec) =>
        unit([spec.name], `type ${text.slice(spec.start, spec.end)}`),
      );
    case 'func': {
      const receiver = functionName(declaration.name)?.receiver;
      const isCalledByGo = ['init', 'main'].includes(syntax.name.name) && receiver === undefined;
      return isCalledByGo ? [] : [unit([syntax.name], text.slice(0, syntax.type.end), receiver)];
    }
    default:
      return [];
  }
}

function variable({ names, type, values }: VarSpec, text: string): string {
  const written = names.map(({ name }) => name).join(', ');
  return type
    ? `${written} ${text.slice(type.start, type.end)}`
    : `${written} = ${values.map((value) => reduced(value, text)).join(', ')}`;
}

/** The text of an expression of the same type. */
function reduced(expression: Expression, text: string): string {
  const cuts: Span[] = [];
  forEachNode(expression, (node) => {
    if (node.kind === 'function') {
      cuts.push({ start: node.body.start + 1, end: node.body.end - 1 });
    } else if (node.kind === 'composite') {
      const isCounted = node.type?.kind === 'arrayType' && node.type.length === 'counted';
      if (!isCounted) {
        cuts.push({ start: node.openBrace + 1, end: node.end - 1 });
      }
    }
  });
  cuts.sort((a, b) => a.start - b.start);
  let kept = '';
  let at = expression.start;
  for (const { start, end } of cuts) {
    if (start >= at) {
      kept += text.slice(at, start);
      at = end;
    }
  }
  return kept + text.slice(at, expression.end);
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}_][\p{L}\p{Nd}_]*/gu) ?? [];
}

/** What is exported, and all that it mentions. */
function reachable(units: readonly Unit[]): ReadonlySet<Unit> {
  const words = new Set<string>();
  const kept = new Set<Unit>();
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const unit of units) {
      const isSeen = unit.names.some((name) => isExported(name) || words.has(name));
      const hasType =
        unit.receiver === undefined || isExported(unit.receiver) || words.has(unit.receiver);
      if (isSeen && hasType && !kept.has(unit)) {
        kept.add(unit);
        wordsOf(unit.text).forEach((word) => words.add(word));
        isGrowing = true;
      }
    }
  }
  return kept;
}

function write(file: File, kept: ReadonlySet<Unit>): GoText & { readonly isEmpty: boolean } {
  const units = file.units.filter((unit) => kept.has(unit)).map(({ text }) => text);
  const words = new Set(units.flatMap(wordsOf));
  const imports = file.imports
    .filter((spec) => isUsed(spec, words))
    .map(({ name, path }) => `import ${name ? `${name.name} ` : ''}${path.text}`);
  return {
    name: file.name,
    text: `${file.constraints}${[file.clause, ...imports, ...units].join('\n')}\n`,
    isEmpty: units.length === 0,
  };
}

/** Packages of the standard library are called as their paths end, versions left out. */
function isUsed({ name, path }: ImportSpec, words: ReadonlySet<string>): boolean {
  const imported = unquote(path.text) ?? '';
  const last = imported
    .split('/')
    .filter((part) => !/^v\d+$/.test(part))
    .at(-1);
  return imported === 'C' || name?.name === '.' || words.has(name?.name ?? last ?? '');
}
