/** Whether vendor/modules.txt is of the go.mod beside it: cmd/go/internal/modload/vendor.go (Go 1.26). */
import { compareGoVersions } from './goVersion.ts';
import type { ModFile } from './modFile.ts';
import { moduleKey } from './modulePath.ts';
import type { VendorList } from './vendorList.ts';
import type { WorkFile } from './workFile.ts';

/** What the go command refuses to build with. */
export function vendorProblems(
  modules: readonly { readonly file: ModFile }[],
  work: WorkFile | undefined,
  list: VendorList,
  goVersion: string,
): string[] {
  // Before Go 1.14 modules.txt did not say enough.
  const isOld = work === undefined && compareGoVersions(goVersion, '1.14') < 0;
  const required = new Set<string>();
  const problems: string[] = [];
  for (const requirement of modules.flatMap(({ file }) => file.require)) {
    const key = moduleKey(requirement);
    required.add(key);
    if (list.details.get(key)?.isExplicit === true) {
      continue;
    }
    const vendored = list.modules.find(({ path }) => path === requirement.path);
    if (!isOld) {
      problems.push(
        `${key} is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt`,
      );
    } else if (vendored && vendored.version !== requirement.version) {
      problems.push(
        `${key} is explicitly required in go.mod, but vendor/modules.txt indicates ${moduleKey(vendored)}`,
      );
    }
  }
  for (const module of list.modules) {
    const key = moduleKey(module);
    if (list.details.get(key)?.isExplicit === true && !required.has(key)) {
      problems.push(
        `${key} is marked as explicit in vendor/modules.txt, but not explicitly required in go.mod`,
      );
    }
  }
  return [...problems, ...replacementProblems(modules, work, list, isOld)];
}

/** A replacement as both files write it: where in the workspace it is relative to, is not looked at. */
function replacementProblems(
  modules: readonly { readonly file: ModFile }[],
  work: WorkFile | undefined,
  list: VendorList,
  isOld: boolean,
): string[] {
  const problems: string[] = [];
  const replaced = new Map(
    [...modules.flatMap(({ file }) => file.replace), ...(work?.replace ?? [])].map(
      (replacement) => [moduleKey(replacement.old), replacement.new],
    ),
  );
  for (const [key, by] of replaced) {
    const vendored = list.details.get(key)?.replacedBy;
    if (vendored) {
      if (work === undefined && moduleKey(vendored) !== moduleKey(by)) {
        problems.push(
          `${key} is replaced by ${moduleKey(by)} in go.mod, but marked as replaced by ${moduleKey(vendored)} in vendor/modules.txt`,
        );
      }
    } else if (!isOld && work === undefined) {
      problems.push(
        `${key} is replaced in go.mod, but not marked as replaced in vendor/modules.txt`,
      );
    }
  }
  for (const [key, { replacedBy }] of list.details) {
    if (replacedBy && !replaced.has(key)) {
      problems.push(
        `${key} is marked as replaced in vendor/modules.txt, but not replaced in go.mod`,
      );
    }
  }
  return problems;
}
