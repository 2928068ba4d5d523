import { dirname, relative } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { CompileError } from '../engine/compilerlog/rows.ts';
import type { AllocationEntry, AllocationsResult } from '../protocol.ts';
import { moduleScanOf, type ModuleScan, type ScannedPackage } from '../workspace/moduleScan.ts';
import { filesOf, listPackage } from '../workspace/packageListing.ts';
import { entryOf } from './allocations.ts';
import { withSignal } from './cancellation.ts';
import type { LanguageContext } from './languageContext.ts';
import { uriOfFile } from './uris.ts';

/** What the compiler says of a module, and the editors' texts that it was given. */
export interface ScannedModule extends ModuleScan {
  readonly buffers: ReadonlyMap<string, string>;
}

/** Compiles a file's module with the editors' texts as they are; undefined where no compiler is to be run. */
export async function scanModule(
  context: LanguageContext,
  file: string,
  workDoneToken: string | number | undefined,
  token: CancellationToken,
): Promise<ScannedModule | undefined> {
  const buffers = context.documents.texts();
  const outcome = await withSignal(token, (signal) =>
    context.services.compileModule(
      dirname(file),
      buffers,
      (done, total) => {
        // A module of which no package can be compiled has no share that is done.
        if (total > 0) {
          context.services.reportProgress(workDoneToken, done, total);
        }
      },
      signal,
    ),
  );
  return outcome && { ...moduleScanOf(outcome), buffers };
}

/** The allocations of all packages of a file's module. */
export async function moduleAllocations(
  context: LanguageContext,
  file: string,
  workDoneToken: string | number | undefined,
  token: CancellationToken,
): Promise<AllocationsResult> {
  const scan = await scanModule(context, file, workDoneToken, token);
  if (!scan) {
    return { entries: [], problems: [context.localize('The compiler is not run.')] };
  }
  const entries: AllocationEntry[] = [];
  for (const each of scan.packages) {
    entries.push(...(await packageAllocations(context, each, scan.buffers)));
    if (token.isCancellationRequested) {
      return { entries: [], problems: [] };
    }
  }
  return { entries, problems: problemsOf(scan, dirname(file)) };
}

/** One line for each package without verdicts. */
export function problemsOf({ troubles }: ModuleScan, directory: string): string[] {
  return [
    ...troubles.failures.map(({ message }) => message),
    ...troubles.errors.map((error) => problemText(error, directory)),
  ];
}

async function packageAllocations(
  context: LanguageContext,
  { directory, importPath, log }: ScannedPackage,
  buffers: ReadonlyMap<string, string>,
): Promise<AllocationEntry[]> {
  const isExcluded = await context.services.excludedIn(directory);
  const files = filesOf(log, directory).filter((file) => !isExcluded(file));
  const listed = await listPackage(log, files, {
    trees: context.trees,
    read: async (file) => buffers.get(file) ?? context.services.readText(file),
    viewOf: await context.codeViewsIn(directory),
  });
  return listed.map(({ file, source, declaration, allocation }) => {
    // An editor has its own way to write the URI, and is found by no other.
    const uri = context.documents.ofFile(file)?.uri ?? uriOfFile(file);
    return entryOf(context, uri, source, declaration, allocation, true, importPath);
  });
}

/** `user.go:7:2: undefined: x`, as seen from the directory. */
export function problemText(
  { place: { file, line, column }, message }: CompileError,
  directory: string,
): string {
  return `${relative(directory, file)}:${line}:${column}: ${message}`;
}
