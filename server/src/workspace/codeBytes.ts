import type { CodeBytes } from '../engine/alloc/siteBytes.ts';
import type { CheckedPackage } from '../engine/checker/packageChecker.ts';
import type { DeclarationTypes } from '../engine/checker/declarationTypes.ts';
import { bytesIn } from '../engine/compile/declarationBytes.ts';
import type { DeclarationVerdicts } from '../engine/compilerlog/attach.ts';
import { runtimeOf } from '../engine/goruntime/runtimes.ts';
import type { GoSizes } from '../engine/layout/sizes.ts';
import type { ParsedDeclaration } from '../engine/syntax/ast.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';

/** What our own front end knows of a file of a package. */
export interface CodeView {
  /** Absolute path. */
  readonly file: string;
  readonly checked: CheckedPackage;
  /** Of its package, as in `internal/wire`; empty in the module's own folder, and where no module is known. */
  readonly pathInModule: string;
  /** Whether only tests of the module import its package. */
  readonly isOnlyForTests: boolean;
  /** For the GOARCH that the package is built for. */
  readonly sizes: GoSizes;
  /** As in `go1.26.1`; undefined without a Go installation. */
  readonly goVersion: string | undefined;
  syntaxOf(declaration: Declaration): ParsedDeclaration;
  /** Undefined for what is not in the file as it is now. */
  typesOf(declaration: Declaration): DeclarationTypes | undefined;
}

/** How many bytes a declaration's objects take; undefined where its code is not known. */
export function codeBytesIn(
  view: CodeView,
  declaration: Declaration,
  text: string,
  verdicts: DeclarationVerdicts | undefined,
): CodeBytes | undefined {
  const types = view.typesOf(declaration);
  const { file, checked, sizes, goVersion } = view;
  return (
    types &&
    bytesIn(
      {
        file,
        declaration,
        text,
        syntax: view.syntaxOf(declaration),
        types,
        package: checked.package,
        hasLoopVariables: checked.hasLoopVariables(file),
      },
      verdicts,
      { sizes, runtime: runtimeOf(goVersion).runtime },
    )
  );
}
