/** What sets the variables of a package is one function for the compiler: pkgInit of noder/reader.go (Go 1.26). */
import { type ContainedDeclaration, variablesIn } from '../checker/packageChecker.ts';
import { nodesIn } from '../inline/bigFunctions.ts';
import { BIG_FUNCTION_NODES } from '../inline/limits.ts';
import type { Statement } from '../ir/nodes.ts';
import { hasSideEffects } from '../ir/staticInit.ts';
import type { GoSizes } from '../layout/sizes.ts';
import { initializationCode } from '../noder/noder.ts';
import type { Package } from '../types/package.ts';
import { underlying } from '../types/types.ts';

const known = new WeakMap<Package, boolean>();

/** Whether that function is so big that little is inlined into it. */
export function isInitializationBig(inPackage: Package, sizes: GoSizes): boolean {
  let isBig = known.get(inPackage);
  if (isBig === undefined) {
    isBig = countsAsBig(inPackage, sizes);
    known.set(inPackage, isBig);
  }
  return isBig;
}

function countsAsBig(inPackage: Package, sizes: GoSizes): boolean {
  const declarations = [...variablesIn(inPackage)];
  // Of a text there are fewer nodes than characters.
  const countCharacters = declarations.reduce((count, { text }) => count + text.length, 0);
  if (countCharacters < BIG_FUNCTION_NODES) {
    return false;
  }
  let countNodes = 1;
  for (const each of declarations) {
    countNodes += nodesOf(inPackage, each, sizes);
    if (countNodes >= BIG_FUNCTION_NODES) {
      return true;
    }
  }
  return false;
}

function nodesOf(
  inPackage: Package,
  { file, declaration, look }: ContainedDeclaration,
  sizes: GoSizes,
): number {
  const { syntax, types } = look() ?? {};
  if (syntax?.kind !== 'var' || !types) {
    return 0;
  }
  const source = { file, declaration };
  // How long variables live makes no difference.
  const init = initializationCode(
    { source, syntax, types, hasLoopVariables: true, package: inPackage },
    sizes,
  );
  return init.body.reduce(
    (count, each) => count + (isOutlined(each) ? NODES_OF_CALL : nodesIn([each])),
    0,
  );
}

/** Of the call of a function without arguments. */
const NODES_OF_CALL = 2;
const LEAST_NODES_OUTLINED = 20;

/** Large maps are made by functions of their own: tryWrapGlobalInit of staticinit/sched.go. */
function isOutlined(statement: Statement): boolean {
  const y = statement.op === 'as' && statement.x ? statement.y : undefined;
  return (
    y !== undefined &&
    underlying(y.type).kind === 'map' &&
    nodesIn([y]) >= LEAST_NODES_OUTLINED &&
    !hasSideEffects(y)
  );
}
