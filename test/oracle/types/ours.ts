/** Our type checker, as the comparison with go/types asks it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclarationTypes } from '../../../server/src/engine/checker/declarationTypes.ts';
import type { SourceFile } from '../../../server/src/engine/checker/fileIndex.ts';
import {
  type CheckedPackage,
  checkPackage,
  type PackageSource,
} from '../../../server/src/engine/checker/packageChecker.ts';
import { Program } from '../../../server/src/engine/checker/program.ts';
import { formatConstant } from '../../../server/src/engine/types/constant/format.ts';
import { architectureOf } from '../../../server/src/engine/layout/architectures.ts';
import { GoSizes } from '../../../server/src/engine/layout/sizes.ts';
import type { Expression, ParsedDeclaration } from '../../../server/src/engine/syntax/ast.ts';
import { parseDeclaration } from '../../../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { forEachNode } from '../../../server/src/engine/syntax/walk.ts';
import { typeString } from '../../../server/src/engine/types/typeString.ts';
import type { Listing } from './typeInfo.ts';
import type {
  OpenChecker,
  PackageUnderTest,
  TypedExpression,
  TypedExpressions,
  UnknownExpression,
} from './typedExpressions.ts';

type Answer = TypedExpression | UnknownExpression;

export const openChecker: OpenChecker = (listing) => {
  const architecture = architectureOf(listing.goarch);
  if (!architecture) {
    throw new Error(`no GOARCH of ours: ${listing.goarch}`);
  }
  const sizes = new GoSizes(architecture);
  const listed = new Map(
    listing.packages.map((each) => [key(each.importPath, each.forTest), each]),
  );
  const find = (path: string, from: string) => {
    const importer = listed.get(from);
    const actual = importer?.importMap?.[path] ?? path;
    const found = listed.get(key(actual, importer?.forTest)) ?? listed.get(actual);
    return found
      ? {
          path: key(found.importPath, found.forTest),
          load: () => sourceOf(found, filesOf(found), false),
        }
      : { missingBecause: `${path} is not listed` };
  };
  const program = new Program(find, sizes);
  return Promise.resolve((wanted: PackageUnderTest) => {
    const source = sourceOf(wanted, wanted.files, true);
    const from = key(wanted.importPath, wanted.forTest);
    const checked = checkPackage(source, {
      sizes,
      importPackage: (path) => program.imported(path, from),
    });
    return expressionsOf(source, checked);
  });
};

function key(importPath: string, forTest: string | undefined): string {
  return forTest === undefined ? importPath : `${importPath} [${forTest}]`;
}

function filesOf({ directory, files }: Listing['packages'][number]): readonly string[] {
  return files.map((file) => join(directory, file));
}

function sourceOf(
  { importPath, name }: { readonly importPath: string; readonly name: string },
  files: readonly string[],
  withBodies: boolean,
): PackageSource {
  return { path: importPath, name, files: files.map((path) => sourceFile(path, withBodies)) };
}

function sourceFile(path: string, withBodies: boolean): SourceFile {
  const slices = sliceFile(readFileSync(path, 'utf8'));
  const parsed = new Map<string, ParsedDeclaration>();
  return {
    path,
    slices,
    parse: (declaration) => {
      let known = parsed.get(declaration.id);
      if (known === undefined) {
        known = parseDeclaration(slices.textOf(declaration), { withBodies });
        parsed.set(declaration.id, known);
      }
      return known;
    },
  };
}

function expressionsOf(source: PackageSource, checked: CheckedPackage): TypedExpressions {
  const files = new Map<string, Map<string, Answer>>();
  for (const file of source.files) {
    const answers = new Map<string, Answer>();
    files.set(file.path, answers);
    const byteAt = byteOffsets(file.slices.text);
    for (const declaration of file.slices.declarations) {
      const types = checked.typesOf(file.path, declaration);
      if (!types) {
        continue;
      }
      forEachNode(file.parse(declaration).syntax, (node) => {
        const answer = 'id' in node ? answerOf(types, node) : undefined;
        if (answer) {
          const start = byteAt(declaration.start + node.start);
          answers.set(`${start}:${byteAt(declaration.start + node.end)}`, answer);
        }
      });
    }
  }
  return { at: (file, startByte, endByte) => files.get(file)?.get(`${startByte}:${endByte}`) };
}

function answerOf(types: DeclarationTypes, expression: Expression): Answer | undefined {
  const mode = types.modeOf(expression);
  const recorded = types.typeOf(expression);
  if (recorded === undefined) {
    const object = expression.kind === 'identifier' ? types.objectOf(expression) : undefined;
    if (object === undefined) {
      return undefined;
    }
    switch (object.kind) {
      case 'packageName':
      case 'nil':
        return undefined;
      case 'builtin':
        return { type: 'builtin', isType: false };
      case 'const':
        return {
          type: typeString(object.type),
          isType: false,
          constant: object.value && formatConstant(object.value),
        };
      default:
        return { type: typeString(object.type), isType: object.kind === 'typeName' };
    }
  }
  if (recorded.kind === 'unknown') {
    return { unknown: recorded.reason };
  }
  const value = types.valueOf(expression);
  return {
    type: mode === 'builtin' ? 'builtin' : mode === 'noValue' ? '()' : typeString(recorded),
    isType: mode === 'type',
    constant: value && formatConstant(value),
  };
}

/** Byte offsets by UTF-16 offsets. */
function byteOffsets(text: string): (offset: number) => number {
  if (Buffer.byteLength(text) === text.length) {
    return (offset) => offset;
  }
  const offsets = new Int32Array(text.length + 1);
  let at = 0;
  for (let offset = 0; offset < text.length; offset++) {
    offsets[offset] = at;
    const unit = text.charCodeAt(offset);
    const isSurrogate = unit >= 0xd800 && unit < 0xe000;
    at += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate ? 2 : 3;
  }
  offsets[text.length] = at;
  return (offset) => offsets[offset] ?? at;
}
