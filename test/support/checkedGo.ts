/** Go text through our type checker. */
import assert from 'node:assert/strict';
import type { DeclarationTypes } from '../../server/src/engine/checker/declarationTypes.ts';
import type { SourceFile } from '../../server/src/engine/checker/fileIndex.ts';
import {
  type CheckedPackage,
  checkPackage,
} from '../../server/src/engine/checker/packageChecker.ts';
import { Program } from '../../server/src/engine/checker/program.ts';
import { architectureOf } from '../../server/src/engine/layout/architectures.ts';
import { GoSizes } from '../../server/src/engine/layout/sizes.ts';
import type { Expression, ParsedDeclaration } from '../../server/src/engine/syntax/ast.ts';
import { parseDeclaration } from '../../server/src/engine/syntax/parser.ts';
import { type Declaration, sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { forEachNode } from '../../server/src/engine/syntax/walk.ts';
import { formatConstant } from '../../server/src/engine/types/constant/format.ts';
import { typeString } from '../../server/src/engine/types/typeString.ts';

const amd64 = architectureOf('amd64');
assert.ok(amd64);
const sizes = new GoSizes(amd64);

/** A file of a package, which remembers what was parsed. */
export function sourceFileOf(path: string, text: string): SourceFile {
  const slices = sliceFile(text);
  const parsed = new Map<string, ParsedDeclaration>();
  return {
    path,
    slices,
    parse: (declaration) => {
      let known = parsed.get(declaration.id);
      if (known === undefined) {
        known = parseDeclaration(slices.textOf(declaration), { withBodies: true });
        parsed.set(declaration.id, known);
      }
      return known;
    },
  };
}

/** A package called p; packages that it imports are missing. */
export function checkFiles(files: readonly SourceFile[]): CheckedPackage {
  const program = new Program(() => ({ missingBecause: 'there is no such package' }), sizes);
  return checkPackage(
    { path: 'p', name: 'p', files },
    { sizes, importPackage: (path) => program.imported(path, 'p') },
  );
}

/** An expression's type and, after `=`, its value if it is constant; undefined if it has none. */
export function typeTextOf(types: DeclarationTypes, expression: Expression): string | undefined {
  const type = types.typeOf(expression);
  const value = types.valueOf(expression);
  return type && `${typeString(type)}${value ? ` = ${formatConstant(value)}` : ''}`;
}

/** Calls `visit` for every expression of a declaration. */
export function forEachExpression(
  file: SourceFile,
  declaration: Declaration,
  visit: (expression: Expression) => void,
): void {
  forEachNode(file.parse(declaration).syntax, (node) => {
    if ('id' in node) {
      visit(node);
    }
  });
}

/** Checks all of a text, which follows `package p`. */
export function checkAll(text: string): { file: SourceFile; checked: CheckedPackage } {
  const file = sourceFileOf('p.go', `package p\n${text}`);
  const checked = checkFiles([file]);
  for (const declaration of file.slices.declarations) {
    checked.typesOf(file.path, declaration);
  }
  return { file, checked };
}

/** Types in a text by the texts of the expressions, each where it stands first. */
export function checkedGo(text: string): (expression: string) => string | undefined {
  const { file, checked } = checkAll(text);
  const found = new Map<string, string | undefined>();
  for (const declaration of file.slices.declarations) {
    const types = checked.typesOf(file.path, declaration);
    forEachExpression(file, declaration, (expression) => {
      const key = file.slices.text.slice(
        declaration.start + expression.start,
        declaration.start + expression.end,
      );
      const type = types && typeTextOf(types, expression);
      if (type !== undefined && !found.has(key)) {
        found.set(key, type);
      }
    });
  }
  return (expression) => {
    assert.ok(found.has(expression), `nothing is known of ${expression}`);
    return found.get(expression);
  };
}
