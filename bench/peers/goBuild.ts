import { join } from 'node:path';
import { runCommand } from '../commands.ts';
import type { Keystroke, Typist } from '../edits.ts';
import { writeSources } from '../subjects.ts';

export interface BuildAnswer {
  readonly elapsedMs: number;
  readonly isRight: boolean;
}

/** What people do without us: save, then ask the go command for the compiler's text. */
export class GoBuild {
  readonly #folder: string;
  readonly #args: readonly string[];

  private constructor(folder: string, args: readonly string[]) {
    this.#folder = folder;
    this.#args = args;
  }

  /** Builds a copy of a module in place. */
  static inModule(folder: string): GoBuild {
    return new GoBuild(folder, ['-gcflags=-m=2', '.']);
  }

  /** Builds a package whose own folder is not to be written to. */
  static async overlaid(
    importPath: string,
    packageFolder: string,
    typist: Typist,
    folder: string,
  ): Promise<GoBuild> {
    const replace: Record<string, string> = {};
    for (const name of typist.fileNames) {
      replace[join(packageFolder, name)] = join(folder, name);
    }
    const overlay = {
      name: 'overlay.json',
      text: JSON.stringify({ Replace: replace }),
    };
    await writeSources(folder, [overlay]);
    return new GoBuild(folder, [
      `-overlay=${join(folder, overlay.name)}`,
      '-gcflags=-m=2',
      importPath,
    ]);
  }

  /** Writes every file, and builds once without being timed. */
  async prepare(typist: Typist): Promise<void> {
    await writeSources(
      this.#folder,
      typist.fileNames.map((name) => ({ name, text: typist.textOf(name) })),
    );
    await this.#build();
  }

  async type(keystroke: Keystroke, typist: Typist): Promise<BuildAnswer> {
    const { file } = keystroke;
    await writeSources(this.#folder, [{ name: file, text: typist.textOf(file) }]);
    const { code, stderr, elapsedMs } = await this.#build();
    return { elapsedMs, isRight: code === 0 && says(stderr, keystroke) };
  }

  #build() {
    return runCommand({
      command: 'go',
      args: ['build', ...this.#args],
      cwd: this.#folder,
    });
  }
}

function says(text: string, { file, line, length, verdict }: Keystroke): boolean {
  const said = verdict === 'heap' ? 'escapes to heap' : 'does not escape';
  const pattern = `${file}:${line + 1}:\\d+: make\\(\\[\\]byte, ${length}\\) ${said}$`;
  return new RegExp(pattern, 'm').test(text);
}
