import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { nativePath } from '../host/goFiles.ts';
import { EXIT, type CommandContext } from './command.ts';
import { unifiedDiff } from './unifiedDiff.ts';

export interface FixRequest {
  readonly paths: readonly string[];
  /** Names of types; all of them if there is none. */
  readonly types: readonly string[];
  readonly goarch: string;
  /** What an object has to take less at least. */
  readonly thresholdBytes: number;
}

export interface FixListing {
  /** Those whose text changes. */
  readonly files: readonly {
    readonly path: string;
    readonly before: string;
    readonly after: string;
  }[];
  /** One line for each struct whose fields are in another order. */
  readonly done: readonly string[];
  /** One line for each that would take less, saying why it is left as it is. */
  readonly refused: readonly string[];
  /** One line each: paths that name nothing. */
  readonly problems: readonly string[];
}

/** Where the new texts come from. */
export interface FixSource {
  fix(request: FixRequest): Promise<FixListing>;
}

/** `gomem layout --fix`: writes the files; or, with `isDiff`, says what would be written. */
export async function runFix(
  request: FixRequest,
  { isDiff }: { readonly isDiff: boolean },
  context: CommandContext,
  source: FixSource,
): Promise<number> {
  const { files, done, refused, problems } = await source.fix(request);
  for (const { path, before, after } of files) {
    if (isDiff) {
      const name = relative(context.cwd, path).replaceAll('\\', '/');
      context.writeOut(unifiedDiff(name, before, after));
    } else {
      writeFileSync(nativePath(path), after);
    }
  }
  if (!isDiff) {
    done.forEach((line) => {
      context.writeOut(`${line}\n`);
    });
  }
  for (const line of [...refused, ...problems]) {
    context.writeError(`gomem layout: ${line}\n`);
  }
  return problems.length > 0 ? EXIT.unusable : EXIT.done;
}
