/**
 * Edits the samples at random while the language server compiles them, and holds it to its word: no
 * verdict stands on a text that it does not belong to, and what is shown when all is quiet is what
 * the command line says of the same texts.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, realpathSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InlayHint } from 'vscode-languageserver/node';
import { gomem } from '../support/gomem.ts';
import { FREQUENCIES } from '../../server/src/engine/frequency/frequency.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { MARK_VARIABLE, processesLeft } from '../support/leftovers.ts';
import { lineBetween, SpyCompiler } from '../support/spyCompiler.ts';
import { serverRuntime } from '../support/serverRuntime.ts';
import { applyEdit, editBetween, randomEdit, type GoEdit } from './goEdits.ts';
import { seededRandom } from '../support/random.ts';

const SAMPLES = resolve(dirname(fileURLToPath(import.meta.url)), '../../samples');

/** A second package, which the samples import. */
const ADDED: Readonly<Record<string, string>> = {
  'lib/lib.go': `package lib

type Node struct {
	Next *Node
	Name string
}

// New is inlined into its callers.
func New(name string) *Node { return &Node{Name: name} }

func Chain(names ...string) *Node {
	var first *Node
	for _, name := range names {
		first = &Node{first, name}
	}
	return first
}

func Map[K comparable, V any](key K, value V) map[K]V {
	return map[K]V{key: value}
}
`,
  'lib/more.go': `package lib

func (n *Node) Names() []string {
	var names []string
	for ; n != nil; n = n.Next {
		names = append(names, n.Name)
	}
	return names
}
`,
  'library.go': `package main

import "samples/lib"

var library = lib.Chain("a", "b")

func lend() *lib.Node {
	return lib.New("c")
}

func shelves() map[string][]string {
	return lib.Map("all", append(library.Names(), lend().Name))
}
`,
};

/** The packages that are compared with the command line. */
const PACKAGES = [
  { folder: '', variant: 'build' },
  { folder: '', variant: 'test' },
  { folder: 'lib/', variant: 'build' },
] as const;

type ComparedPackage = (typeof PACKAGES)[number];

export interface EditFuzzOptions {
  readonly seed: number;
  readonly edits: number;
  /** How many edits are made between two comparisons with the command line. */
  readonly checkEvery: number;
  readonly log?: (line: string) => void;
}

export interface EditFigures {
  readonly seed: number;
  readonly edits: number;
  /** Answers whose every hint was held against what was compiled. */
  readonly answers: number;
  readonly hints: number;
  /** Comparisons with the command line, of whole packages that were quiet. */
  readonly checks: number;
  /** Of these, how many had a text that does not compile. */
  readonly brokenChecks: number;
  readonly compiles: number;
  readonly cancelled: number;
  /** Runs that ended with errors of the source. */
  readonly brokenStates: number;
  /** Runs that ended with a refusal of the go command. */
  readonly failedStates: number;
  readonly elapsedMs: number;
  readonly violations: readonly string[];
}

