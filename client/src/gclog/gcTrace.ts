import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import {
  CustomExecution,
  Disposable,
  EventEmitter,
  Task,
  TaskScope,
  Uri,
  commands,
  l10n,
  tasks,
  workspace,
  type ExtensionContext,
  type Pseudoterminal,
  type TaskDefinition,
} from 'vscode';
import { timeName } from '../../../server/src/capture/captureNames.ts';
import { runWithGcTrace, type GcTraceProgram } from '../../../server/src/capture/gcTrace.ts';
import type { ProgramEnding } from '../../../server/src/capture/runProgram.ts';
import { captureFile } from '../capture/captureFile.ts';
import { buildFlagsIn, goCommandOf } from '../goBuild.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import type { GcLogEditors } from './gcLogEditor.ts';
import { askForProgram } from './gcTraceQuestions.ts';

const TASK_TYPE = 'goMemory.gcTrace';
const INTERRUPT = '\x03';

/** As tasks.json has them: package.json says what is what. */
interface GcTraceTask extends TaskDefinition {
  readonly mode?: unknown;
  readonly program?: unknown;
  readonly args?: unknown;
  readonly cwd?: unknown;
  readonly GOGC?: unknown;
  readonly GOMEMLIMIT?: unknown;
}

/** Programs that run in a terminal as tasks, while the view of their log draws. */
export function registerGcTrace(context: ExtensionContext, editors: GcLogEditors): Disposable {
  const taskOf = (program: GcTraceProgram, definition: TaskDefinition) =>
    new Task(
      definition,
      TaskScope.Workspace,
      l10n.t('{0} with GC trace', shortName(program)),
      'Go Memory',
      new CustomExecution(() => Promise.resolve(new GcTraceTerminal(context, editors, program))),
    );
  return Disposable.from(
    tasks.registerTaskProvider(TASK_TYPE, {
      provideTasks: () => [],
      resolveTask: ({ definition }) => taskOf(programOf(definition), definition),
    }),
    commands.registerCommand('goMemory.runWithGcTrace', async () => {
      const program = await askForProgram(context.workspaceState);
      if (program) {
        const { directory: cwd, gogc: GOGC, goMemLimit: GOMEMLIMIT, ...rest } = program;
        await tasks.executeTask(
          taskOf(program, { type: TASK_TYPE, ...rest, cwd, GOGC, GOMEMLIMIT }),
        );
      }
    }),
  );
}

function programOf({ mode, program, args, cwd, GOGC, GOMEMLIMIT }: GcTraceTask): GcTraceProgram {
  const text = (value: unknown, missing = '') =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : missing;
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return {
    mode: mode === 'test' || mode === 'binary' ? mode : 'run',
    program: text(program, '.'),
    args: Array.isArray(args) ? args.map((each: unknown) => text(each)) : [],
    directory: text(cwd, folder).replace('${workspaceFolder}', folder),
    gogc: text(GOGC),
    goMemLimit: text(GOMEMLIMIT),
  };
}

/** The terminal of a run: closing it, or an interrupt in it, ends what it has started. */
class GcTraceTerminal implements Pseudoterminal {
  readonly #written = new EventEmitter<string>();
  readonly #closed = new EventEmitter<number>();
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;
  readonly #context: ExtensionContext;
  readonly #editors: GcLogEditors;
  readonly #program: GcTraceProgram;
  readonly #stop = new AbortController();

  constructor(context: ExtensionContext, editors: GcLogEditors, program: GcTraceProgram) {
    this.#context = context;
    this.#editors = editors;
    this.#program = program;
  }

  open(): void {
    void this.#begin();
  }

  async #begin(): Promise<void> {
    const name = `${shortName(this.#program)}-${timeName(new Date())}.gctrace`;
    let log: string;
    try {
      log = await captureFile(this.#context, name);
      // It is followed from the beginning.
      await mkdir(dirname(log), { recursive: true });
      await writeFile(log, '');
    } catch (error) {
      this.#end(reasonOf(error), 1);
      return;
    }
    const ended = this.#run(log);
    this.#editors.show(Uri.file(log), name, {
      ended,
      stop: () => {
        this.close();
      },
    });
  }

  close(): void {
    this.#stop.abort();
  }

  handleInput(data: string): void {
    if (data === INTERRUPT) {
      this.close();
    }
  }

  /** How it has ended. */
  async #run(log: string): Promise<string> {
    const scope = Uri.file(this.#program.directory);
    const decoder = new TextDecoder();
    try {
      const ending = await runWithGcTrace({
        program: this.#program,
        goCommand: goCommandOf(scope),
        flags: await buildFlagsIn(this.#program.directory),
        environment: process.env,
        log,
        signal: this.#stop.signal,
        onOutput: (output) => {
          const text =
            typeof output === 'string' ? output : decoder.decode(output, { stream: true });
          this.#written.fire(text.replaceAll(/\r?\n/g, '\r\n'));
        },
      });
      return this.#end(endingText(ending), codeOf(ending));
    } catch (error) {
      return this.#end(reasonOf(error), 1);
    }
  }

  #end(text: string, code: number): string {
    this.#written.fire(`${text}\r\n`);
    this.#closed.fire(code);
    return text;
  }
}

/** The folder of the package, or the file. */
function shortName({ directory, program }: GcTraceProgram): string {
  return basename(resolve(directory, program));
}

/** To be stopped is no failure. */
function codeOf(ending: ProgramEnding): number {
  return ending.type === 'exited' ? ending.code : ending.type === 'stopped' ? 0 : 1;
}

function endingText(ending: ProgramEnding): string {
  switch (ending.type) {
    case 'exited':
      return l10n.t('ended with status {0}', ending.code);
    case 'killed':
      return l10n.t('ended by {0}', ending.signal);
    case 'stopped':
      return l10n.t('stopped');
    case 'missing':
      return l10n.t('cannot be run: {0}', ending.message);
  }
}
