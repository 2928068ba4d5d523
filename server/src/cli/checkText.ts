/** Findings for people, and as one JSON object a line. */
import { relative } from 'node:path';
import { frequencyText } from '../engine/features/labels.ts';
import { english } from '../engine/features/localize.ts';
import { fixTitle, gainText } from '../engine/rules/gainText.ts';
import type { MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import { othersOf, type PlacedFinding } from './checkFindings.ts';
import { proofJson, proofTexts } from './checkProve.ts';
import { measuredJson, measuredText } from './commandProfile.ts';
import { placeText } from './places.ts';

/** With the line of the source, what stands behind it, and what is to be done. */
export function findingText(
  placed: PlacedFinding,
  cwd: string,
  measured: MeasuredAllocations | undefined,
): string {
  const { file, finding, start } = placed;
  const place = { file: file.path, ...file.lines.byteColumnAt(start) };
  const { evidence, fix } = finding;
  const gain = gainText(finding, english);
  // What is held or is wrong is so at any time: only what allocates does it so often.
  const often =
    evidence.kind === 'verdict' || evidence.kind === 'callee'
      ? `, ${frequencyText(evidence.frequency, english)}`
      : '';
  return [
    `${placeText(place, cwd)}: ${finding.message} [${finding.rule}]`,
    excerpt(placed),
    `  ${evidence.text}${often}`,
    ...alsoAt(placed),
    ...(measured && placed.measured
      ? [`  measured: ${measuredText(placed.measured, measured)}`]
      : []),
    ...(fix
      ? [`  fix: ${fixTitle(finding, fix.title, english)}`]
      : gain
        ? [`  gain: ${gain}`]
        : []),
    ...proofTexts(placed).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function alsoAt(placed: PlacedFinding): readonly string[] {
  const others = othersOf(placed).map(({ file, start }) => {
    const { line, column } = file.lines.byteColumnAt(start);
    return `${line}:${column}`;
  });
  return others.length > 0 ? [`  and the same at ${others.join(', ')}`] : [];
}

/** The line of the source with what is meant underlined; tabs stay tabs, so that both agree. */
function excerpt({ file: { lines, slices }, start, end }: PlacedFinding): string {
  const { text } = slices;
  const line = lines.lineAt(start);
  const from = lines.lineStart(line);
  const to = lines.lineEnd(line);
  const margin = `${line + 1} | `;
  const before = text.slice(from, start).replace(/[^\t]/g, ' ');
  const mark = '^'.padEnd(Math.max(1, Math.min(end, to) - start), '~');
  return `  ${margin}${text.slice(from, to)}\n  ${' '.repeat(margin.length - 2)}| ${before}${mark}`;
}

/** The fields are a contract for scripts (docs/architecture.md). */
export function findingJson(
  placed: PlacedFinding,
  cwd: string,
  measured: MeasuredAllocations | undefined,
): object {
  const { file, finding, functionName } = placed;
  const { rule, severity, fix } = finding;
  return {
    file: relative(cwd, file.path),
    ...placeJson(placed),
    function: functionName,
    rule,
    severity,
    others: othersOf(placed).map(placeJson),
    measured: measured && placed.measured ? measuredJson(placed.measured, measured) : null,
    fix: fix ? { title: fix.title } : null,
    proof: proofJson(placed),
  };
}

/** What differs from place to place. */
function placeJson({ file, finding, start, end, expression }: PlacedFinding): object {
  const { message, evidence, gain } = finding;
  const from = file.lines.byteColumnAt(start);
  const to = file.lines.byteColumnAt(end);
  return {
    line: from.line,
    col: from.column,
    endLine: to.line,
    endCol: to.column,
    expression,
    message,
    evidence: { kind: evidence.kind, text: evidence.text, frequency: evidence.frequency },
    gain: gain
      ? {
          objectsBefore: gain.objectsBefore,
          objectsAfter: gain.objectsAfter,
          bytes: gain.bytes ?? null,
        }
      : null,
  };
}