export async function fuzzEdits(options: EditFuzzOptions): Promise<EditFigures> {
  const base = realpathSync(await mkdtemp(join(tmpdir(), 'go-edits-')));
  const formerTemporary = process.env.TMPDIR;
  const violations: string[] = [];
  const onError = (error: unknown) => {
    violations.push(`uncaught: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  };
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  try {
    await mkdir(join(base, 'temporary'));
    process.env.TMPDIR = join(base, 'temporary');
    const session = await Session.start(base, options, violations);
    await session.run();
    return await session.stop();
  } finally {
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
    if (formerTemporary === undefined) {
      delete process.env.TMPDIR;
    } else {
      process.env.TMPDIR = formerTemporary;
    }
    await rm(base, { recursive: true, force: true });
  }
}

/** A file as the editor has it. */
interface EditedFile {
  /** Relative to the module. */
  readonly name: string;
  readonly path: string;
  readonly uri: string;
  text: string;
  /** What was last saved. */
  disk: string;
  isOpen: boolean;
  version: number;
  /** Earlier texts, for undo. */
  readonly history: string[];
  /** Every text that ever had a version; a file that is opened again begins anew. */
  readonly textsOf: Map<number, string[]>;
}

const MAXIMUM_HISTORY = 30;
/** Longer than the server waits for the end of a burst of keys, and before it asks an editor to ask again. */
const QUIET_MS = 200;
const LONGEST_SETTLE_MS = 120_000;
const MAXIMUM_VIOLATIONS = 50;

/**
 * Failures that random edits may bring about: all of them the go command's word on sources that it
 * cannot load.
 */
const LEGITIMATE_FAILURE =
  /^(?:There is more than one package in this folder|Packages import each other in a cycle|No Go file of this folder|An imported package is in no required module|There are no Go files in this folder|The go command failed: (?:malformed import path|invalid import path|package samples:|.*import "))/;

class Session {
  readonly #options: EditFuzzOptions;
  /** Lines on which, as the command line says, something takes no memory for its type. */
  readonly #free = new Set<string>();
  readonly #violations: string[];
  readonly #random: () => number;
  readonly #directory: string;
  readonly #copy: string;
  readonly #temporary: string;
  readonly #mark = randomUUID();
  readonly #environment: NodeJS.ProcessEnv;
  readonly #server: LanguageServer;
  readonly #spies: SpyCompiler[] = [];
  readonly #files: EditedFile[] = [];
  readonly #original = new Map<string, string>();
  readonly #answers = new Set<Promise<void>>();
  readonly #startMs = performance.now();
  #countEdits = 0;
  #countAnswers = 0;
  #countHints = 0;
  #countChecks = 0;
  #countBrokenChecks = 0;

  private constructor(base: string, options: EditFuzzOptions, violations: string[]) {
    this.#options = options;
    this.#violations = violations;
    this.#random = seededRandom(options.seed);
    this.#directory = join(base, 'samples');
    this.#copy = join(base, 'copy');
    this.#temporary = join(base, 'temporary');
    this.#environment = { ...process.env, [MARK_VARIABLE]: this.#mark };
    this.#server = new LanguageServer(
      serverRuntime((goPath) => {
        const spy = new SpyCompiler(new GoToolchain(goPath, this.#environment));
        this.#spies.push(spy);
        return spy;
      }),
    );
    this.#server.settings = {
      inlayHints: {
        frequencies: Object.fromEntries(FREQUENCIES.map((frequency) => [frequency, true])),
        // The compiler says nothing of it.
        kinds: { runtime: false },
        minimumInlinedObjects: 1,
      },
    };
  }

  static async start(
    base: string,
    options: EditFuzzOptions,
    violations: string[],
  ): Promise<Session> {
    const session = new Session(base, options, violations);
    for (const folder of [session.#directory, session.#copy]) {
      await cp(SAMPLES, folder, { recursive: true });
      await mkdir(join(folder, 'lib'));
      for (const [name, text] of Object.entries(ADDED)) {
        await writeFile(join(folder, name), text);
      }
    }
    const names = readdirSync(session.#directory, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((name) => name.endsWith('.go')).sort()) {
      const path = join(session.#directory, name);
      const text = await readFile(path, 'utf8');
      session.#original.set(name, text);
      session.#files.push({
        name,
        path,
        uri: pathToFileURL(path).href,
        text,
        disk: text,
        isOpen: false,
        version: 0,
        history: [],
        textsOf: new Map(),
      });
    }
    await session.#server.start();
    for (const [index, file] of session.#files.entries()) {
      // One stays closed for now, and the tests are among those that are open.
      if (index % 4 !== 3 || file.name.endsWith('_test.go')) {
        await session.#open(file);
      }
    }
    return session;
  }

  async run(): Promise<void> {
    await this.#check();
    while (this.#countEdits < this.#options.edits && !this.#hasEnough()) {
      await this.#step();
      if (this.#countEdits % this.#options.checkEvery === 0) {
        await this.#check();
        this.#options.log?.(
          `${this.#countEdits} edits, ${this.#countChecks} checks (${this.#countBrokenChecks} broken), ` +
            `${this.#count('countCompiles')} compiles, ${this.#count('countCancelled')} cancelled, ` +
            `${this.#violations.length} violations`,
        );
      }
    }
    // In the end all is as it was, and so are the hints.
    for (const file of this.#files) {
      await this.#restore(file);
    }
    await this.#check();
  }

  async stop(): Promise<EditFigures> {
    await Promise.all(this.#answers);
    await this.#server.stop();
    for (const process of await processesLeft(this.#mark)) {
      this.#violate(`a process is left: ${process}`);
    }
    for (const name of readdirSync(this.#temporary)) {
      this.#violate(`a temporary file is left: ${name}`);
    }
    for (const message of this.#server.errors) {
      if (!LEGITIMATE_FAILURE.test(message)) {
        this.#violate(`the server logs an error: ${message}`);
      }
    }
    return {
      seed: this.#options.seed,
      edits: this.#countEdits,
      answers: this.#countAnswers,
      hints: this.#countHints,
      checks: this.#countChecks,
      brokenChecks: this.#countBrokenChecks,
      compiles: this.#count('countCompiles'),
      cancelled: this.#count('countCancelled'),
      brokenStates: this.#count('countErrors'),
      failedStates: this.#count('countFailures'),
      elapsedMs: performance.now() - this.#startMs,
      violations: this.#violations,
    };
  }

  #count(what: 'countCompiles' | 'countCancelled' | 'countErrors' | 'countFailures'): number {
    return this.#spies.reduce((sum, spy) => sum + spy[what], 0);
  }

  #violate(text: string): void {
    this.#violations.push(`after ${this.#countEdits} edits: ${text}`);
    this.#options.log?.(this.#violations.at(-1) ?? '');
  }

  #hasEnough(): boolean {
    return this.#violations.length >= MAXIMUM_VIOLATIONS;
  }

  /** One thing that somebody at an editor does, and a short pause. */
  async #step(): Promise<void> {
    const random = this.#random;
    // Where packages meet there is more to go wrong.
    const added = this.#files.filter(({ name }) => name in ADDED);
    const candidates = random() < 0.35 ? added : this.#files;
    const file = candidates[Math.floor(random() * candidates.length)];
    if (!file) {
      return;
    }
    if (!file.isOpen) {
      await this.#open(file);
    }
    const dice = random();
    if (this.#isBroken() && random() < 0.35) {
      // Nobody leaves broken code alone for ever.
      for (const each of this.#files) {
        await this.#restore(each);
      }
    } else if (dice < 0.62) {
      const others = this.#files.filter((other) => other !== file).map(({ text }) => text);
      for (const edit of randomEdit({ text: file.text, others, random })) {
        await this.#edit(file, edit);
      }
    } else if (dice < 0.78) {
      await this.#undo(file);
    } else if (dice < 0.86) {
      await this.#restore(file);
    } else if (dice < 0.94) {
      await this.#save(file);
    } else {
      await this.#close(file);
      if (random() < 0.7) {
        await this.#open(file);
      }
    }
    this.#countEdits++;
    if (random() < 0.5) {
      this.#ask(this.#files[Math.floor(random() * this.#files.length)] ?? file);
    }
    if (random() < 0.7) {
      this.#ask(file);
    }
    const pause = random();
    if (pause < 0.12) {
      await this.#settle();
    } else if (pause < 0.8) {
      await delay(random() * 80);
    }
    if (random() < 0.3) {
      this.#ask(file);
    }
  }

  #isBroken(): boolean {
    const last = this.#server.statuses.findLast(({ state }) => state !== 'running')?.state;
    return last === 'errors' || last === 'failed';
  }

  async #open(file: EditedFile): Promise<void> {
    file.isOpen = true;
    file.version = 1;
    file.text = file.disk;
    this.#remember(file);
    await this.#server.open(file.uri, file.text);
  }

  async #edit(file: EditedFile, edit: GoEdit): Promise<void> {
    const lines = new LineIndex(file.text);
    const range = { start: lines.positionAt(edit.start), end: lines.positionAt(edit.end) };
    file.history.push(file.text);
    if (file.history.length > MAXIMUM_HISTORY) {
      file.history.shift();
    }
    file.text = applyEdit(file.text, edit);
    file.version++;
    this.#remember(file);
    await this.#server.change(file.uri, edit.inserted, range);
  }

  async #undo(file: EditedFile): Promise<void> {
    const back = 1 + Math.floor(this.#random() * 5);
    const text = file.history.at(-back) ?? file.history[0];
    if (text !== undefined) {
      await this.#edit(file, editBetween(file.text, text));
    }
  }

  async #restore(file: EditedFile): Promise<void> {
    if (!file.isOpen) {
      await this.#open(file);
    }
    const text = this.#original.get(file.name) ?? '';
    if (text !== file.text) {
      await this.#edit(file, editBetween(file.text, text));
    }
    if (text !== file.disk) {
      await this.#save(file);
    }
  }

  async #save(file: EditedFile): Promise<void> {
    file.disk = file.text;
    await writeFile(file.path, file.text);
    await this.#server.save(file.uri);
    await this.#server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: file.uri, type: 2 }],
    });
  }

  async #close(file: EditedFile): Promise<void> {
    file.isOpen = false;
    file.text = file.disk;
    file.history.length = 0;
    await this.#server.close(file.uri);
    for (const { folder, variant } of PACKAGES) {
      if (!this.#files.some(({ name, isOpen }) => isOpen && folderOf(name) === folder)) {
        // The server forgets a package of which nothing is open.
        this.#spies.forEach((spy) => {
          spy.forget(resolve(this.#directory, folder), variant);
        });
      }
    }
  }

  #remember({ version, text, textsOf }: EditedFile): void {
    textsOf.set(version, [...(textsOf.get(version) ?? []), text]);
  }

  /** Asks for hints without waiting for them; the answer is judged when it comes. */
  #ask(file: EditedFile): void {
    if (!file.isOpen) {
      return;
    }
    const answer = this.#server.hints(file.uri).then(
      (hints) => {
        this.#judge(file, hints);
      },
      (error: unknown) => {
        this.#violate(`no answer: ${String(error)}`);
      },
    );
    this.#answers.add(answer);
    void answer.then(() => this.#answers.delete(answer));
  }

  /** Each hint stands where the compiler, given the very declaration, put something on the heap. */
  #judge(file: EditedFile, hints: readonly InlayHint[]): void {
    this.#countAnswers++;
    this.#countHints += hints.length;
    const judged = hints.filter(isOfTheCompiler);
    const [first] = judged;
    if (!first) {
      return;
    }
    const { version } = first.data as { version: number };
    const candidates = file.textsOf.get(version) ?? [];
    const wrongs = candidates.map((text) => this.#wrongHints(text, judged));
    const [wrong] = wrongs.sort((a, b) => a.length - b.length);
    if (!wrong || wrong.length > 0) {
      this.#violate(
        `${file.name} version ${version}: ${wrong?.join('; ') ?? 'a version that never was'}`,
      );
    }
  }

  #wrongHints(text: string, hints: readonly InlayHint[]): string[] {
    const { declarations } = sliceFile(text);
    const shown = new Set(hints.map(({ position }) => position.line));
    const explained = new Set<number>();
    for (const declaration of declarations) {
      const firstLine = lineBetween(text, 0, declaration.start);
      const lastLine = lineBetween(text, 0, declaration.end);
      const own = [...shown].filter((line) => line >= firstLine && line <= lastLine);
      const fits = this.#spies
        .flatMap((spy) => spy.saidOf(text, declaration))
        .find((heapLines) => own.every((line) => heapLines.has(line - firstLine)));
      if (fits) {
        own.forEach((line) => explained.add(line));
      }
      // Two declarations of one line share its hint.
      for (const line of own) {
        const isShared = line === firstLine || line === lastLine;
        const isKnown = this.#spies.some((spy) =>
          spy.saidOf(text, declaration).some((lines) => lines.has(line - firstLine)),
        );
        if (isShared && isKnown) {
          explained.add(line);
        }
      }
    }
    return [...shown]
      .filter((line) => !explained.has(line))
      .map((line) => `line ${line + 1} was never said to allocate: ${lineOf(text, line)}`);
  }

  /** Waits until the compiler has nothing to do, and nobody is to ask again; the hints of every open file. */
  async #settle(): Promise<ReadonlyMap<EditedFile, readonly InlayHint[]>> {
    const deadline = performance.now() + LONGEST_SETTLE_MS;
    for (;;) {
      const hintsOf = new Map<EditedFile, readonly InlayHint[]>();
      const { countRefreshes } = this.#server;
      const countStarts = this.#countStarts();
      for (const file of this.#files.filter(({ isOpen }) => isOpen)) {
        const hints = await this.#server.hints(file.uri);
        this.#judge(file, hints);
        hintsOf.set(file, hints);
      }
      await delay(QUIET_MS);
      if (
        countRefreshes === this.#server.countRefreshes &&
        countStarts === this.#countStarts() &&
        this.#spies.every(({ countUnderWay }) => countUnderWay === 0)
      ) {
        return hintsOf;
      }
      if (performance.now() > deadline) {
        this.#violate('the compiler does not come to rest');
        return hintsOf;
      }
    }
  }

  /** How often a package began to be compiled. */
  #countStarts(): number {
    return this.#server.statuses.filter(({ state }) => state === 'running').length;
  }

  async #check(): Promise<void> {
    for (const file of this.#files) {
      // What others import is compiled anew for them when it is saved.
      if (folderOf(file.name) !== '' && file.text !== file.disk) {
        await this.#save(file);
      }
    }
    const hintsOf = await this.#settle();
    await Promise.all(this.#answers);
    for (const { name, text } of this.#files) {
      await writeFile(join(this.#copy, name), text);
    }
    for (const compared of PACKAGES) {
      const own = [...hintsOf].filter(([{ name }]) => isOf(name, compared));
      if (own.length > 0) {
        await this.#compare(compared, own);
      }
    }
  }

  /** Holds the hints of one package against what the command line says of a copy of its texts. */
  async #compare(
    { folder, variant }: ComparedPackage,
    hintsOf: readonly (readonly [EditedFile, readonly InlayHint[]])[],
  ): Promise<void> {
    const { code, rows, errors } = await this.#runCommand(`./${folder}`, variant);
    this.#countChecks++;
    const compiles = code === 0;
    this.#countBrokenChecks += compiles ? 0 : 1;
    for (const [{ name, text }] of hintsOf) {
      const own = rows.filter(({ file, verdict }) => file === name && verdict === 'heap');
      const costly = new Set(own.filter(takesMemory).map(({ line }) => line));
      for (const { line } of own.filter((row) => !costly.has(row.line))) {
        this.#free.add(lineOf(text, line - 1).trim());
      }
    }
    for (const [file, hints] of hintsOf) {
      const expected = compiles
        ? labelsOf(rows, file.name)
        : this.#lastLabels(file, resolve(this.#directory, folder), variant);
      const unknown = linesOfInstances(rows, file.name);
      for (const line of unknown) {
        expected.delete(line);
      }
      const actual = new Map(
        hints
          .filter(({ position }) => !unknown.has(position.line))
          .filter((hint) => compiles || (isOfTheCompiler(hint) && !this.#isFree(file, hint)))
          .map((hint) => [hint.position.line, frequencyIn(textOf(hint))]),
      );
      const differences = compareLabels(expected, actual, file.text);
      if (differences.length > 0) {
        const state = compiles ? 'compiles' : `broken: ${errors.split('\n')[0] ?? ''}`;
        this.#violate(`${file.name} (${variant}, ${state}): ${differences.join('; ')}`);
      }
    }
  }

  /** What takes no memory in one text may take some in another: nothing is said of such lines. */
  #isFree({ text }: EditedFile, { position }: { readonly position: { line: number } }): boolean {
    return this.#free.has(lineOf(text, position.line).trim());
  }

  async #runCommand(
    target: string,
    variant: 'build' | 'test',
  ): Promise<{
    readonly code: number;
    readonly rows: readonly CommandRow[];
    readonly errors: string;
  }> {
    const args = ['escapes', '--json', ...(variant === 'test' ? ['--tests'] : []), target];
    const { code, out, error } = await gomem(args, {
      cwd: this.#copy,
      environment: this.#environment,
    });
    const rows = out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as CommandRow)
      .filter(({ kind }) => kind !== 'runtime');
    return { code, rows, errors: error };
  }

  /**
   * The lines that a text that does not compile still has hints on: of declarations that are as they
   * were when it last did. How many objects there are is not recorded.
   */
  #lastLabels(
    file: EditedFile,
    directory: string,
    variant: 'build' | 'test',
  ): Map<number, string | undefined> {
    const labels = new Map<number, string | undefined>();
    const last = this.#spies
      .map((spy) => spy.lastOf(directory, variant))
      .find((compile) => compile !== undefined)
      ?.files.get(file.path);
    for (const declaration of sliceFile(file.text).declarations) {
      const firstLine = lineBetween(file.text, 0, declaration.start);
      for (const line of last?.get(declaration.id) ?? []) {
        if (!this.#isFree(file, { position: { line: firstLine + line } })) {
          labels.set(firstLine + line, undefined);
        }
      }
    }
    return labels;
  }
}

