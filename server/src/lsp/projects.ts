import { basename } from 'node:path';
import { DiagnosticSeverity, type Connection, type Diagnostic } from 'vscode-languageserver/node';
import { PROJECT_FILE_NAME, type ProjectProblem } from '../engine/project/projectFile.ts';
import type { LoadedProject, ProjectFiles } from '../host/projectFiles.ts';
import { uriOfFile } from './uris.ts';

export function isProjectFile(path: string): boolean {
  return basename(path) === PROJECT_FILE_NAME;
}

/** The project files behind the documents, with what is wrong in them for the Problems panel. */
export class Projects {
  readonly #connection: Connection;
  readonly #files: ProjectFiles;
  /** By path, as it was when its problems were published last: only files that have some. */
  readonly #published = new Map<string, LoadedProject>();

  constructor(connection: Connection, files: ProjectFiles) {
    this.#connection = connection;
    this.#files = files;
  }

  /** The project of a directory. */
  async ofDirectory(directory: string): Promise<LoadedProject | undefined> {
    const loaded = await this.#files.nearest(directory);
    if (loaded) {
      this.#publish(loaded);
    }
    return loaded;
  }

  /** Reads project files again: they came, changed or went. */
  async changedOnDisk(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      this.#files.forget(path);
      const loaded = await this.#files.load(path);
      if (loaded.isThere) {
        this.#publish(loaded);
      } else {
        this.#clear(path);
      }
    }
  }

  #publish(loaded: LoadedProject): void {
    if (loaded.problems.length === 0) {
      this.#clear(loaded.path);
    } else if (this.#published.get(loaded.path) !== loaded) {
      this.#published.set(loaded.path, loaded);
      this.#send(
        loaded.path,
        loaded.problems.map((problem) => diagnosticOf(problem, loaded.isJson)),
      );
    }
  }

  #clear(path: string): void {
    if (this.#published.delete(path)) {
      this.#send(path, []);
    }
  }

  #send(path: string, diagnostics: Diagnostic[]): void {
    void this.#connection.sendDiagnostics({ uri: uriOfFile(path), diagnostics });
  }
}

function diagnosticOf(
  { line, column, length, message }: ProjectProblem,
  isJson: boolean,
): Diagnostic {
  const start = { line: line - 1, character: column - 1 };
  return {
    range: { start, end: { ...start, character: start.character + length } },
    severity: isJson ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
    source: 'go memory',
    message,
  };
}
