/** Texts as the user's own gofmt prints them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildFlags } from '../engine/build/flags.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import type { GoCommand } from './goCommand.ts';
import { runProcess } from './process.ts';

export interface ChangedText {
  readonly before: string;
  readonly after: string;
}

/**
 * The changed texts of files, formatted where gofmt leaves the text before as it is. The others are the author's own
 * affair, and stay as they are given; so do all where the toolchain has no gofmt.
 */
export async function keptFormatted(
  go: GoCommand,
  build: { readonly directory: string; readonly flags: BuildFlags },
  texts: readonly ChangedText[],
): Promise<readonly string[]> {
  const given = texts.map(({ after }) => after);
  const environment = await go.environment(build.directory, build.flags);
  const goroot = environment.type === 'done' ? environment.value.GOROOT : undefined;
  if (goroot === undefined || texts.length === 0) {
    return given;
  }
  const folder = await makeTemporaryFolder('gomem-gofmt-');
  const files = texts.map((each, index) => ({ ...each, name: `${index}.go` }));
  const run = async (...args: readonly string[]) => {
    const command = join(goroot, 'bin', 'gofmt');
    const cwd = folder.path;
    const outcome = await runProcess({ command, args, cwd, env: go.environmentFor(build.flags) });
    return outcome.type === 'exited' ? outcome.stdout : undefined;
  };
  const pathOf = (name: string) => join(folder.path, name);
  try {
    await Promise.all(files.map(({ name, before }) => writeFile(pathOf(name), before)));
    const listed = await run('-l', '.');
    const unformatted = new Set(listed?.split(/\r?\n/));
    const formatted = files.filter(({ name }) => listed !== undefined && !unformatted.has(name));
    await Promise.all(formatted.map(({ name, after }) => writeFile(pathOf(name), after)));
    await run('-w', ...formatted.map(({ name }) => name));
    const results: string[] = [];
    for (const each of files) {
      const isFormatted = formatted.includes(each);
      results.push(isFormatted ? await readFile(pathOf(each.name), 'utf8') : each.after);
    }
    return results;
  } finally {
    await folder.delete();
  }
}