/** The fields of a row of `gomem escapes --json` that hints come of. */
interface CommandRow {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly kind: string;
  readonly what: string;
  readonly verdict: string;
  readonly inlined: boolean;
  readonly frequency: string | null;
  readonly noAllocBecause?: string;
}

/**
 * Hints on what is left of an edited function are as of the last good build, and say so; those of our
 * own analysis are compared with the compiler elsewhere.
 */
function isOfTheCompiler({ data }: InlayHint): boolean {
  const { isEdited, tier } = data as { isEdited: boolean; tier?: string };
  return !isEdited && tier !== 'static';
}

/** How often something happens in each line: a hint is on what does most often. */
function labelsOf(rows: readonly CommandRow[], file: string): Map<number, string | undefined> {
  const byLine = new Map<number, CommandRow[]>();
  for (const row of rows) {
    if (row.file === file && row.verdict === 'heap' && row.col > 0 && takesMemory(row)) {
      byLine.set(row.line - 1, [...(byLine.get(row.line - 1) ?? []), row]);
    }
  }
  return new Map(
    [...byLine].map(([line, heap]) => {
      return [line, FREQUENCIES.find((each) => heap.some(({ frequency }) => frequency === each))];
    }),
  );
}

/**
 * Lines with a copy whose type is that of an instance: the compiler's text has a shape instead, by which
 * the command line goes alone; the server knows the type, and so whether it takes any memory.
 */
