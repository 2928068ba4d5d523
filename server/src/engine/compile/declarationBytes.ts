/** How many bytes the objects take that the code of one declaration makes. */
import { CodeBytes } from '../alloc/siteBytes.ts';
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import { bodyOf } from '../checker/packageChecker.ts';
import type { DeclarationVerdicts } from '../compilerlog/attach.ts';
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import type { Func, Variable } from '../ir/func.ts';
import type { GoSizes } from '../layout/sizes.ts';
import { typeParametersOf } from '../noder/instances.ts';
import { functionCode, initializationCode } from '../noder/noder.ts';
import type { ParsedDeclaration } from '../syntax/ast.ts';
import type { Declaration } from '../syntax/slicer.ts';
import type { Package } from '../types/package.ts';

/** A declaration of a package, with what is known of it. */
export interface KnownDeclaration {
  /** Absolute path. */
  readonly file: string;
  readonly declaration: Declaration;
  readonly text: string;
  readonly syntax: ParsedDeclaration;
  readonly types: DeclarationTypes;
  readonly package: Package;
  /** Whether the language is that of Go 1.22 or later. */
  readonly hasLoopVariables: boolean;
}

export interface Allocator {
  /** Of the GOARCH that the package is built for. */
  readonly sizes: GoSizes;
  /** Of the Go version that it is built with. */
  readonly runtime: GoRuntime;
}

/** The verdicts say how closures hold variables. */
export function bytesIn(
  known: KnownDeclaration,
  verdicts: DeclarationVerdicts | undefined,
  { sizes, runtime }: Allocator,
): CodeBytes {
  return new CodeBytes(() => codeOf(known, sizes), known.package, {
    sizes,
    runtime,
    capturesByValue: (_, variable) => capturesByValue(verdicts, variable),
  });
}

function capturesByValue(
  verdicts: DeclarationVerdicts | undefined,
  { name, offset }: Variable,
): boolean | undefined {
  const captures = (verdicts?.captures ?? []).filter(
    (each) => each.offset === offset && each.fact.variable === name,
  );
  return captures.length === 0
    ? undefined
    : captures.every(({ fact: { byReference } }) => !byReference);
}

/** As it is written: what is inlined into it stands in other declarations. */
function codeOf(
  {
    file,
    declaration,
    syntax: { syntax },
    types,
    hasLoopVariables,
    package: own,
  }: KnownDeclaration,
  sizes: GoSizes,
): Func | undefined {
  const source = { file, declaration };
  switch (syntax.kind) {
    case 'func': {
      const object = types.objectOf(syntax.name);
      const body = object?.kind === 'func' ? bodyOf(object) : undefined;
      return body && object?.kind === 'func'
        ? functionCode(
            { ...body, object, source },
            // Generic code has its own type parameters: what depends on them is unknown.
            { object, typeArguments: typeParametersOf(object) },
            sizes,
          )
        : undefined;
    }
    case 'var':
      return initializationCode({ source, syntax, types, hasLoopVariables, package: own }, sizes);
    default:
      return undefined;
  }
}
