/** Our static tier, as the comparison with the compiler asks it: nothing of the compiler is read. */
import type { CompilerLog, VerdictRow } from '../../../server/src/engine/compilerlog/rows.ts';
import { LineIndex } from '../../../server/src/engine/text/lines.ts';
import type { GoObject } from '../../../server/src/engine/types/objects.ts';
import { WorldEscapes } from '../../../server/src/workspace/worldEscapes.ts';
import type { ListedProgram } from '../../support/listedProgram.ts';

/** What we say of one declaration. */
export interface DeclarationVerdicts {
  readonly file: string;
  /** Whether it is one of a function, rather than of variables. */
  readonly isFunction: boolean;
  /** 1-based lines of the declaration. */
  readonly firstLine: number;
  readonly lastLine: number;
  /**
   * Where the compiler says that it is, as `line:column`: a function with type parameters, or a
   * method of a type with them.
   */
  readonly genericAt: string | undefined;
  readonly rows: readonly VerdictRow[];
  readonly inlinedCalls: CompilerLog['inlinedCalls'];
}

/**
 * The verdicts on all packages of a program that were asked for. Generic functions come last: by
 * then their instances are known.
 */
export function ourVerdicts(program: ListedProgram, inlines = true): DeclarationVerdicts[] {
  const wanted = new Set(program.roots);
  const escapes = new WorldEscapes({
    sizes: program.sizes,
    inlines,
    fileAt: (path) => program.fileAt(path),
    isOwn: (importPath) => wanted.has(importPath),
    knownLeaks: () => undefined,
  });
  const plain: DeclarationVerdicts[] = [];
  const later: (() => DeclarationVerdicts)[] = [];
  for (const importPath of program.roots) {
    const { files, checked } = program.package(importPath);
    for (const file of files) {
      const lines = new LineIndex(file.slices.text);
      for (const declaration of file.slices.declarations) {
        const { syntax } = file.parse(declaration);
        const types = checked.typesOf(file.path, declaration);
        const genericAt =
          syntax.kind === 'func' && hasTypeParameters(types?.objectOf(syntax.name))
            ? placeText(lines.byteColumnAt(declaration.start + 'func '.length))
            : undefined;
        const look = (): DeclarationVerdicts => {
          const { rows, inlinedCalls } = escapes.logOf(checked, file, declaration);
          return {
            file: file.path,
            isFunction: syntax.kind === 'func',
            firstLine: lines.lineAt(declaration.start) + 1,
            lastLine: lines.lineAt(declaration.end) + 1,
            genericAt,
            rows,
            inlinedCalls,
          };
        };
        if (genericAt !== undefined) {
          later.push(look);
        } else {
          plain.push(look());
        }
      }
    }
  }
  return [...plain, ...later.map((look) => look())];
}

function placeText({ line, column }: { readonly line: number; readonly column: number }): string {
  return `${line}:${column}`;
}

function hasTypeParameters(object: GoObject | undefined): boolean {
  if (object?.kind !== 'func' || object.type.kind !== 'signature') {
    return false;
  }
  const { typeParameters, receiverTypeParameters } = object.type;
  return typeParameters.length + receiverTypeParameters.length > 0;
}