function linesOfInstances(rows: readonly CommandRow[], file: string): ReadonlySet<number> {
  const found = rows.filter((row) => row.file === file && row.inlined && row.what === 'T{}');
  return new Set(found.map(({ line }) => line - 1));
}

function takesMemory({ noAllocBecause }: CommandRow): boolean {
  return noAllocBecause === undefined;
}

function compareLabels(
  expected: ReadonlyMap<number, string | undefined>,
  actual: ReadonlyMap<number, string>,
  text: string,
): string[] {
  const differences: string[] = [];
  for (const [line, label] of expected) {
    const shown = actual.get(line);
    if (shown === undefined) {
      differences.push(`no hint in line ${line + 1}: ${lineOf(text, line)}`);
    } else if (label !== undefined && shown !== label) {
      differences.push(`line ${line + 1} says ${shown}, not ${label}`);
    }
  }
  for (const line of actual.keys()) {
    if (!expected.has(line)) {
      differences.push(`a hint too many in line ${line + 1}: ${lineOf(text, line)}`);
    }
  }
  return differences;
}

/** How many objects there are and how many bytes they take is no matter of the rows alone. */
function frequencyIn(label: string): string {
  const [, word = 'call'] = /(?:^|[ /])(iter|grow|miss|error|panic|once)$/.exec(label) ?? [];
  return word === 'iter' ? 'iteration' : word === 'grow' ? 'growth' : word;
}

function lineOf(text: string, line: number): string {
  return (text.split('\n')[line] ?? '').trim();
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

function isOf(name: string, { folder, variant }: ComparedPackage): boolean {
  return folderOf(name) === folder && name.endsWith('_test.go') === (variant === 'test');
}

function textOf({ label }: InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

function delay(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
