import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../engine/checker/packageChecker.ts';
import type { JudgedDeclaration } from '../engine/comparison/verdicts.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { isGeneric } from '../engine/noder/instances.ts';
import type { FuncObject } from '../engine/types/objects.ts';
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
  /** Of a function that has a name. */
  readonly object: FuncObject | undefined;
  /** Whether it is a generic function, or a method of a generic type. */
  readonly isGeneric: boolean;
}

/**
 * Declarations of packages in an order to judge them in, each when the one before has been: functions that
 * are analysed together behind each other, as not all of their code is kept; and generic ones when their
 * instances are known.
 */
export function* inOrderOfJudging(
  escapes: WorldEscapes,
  packages: Iterable<PackageFiles>,
): Generator<DeclarationInPackage, void> {
  const all = declarationsIn(packages);
  const waiting = new Set(all.filter((each) => !each.isGeneric));
  const byFunction = new Map(all.map((each) => [each.object, each]));
  for (const each of waiting) {
    waiting.delete(each);
    yield each;
    for (const object of each.object ? escapes.analysedWith(each.object) : []) {
      const other = byFunction.get(object);
      if (other && waiting.delete(other)) {
        yield other;
      }
    }
  }
  const generic = all.filter((each) => each.isGeneric);
  escapes.lookAtInstances(generic.flatMap(({ object }) => object ?? []));
  yield* generic;
}

function declarationsIn(packages: Iterable<PackageFiles>): readonly DeclarationInPackage[] {
  const all: DeclarationInPackage[] = [];
  for (const { checked, files } of packages) {
    for (const file of files) {
      for (const declaration of file.slices.declarations) {
        const object = checked.functionAt(file.path, declaration);
        all.push({
          checked,
          file,
          declaration,
          object,
          isGeneric: object !== undefined && isGeneric(object),
        });
      }
    }
  }
  return all;
}

/** Our verdicts on whole packages of one world. */
export function declarationLogs(
  escapes: WorldEscapes,
  packages: Iterable<PackageFiles>,
): DeclarationLog[] {
  const logs: DeclarationLog[] = [];
  for (const each of inOrderOfJudging(escapes, packages)) {
    const { checked, file, declaration, isGeneric } = each;
    const { lines } = file.slices;
    const { line, column } = lines.byteColumnAt(declaration.start + 'func '.length);
    const { rows, inlinedCalls, inlineFacts } = escapes.logOf(checked, file, declaration);
    logs.push({
      file: file.path,
      isFunction: declaration.keyword === 'func',
      firstLine: lines.lineAt(declaration.start) + 1,
      lastLine: lines.lineAt(declaration.end) + 1,
      genericAt: isGeneric ? `${line}:${column}` : undefined,
      rows,
      inlinedCalls,
      inlineFacts,
      remarks: escapes.remarksOf(checked, file, declaration),
    });
  }
  return logs;
}
