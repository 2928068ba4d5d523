import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../engine/checker/packageChecker.ts';
import type { JudgedDeclaration } from '../engine/comparison/verdicts.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { LineIndex } from '../engine/text/lines.ts';
import { isGeneric } from '../engine/noder/instances.ts';
import type { WorldEscapes } from './worldEscapes.ts';

/** What we say of one declaration, as it is compared with what the compiler says. */
export interface DeclarationLog extends JudgedDeclaration {
  /** Whether it is one of a function, rather than of variables. */
  readonly isFunction: boolean;
  readonly inlinedCalls: CompilerLog['inlinedCalls'];
  readonly inlineFacts: CompilerLog['inlineFacts'];
  readonly remarks: CompilerLog['remarks'];
}

interface PackageFiles {
  readonly checked: CheckedPackage;
  readonly files: readonly SourceFile[];
}

export interface DeclarationInPackage {
  readonly checked: CheckedPackage;
  readonly file: SourceFile;
  readonly declaration: Declaration;
  readonly isFunction: boolean;
  /** Whether it is a generic function, or a method of a generic type. */
  readonly isGeneric: boolean;
}

/** Declarations of packages in an order to judge them in: by the time of generic ones their instances are known. */
export function inOrderOfJudging(
  packages: Iterable<PackageFiles>,
): readonly DeclarationInPackage[] {
  const all: DeclarationInPackage[] = [];
  for (const { checked, files } of packages) {
    for (const file of files) {
      for (const declaration of file.slices.declarations) {
        const { syntax } = file.parse(declaration);
        const isFunction = syntax.kind === 'func';
        const types = isFunction ? checked.typesOf(file.path, declaration) : undefined;
        const object = isFunction ? types?.objectOf(syntax.name) : undefined;
        all.push({
          checked,
          file,
          declaration,
          isFunction,
          isGeneric: object?.kind === 'func' && isGeneric(object),
        });
      }
    }
  }
  return [...all.filter((each) => !each.isGeneric), ...all.filter((each) => each.isGeneric)];
}

/** Our verdicts on whole packages of one world. */
export function declarationLogs(
  escapes: WorldEscapes,
  packages: Iterable<PackageFiles>,
): DeclarationLog[] {
  const linesOf = new Map<SourceFile, LineIndex>();
  return inOrderOfJudging(packages).map(({ checked, file, declaration, isFunction, isGeneric }) => {
    const lines = linesOf.get(file) ?? new LineIndex(file.slices.text);
    linesOf.set(file, lines);
    const { line, column } = lines.byteColumnAt(declaration.start + 'func '.length);
    const { rows, inlinedCalls, inlineFacts } = escapes.logOf(checked, file, declaration);
    return {
      file: file.path,
      isFunction,
      firstLine: lines.lineAt(declaration.start) + 1,
      lastLine: lines.lineAt(declaration.end) + 1,
      genericAt: isGeneric ? `${line}:${column}` : undefined,
      rows,
      inlinedCalls,
      inlineFacts,
      remarks: escapes.remarksOf(checked, file, declaration),
    };
  });
}
