/** The report on a comparison, for a person at a terminal. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Cause } from './causes.ts';
import type { Disagreement } from './compare.ts';
import { addFigures, NO_FIGURES, percent, shareEqual, type TypeFigures } from './figures.ts';
import type { Run } from './run.ts';
import {
  EXPRESSION_KINDS,
  type TypedExpression,
  type UnknownExpression,
} from './typedExpressions.ts';

export interface ReportOptions {
  /** Paths are shown relative to it. */
  readonly directory: string;
  /** Causes that are shown. */
  readonly maximumCauses: number;
  /** Packages that are shown, those with most disagreements first. */
  readonly maximumPackages: number;
}

const INDENT = '     ';
const MAXIMUM_TEXT = 160;
const SHOWN_IN_COMMON = 60;

export function reportOf(run: Run, options: ReportOptions): string {
  const total = [...run.packages.values()].reduce(addFigures, NO_FIGURES);
  return [
    ...section('Packages', packageRows(run, options.maximumPackages)),
    ...section(
      'Kinds',
      EXPRESSION_KINDS.flatMap((kind) => {
        const figures = run.kinds.get(kind);
        return figures ? [figureRow(kind, figures)] : [];
      }),
    ),
    ...section('All', [figureRow('all', total)]),
    ...section('Not compared, as go/types finds errors', run.erroneous),
    ...section('The checker threw', run.thrown),
    ...causesSection(run, options),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [title, ...lines.map((line) => `  ${line}`), ''] : [];
}

function packageRows({ packages }: Run, maximum: number): string[] {
  const faults = ({ wrong, unknown, missing }: TypeFigures) => wrong + unknown + missing;
  const rows = [...packages]
    .filter(([, figures]) => faults(figures) > 0)
    .sort(([, a], [, b]) => faults(b) - faults(a));
  const shown = rows.slice(0, maximum).map(([name, figures]) => figureRow(name, figures));
  const rest = rows.length - shown.length;
  const perfect = packages.size - rows.length;
  return [
    ...shown,
    ...(rest > 0 ? [`… and ${rest} more with disagreements`] : []),
    ...(perfect > 0 ? [`${perfect} of ${packages.size} without any disagreement`] : []),
  ];
}

const NAME_WIDTH = 40;

function figureRow(name: string, figures: TypeFigures): string {
  const { expressions, wrong, unknown, missing } = figures;
  const count = (number: number, width = 7) => String(number).padStart(width);
  return `${name.padEnd(NAME_WIDTH)} ${percent(shareEqual(figures)).padStart(9)} of ${count(expressions)}  wrong ${count(wrong)}  unknown ${count(unknown)}  missing ${count(missing)}`;
}

function causesSection(run: Run, { maximumCauses, directory }: ReportOptions): string[] {
  const causes = run.causes.sorted();
  const source = new Sources();
  const blocks = causes
    .slice(0, maximumCauses)
    .flatMap((cause, index) => [...causeLines(cause, index + 1, directory, source), '']);
  const rest = causes.slice(maximumCauses);
  if (rest.length > 0) {
    const count = rest.reduce((sum, cause) => sum + cause.count, 0);
    blocks.push(`… and ${rest.length} causes more, of ${count} disagreements`, '');
  }
  return causes.length > 0
    ? ['Causes: those first that explain most; “first” are no consequence of another', ...blocks]
    : [];
}

function causeLines(cause: Cause, number: number, directory: string, sources: Sources): string[] {
  const { outcome, kind, oracle, ours, count, countFirst, packages, examples } = cause;
  const among = packages.size === 1 ? [...packages].join() : `${packages.size} packages`;
  const answer = { wrong: `we say ${ours}`, unknown: `unknown: ${ours}`, missing: 'missing' };
  return [
    `${String(number).padStart(3)}. ${outcome.toUpperCase()} ${kind} of type ${oracle}, ${answer[outcome]} — ${count} (${countFirst} first) in ${among}`,
    ...examples.flatMap((example) => exampleLines(example, directory, sources)),
  ];
}

function exampleLines(example: Disagreement, directory: string, sources: Sources): string[] {
  const { file, startByte, endByte, oracle, ours } = example;
  const { line, column, lineText, text } = sources.placeOf(file, startByte, endByte);
  const path = relative(directory, file);
  const shown = path.startsWith('..') ? file : path;
  return [
    `${INDENT}${shown}:${line}:${column}: ${shorten(text)}`,
    ...(lineText.trim() === text ? [] : [`${INDENT}    in      ${shorten(lineText.trim())}`]),
    `${INDENT}    oracle  ${describeAnswer(oracle, ours)}`,
    `${INDENT}    ours    ${ours === undefined ? 'no such expression' : describeAnswer(ours, oracle)}`,
  ];
}

/** What a long type has in common with the other answer's is left out in front. */
function describeAnswer(
  answer: TypedExpression | UnknownExpression,
  other: TypedExpression | UnknownExpression | undefined,
): string {
  if ('unknown' in answer) {
    return `unknown: ${answer.unknown}`;
  }
  const { type, isType, constant } = answer;
  const value = constant === undefined ? '' : ` = ${shorten(constant)}`;
  const start = other && 'type' in other ? lengthInCommon(type, other.type) - SHOWN_IN_COMMON : 0;
  const shown = start > 0 ? `…${type.slice(start)}` : type;
  return `${isType ? 'type ' : ''}${shown}${value}`;
}

function lengthInCommon(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) {
    length++;
  }
  return length === a.length && length === b.length ? 0 : length;
}

/** On one line. */
function shorten(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ⏎ ');
  return line.length > MAXIMUM_TEXT ? `${line.slice(0, MAXIMUM_TEXT)}…` : line;
}

/** Files that examples are taken from. */
class Sources {
  readonly #files = new Map<string, Buffer>();

  /** Line and byte column from 1 on, as the compiler counts, the line's text and the expression's. */
  placeOf(file: string, startByte: number, endByte: number) {
    let source = this.#files.get(file);
    if (source === undefined) {
      source = readFileSync(file);
      this.#files.set(file, source);
    }
    const before = source.subarray(0, startByte);
    const lineStart = before.lastIndexOf('\n') + 1;
    const lineEnd = source.indexOf('\n', startByte);
    return {
      line: before.toString('latin1').split('\n').length,
      column: startByte - lineStart + 1,
      lineText: source.toString('utf8', lineStart, lineEnd < 0 ? source.length : lineEnd),
      text: source.toString('utf8', startByte, endByte),
    };
  }
}
