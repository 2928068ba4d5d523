import { dirname, relative, resolve } from 'node:path';
import { ProjectFiles, type LoadedProject } from '../host/projectFiles.ts';
import type { CommandContext } from './command.ts';

/** What the command line says of the project file. */
export interface ProjectOptions {
  /** The file that is named; undefined where the nearest one of each folder counts. */
  readonly file: string | undefined;
  readonly isIgnored: boolean;
}

/** The project files that a command obeys. What is wrong in one is told when it is first used. */
export class CommandProjects {
  readonly #files = new ProjectFiles();
  readonly #options: ProjectOptions;
  readonly #context: CommandContext;
  /** By directory: nothing changes while the command runs. */
  readonly #known = new Map<string, Promise<LoadedProject | undefined>>();
  readonly #told = new Set<string>();

  constructor(options: ProjectOptions, context: CommandContext) {
    this.#options = options;
    this.#context = context;
  }

  /** False where a file is named that cannot be read, or is no JSON. */
  async isUsable(): Promise<boolean> {
    const named = await this.#named();
    return named?.isJson ?? true;
  }

  /** The project of a directory. */
  of(directory: string): Promise<LoadedProject | undefined> {
    let project = this.#known.get(directory);
    if (!project) {
      project = this.#find(directory);
      this.#known.set(directory, project);
    }
    return project;
  }

  /** Those of the files that no project leaves out. */
  async listed(files: Iterable<string>): Promise<ReadonlySet<string>> {
    const listed = new Set<string>();
    for (const file of files) {
      const project = await this.of(dirname(file));
      if (project?.isExcluded(file) !== true) {
        listed.add(file);
      }
    }
    return listed;
  }

  async #find(directory: string): Promise<LoadedProject | undefined> {
    if (this.#options.isIgnored) {
      return undefined;
    }
    const project = (await this.#named()) ?? (await this.#files.nearest(directory));
    if (project) {
      this.#tell(project);
    }
    return project;
  }

  async #named(): Promise<LoadedProject | undefined> {
    const { file, isIgnored } = this.#options;
    if (file === undefined || isIgnored) {
      return undefined;
    }
    const project = await this.#files.load(resolve(this.#context.cwd, file));
    this.#tell(project);
    return project;
  }

  #tell({ path, problems }: LoadedProject): void {
    if (!this.#told.has(path)) {
      this.#told.add(path);
      for (const { line, column, message } of problems) {
        const file = relative(this.#context.cwd, path) || '.';
        this.#context.writeError(`${file}:${line}:${column}: ${message}\n`);
      }
    }
  }
}
