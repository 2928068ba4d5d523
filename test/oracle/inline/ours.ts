/** Our inliner's verdicts on functions that are not generic, and the calls that it inlines. */
import { FunctionCode } from '../../../server/src/engine/compile/functionCode.ts';
import { bodyOf } from '../../../server/src/engine/checker/packageChecker.ts';
import { isGeneric } from '../../../server/src/engine/noder/instances.ts';
import type { InlineVerdict } from '../../../server/src/engine/inline/inliner.ts';
import { LineIndex } from '../../../server/src/engine/text/lines.ts';
import type { ListedProgram } from '../../support/listedProgram.ts';

export interface FunctionVerdict {
  /** `file:line:column`. */
  readonly at: string;
  readonly verdict: InlineVerdict;
}

/** Of the functions that a package declares; not of function literals. */
export function functionVerdicts(program: ListedProgram, importPath: string, code: FunctionCode) {
  const verdicts: FunctionVerdict[] = [];
  const { files, checked } = program.package(importPath);
  for (const file of files) {
    const lines = new LineIndex(file.slices.text);
    for (const declaration of file.slices.declarations) {
      const { syntax } = file.parse(declaration);
      if (syntax.kind !== 'func') {
        continue;
      }
      const object = checked.typesOf(file.path, declaration)?.objectOf(syntax.name);
      if (object?.kind !== 'func' || object.name === '_') {
        continue;
      }
      const func = isGeneric(object) ? undefined : code.written({ object, typeArguments: [] });
      if (func) {
        const { line, column } = lines.byteColumnAt(declaration.start + func.offset);
        verdicts.push({ at: `${file.path}:${line}:${column}`, verdict: code.verdictOf(func) });
      }
    }
  }
  return verdicts;
}

export function codeOf(program: ListedProgram): FunctionCode {
  return new FunctionCode({ sizes: program.sizes, inlines: true, bodyOf, isOwn: () => true });
}
