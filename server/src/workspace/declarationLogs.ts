import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../engine/checker/packageChecker.ts';
import type { JudgedDeclaration } from '../engine/comparison/verdicts.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
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

/**
 * Our verdicts on whole packages of one world. Generic functions come last: by then their instances
 * are known.
 */
export function declarationLogs(
  escapes: WorldEscapes,
  packages: Iterable<{ readonly checked: CheckedPackage; readonly files: readonly SourceFile[] }>,
): DeclarationLog[] {
  const plain: DeclarationLog[] = [];
  const later: (() => DeclarationLog)[] = [];
  for (const { checked, files } of packages) {
    for (const file of files) {
      const lines = new LineIndex(file.slices.text);
      for (const declaration of file.slices.declarations) {
        const { syntax } = file.parse(declaration);
        const types = checked.typesOf(file.path, declaration);
        const object = syntax.kind === 'func' ? types?.objectOf(syntax.name) : undefined;
        const isLater = object?.kind === 'func' && isGeneric(object);
        const { line, column } = lines.byteColumnAt(declaration.start + 'func '.length);
        const look = (): DeclarationLog => {
          const { rows, inlinedCalls, inlineFacts } = escapes.logOf(checked, file, declaration);
          return {
            file: file.path,
            isFunction: syntax.kind === 'func',
            firstLine: lines.lineAt(declaration.start) + 1,
            lastLine: lines.lineAt(declaration.end) + 1,
            genericAt: isLater ? `${line}:${column}` : undefined,
            rows,
            inlinedCalls,
            inlineFacts,
            remarks: escapes.remarksOf(checked, file, declaration),
          };
        };
        if (isLater) {
          later.push(look);
        } else {
          plain.push(look());
        }
      }
    }
  }
  return [...plain, ...later.map((look) => look())];
}
