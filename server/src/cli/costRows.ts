/** The tree of what a function costs, as text and as JSON. */
import { relative } from 'node:path';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import { takenText } from '../engine/features/byteTexts.ts';
import { amountsText, costLines } from '../engine/features/costTexts.ts';
import { frequencyText } from '../engine/features/labels.ts';
import { english } from '../engine/features/localize.ts';
import { FREQUENCIES } from '../engine/frequency/frequency.ts';
import type { CalledRow, CostRow } from '../engine/summary/functionCosts.ts';
import type { CodePlace } from '../engine/summary/ownCost.ts';
import type { Totals } from '../engine/summary/totals.ts';

export interface CostContext {
  /** Files are relative to it. */
  readonly cwd: string;
  sourceOf(file: string): SourceText | undefined;
}

export function costText(root: CalledRow, context: CostContext): string {
  const lines = [
    `${root.place ? `${placeText(root.place, context)}: ` : ''}${root.name}`,
    ...costLines(root.totals, english).map((line) => `  ${line}`),
    ...rowTexts(root.rows, '  ', context),
  ];
  return `${lines.join('\n')}\n`;
}

function rowTexts(rows: readonly CostRow[], indent: string, context: CostContext): string[] {
  return rows.flatMap((row) => {
    const often = frequencyText(row.frequency, english);
    switch (row.kind) {
      case 'site': {
        const { place, what, bytes, isBuffered, isConditional } = row.site;
        const size = takenText(bytes, english) ?? 'only known when it runs';
        const more = [
          ...(isBuffered ? ['only when larger than 32 B'] : []),
          ...(isConditional ? ['in a branch'] : []),
        ].map((each) => `, ${each}`);
        return [
          `${indent}${size} ${often}${more.join('')}: ${what} (${placeText(place, context)})`,
        ];
      }
      case 'call': {
        const { totals, name, place } = row;
        const all = amountsText(totals, english);
        const at = place ? ` (${placeText(place, context)})` : '';
        return [
          `${indent}${name}, called ${often}${at}: ${all}`,
          // Where only unknown calls are below, their number says enough.
          ...(totals.amounts.size > 0 ? rowTexts(row.rows, `${indent}  `, context) : []),
        ];
      }
      default: {
        const { what, place } = row.call;
        const why = row.kind === 'dynamic' ? 'dynamic call' : 'no Go code';
        return [`${indent}? ${often}: ${what}, ${why} (${placeText(place, context)})`];
      }
    }
  });
}

/** The fields are a contract for scripts (docs/architecture.md). */
export function costJson(row: CostRow, context: CostContext): object {
  const { frequency } = row;
  switch (row.kind) {
    case 'site': {
      const { place, what, bytes, isBuffered, isConditional } = row.site;
      const isFixed = bytes.kind === 'fixed';
      return {
        kind: 'site',
        ...placeJson(place, context),
        what,
        frequency,
        bytes: isFixed ? bytes.takenBytes : null,
        objects: isFixed ? bytes.countObjects : null,
        conditional: isConditional,
        ifLargerThan: isBuffered ? 32 : null,
      };
    }
    case 'call':
      return {
        kind: 'call',
        ...(row.place ? placeJson(row.place, context) : {}),
        what: row.name,
        frequency,
        ...totalsJson(row.totals),
        rows: row.rows.map((each) => costJson(each, context)),
      };
    default:
      return {
        kind: row.kind,
        ...placeJson(row.call.place, context),
        what: row.call.what,
        frequency,
      };
  }
}

function totalsJson({ amounts, dynamicCalls, unseenCalls, ...totals }: Totals): object {
  const entries = FREQUENCIES.flatMap((frequency) => {
    const { objects, bytes, unsized, isUpTo } = amounts.get(frequency) ?? {};
    return objects === undefined
      ? []
      : [[frequency, { bytes, objects, unsized, upTo: isUpTo }] as const];
  });
  return {
    allocates: Object.fromEntries(entries),
    dynamicCalls,
    unseenCalls,
    ifLargerThan32: totals.buffered,
    otherBranches: totals.hasOtherBranches,
  };
}

function placeJson(place: CodePlace, context: CostContext): object {
  const { file, line, column } = lineOf(place, context);
  return { file, line, col: column };
}

function placeText(place: CodePlace, context: CostContext): string {
  const { file, line, column } = lineOf(place, context);
  return `${file}:${line}:${column}`;
}

function lineOf({ file, declaration, offset }: CodePlace, context: CostContext) {
  const { line = 1, column = 1 } =
    context.sourceOf(file)?.lines.byteColumnAt(declaration.start + offset) ?? {};
  const inside = relative(context.cwd, file);
  return { file: inside.startsWith('..') ? file : inside, line, column };
}
