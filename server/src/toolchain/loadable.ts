import type { GoCommand } from './goCommand.ts';
import { parseListedPackages, type ListedPackage } from './listedPackages.ts';
import type { PlanRequest } from './plan.ts';

/**
 * Of several packages, those that load, by their import paths: the go command refuses to build any where one
 * of them imports what no module provides. `undefined` where that says nothing new: one package was asked for,
 * all of them load, none does, or it cannot be found out.
 */
export async function loadableTargets(
  go: GoCommand,
  { cwd, targets, variant, flags }: PlanRequest,
  commonArguments: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  if (targets.length === 1 && !targets[0]?.includes('...')) {
    return undefined;
  }
  const args = [
    'list',
    '-e',
    '-json=ImportPath,ForTest,GoFiles,CgoFiles,Error,DepsErrors',
    ...(variant === 'test' ? ['-test'] : []),
    ...commonArguments,
    ...targets,
  ];
  const outcome = await go.run(args, cwd, flags, signal);
  if (outcome.type !== 'done' || outcome.value.code !== 0) {
    return undefined;
  }
  const all = new Set<string>();
  const refused = new Set<string>();
  for (const listed of parseListedPackages(outcome.value.stdout)) {
    // `p [p.test]`, `p_test [p.test]` and the program `p.test` are what the tests of p are made of.
    const path = listed.ForTest ?? listed.ImportPath.replace(/\.test$/, '');
    if (hasFiles(listed)) {
      all.add(path);
    }
    if (hasFiles(listed) && (listed.Error !== undefined || listed.DepsErrors !== undefined)) {
      refused.add(path);
    }
  }
  const loadable = [...all].filter((path) => !refused.has(path));
  return refused.size === 0 || loadable.length === 0 ? undefined : loadable;
}

/** Patterns pass by a folder whose files are all tests, or for other systems; named, it is refused. */
function hasFiles({ GoFiles = [], CgoFiles = [] }: ListedPackage): boolean {
  return GoFiles.length + CgoFiles.length > 0;
}
