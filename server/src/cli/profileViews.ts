import { dirname, isAbsolute, join, resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import type { Amount } from '../engine/profile/columns.ts';
import { pathTrimmer } from '../engine/profile/frames.ts';
import { percentage } from '../engine/profile/measurement.ts';
import { valueText, type Report } from '../engine/profile/report.ts';
import { sourceFunctions, type SourceFunction } from '../engine/profile/sourceLines.ts';
import { callTable, topTable } from '../engine/profile/top.ts';
import { tags, traces } from '../engine/profile/traces.ts';
import { headerJson, jsonLine, shareOf } from './profileJson.ts';
import { infoJson, infoLines } from './profileInfo.ts';
import { needed } from './profileLoad.ts';
import { tagLines, topLines, traceLines, treeLines } from './profileText.ts';

export interface View {
  readonly summary: string;
  /** Takes a regular expression before the files. */
  readonly isOfPattern: boolean;
  text(report: Report, pattern: string, cwd: string): Iterable<string>;
  json(report: Report, pattern: string): Iterable<string>;
}

export const VIEWS: ReadonlyMap<string, View> = new Map<string, View>([
  [
    'top',
    {
      summary: 'frames, with what they take by themselves and with all that they call',
      isOfPattern: false,
      text: (report) => topLines(report, topTable(report)),
      json: (report) =>
        rows(
          report,
          topTable(report).rows.map((row) => ({ ...row, share: shareOf(row.flat, report) })),
        ),
    },
  ],
  [
    'tree',
    {
      summary: 'frames with their callers and callees',
      isOfPattern: false,
      text: (report) => treeLines(report, needed(callTable(report))),
      json: (report) => rows(report, needed(callTable(report)).rows),
    },
  ],
  [
    'peek',
    {
      summary: 'the same, of frames that PATTERN matches, with nothing left out',
      isOfPattern: true,
      text: (report, pattern) => treeLines(report, needed(callTable(report, pattern))),
      json: (report, pattern) => rows(report, needed(callTable(report, pattern)).rows),
    },
  ],
  [
    'traces',
    {
      summary: 'all samples with their stacks',
      isOfPattern: false,
      text: (report) => traceLines(report, traces(report)),
      json: (report) => rows(report, traces(report)),
    },
  ],
  [
    'list',
    {
      summary: 'the source of functions that PATTERN matches, with what each line takes',
      isOfPattern: true,
      text: (report, pattern, cwd) =>
        listLines(report, needed(sourceFunctions(report, pattern)), cwd),
      json: (report, pattern) => rows(report, needed(sourceFunctions(report, pattern))),
    },
  ],
  [
    'tags',
    {
      summary: 'labels, with what samples that carry them take',
      isOfPattern: false,
      text: (report) => tagLines(report, tags(report)),
      json: (report) => rows(report, tags(report)),
    },
  ],
  [
    'info',
    {
      summary: 'what the profile is of: its sample types, times, binaries, comments',
      isOfPattern: false,
      text: infoLines,
      json: (report) => [jsonLine(infoJson(report))],
    },
  ],
]);

function* rows(report: Report, values: Iterable<object>): Generator<string> {
  yield jsonLine(headerJson(report));
  for (const value of values) {
    yield jsonLine(value);
  }
}

function* listLines(
  report: Report,
  functions: readonly SourceFunction[],
  cwd: string,
): Generator<string> {
  const { total, options } = report;
  const text = (value: Amount) => valueText(report, value, options.unit);
  const cell = (value: Amount = 0) => (value === 0 ? '.' : text(value)).padStart(10);
  const sources = new Sources(report, cwd);
  yield `Total: ${text(total)}`;
  for (const { name, file, flat, cum, firstLine, lastLine, lines } of functions) {
    if (file === '') {
      yield `No source information for ${name}`;
      continue;
    }
    yield `ROUTINE ======================== ${name} in ${file}`;
    const sums = `${text(flat).padStart(10)} ${text(cum).padStart(10)}`;
    yield `${sums} (flat, cum) ${percentage(cum, total)} of Total`;
    const source = sources.linesOf(file);
    if (source === undefined) {
      yield ` Error: ${file} is not there; say where it is with --source_path`;
      continue;
    }
    const byLine = new Map(lines.map((line) => [line.line, line]));
    for (let line = firstLine; line <= Math.min(lastLine, source.length); line++) {
      const values = byLine.get(line);
      const code = source[line - 1] ?? '';
      yield `${cell(values?.flat)} ${cell(values?.cum)} ${String(line).padStart(6)}:${code}`;
    }
  }
}

/** Source files: relative ones are looked for in the search paths, and in the folders above these. */
class Sources {
  readonly #trim: (file: string) => string;
  readonly #searchPaths: readonly string[];

  constructor({ options }: Report, cwd: string) {
    this.#searchPaths =
      options.sourcePath.length > 0 ? options.sourcePath.map((path) => resolve(cwd, path)) : [cwd];
    this.#trim = pathTrimmer(options.trimPath, this.#searchPaths);
  }

  linesOf(file: string): readonly string[] | undefined {
    for (const path of this.#candidates(this.#trim(file))) {
      try {
        return readFileSync(path, 'utf8').replace(/\n$/, '').split(/\r?\n/);
      } catch {
        // It may be in the next one.
      }
    }
    return undefined;
  }

  *#candidates(file: string): Generator<string> {
    if (isAbsolute(file)) {
      yield file;
      return;
    }
    for (const start of this.#searchPaths) {
      for (let folder = start, below = ''; folder !== below; folder = dirname(folder)) {
        yield join(folder, file);
        below = folder;
      }
    }
  }
}
