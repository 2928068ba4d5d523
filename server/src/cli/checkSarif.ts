/** Findings as SARIF 2.1.0: docs.oasis-open.org/sarif/sarif/v2.1.0. */
import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import { english } from '../engine/features/localize.ts';
import type { TextChange } from '../engine/refactor/unkeyedLiterals.ts';
import { fixTitle } from '../engine/rules/gainText.ts';
import { RULES } from '../engine/rules/registry.ts';
import type { Severity } from '../engine/rules/rule.ts';
import type { RuleDocs } from '../host/ruleDocs.ts';
import type { MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import { othersOf, type PlacedFinding } from './checkFindings.ts';
import { proofJson } from './checkProve.ts';
import { measuredJson } from './commandProfile.ts';
import type { CheckedFile } from './checkedFiles.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

const LEVELS: Readonly<Record<Severity, 'warning' | 'note'>> = {
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

interface SarifSources {
  readonly cwd: string;
  readonly docs: RuleDocs | undefined;
  /** What the findings' measures are shares of. */
  readonly measured: MeasuredAllocations | undefined;
  /** A fix's changes in its file, imports included. */
  readonly changesOf: (placed: PlacedFinding) => readonly TextChange[] | undefined;
}

export function sarifLog(findings: readonly PlacedFinding[], sources: SarifSources): object {
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gomem', rules: RULES.map((rule) => ruleOf(rule, sources.docs)) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((placed) => resultOf(placed, sources)),
      },
    ],
  };
}

function ruleOf({ name, summary }: (typeof RULES)[number], docs: RuleDocs | undefined): object {
  const text = docs?.textOf(name);
  return {
    id: name,
    shortDescription: { text: summary },
    ...(text === undefined ? {} : { help: { text, markdown: text } }),
    defaultConfiguration: { level: 'note' },
  };
}

function resultOf(placed: PlacedFinding, { cwd, measured, changesOf }: SarifSources): object {
  const changes = changesOf(placed);
  const { file, finding, start, end, functionName, expression } = placed;
  const { rule, severity, message, evidence, fix } = finding;
  const artifactLocation = { uri: uriOf(file.path, cwd) };
  const key = [functionName, rule, expression].join('\n');
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ name }) => name === rule),
    level: LEVELS[severity],
    message: { text: `${message} (${evidence.text})` },
    locations: [
      {
        physicalLocation: { artifactLocation, region: regionOf(file, start, end) },
        logicalLocations: [{ fullyQualifiedName: functionName, kind: 'function' }],
      },
    ],
    relatedLocations: othersOf(placed).map((other) => ({
      message: { text: `${other.finding.message} (${other.finding.evidence.text})` },
      physicalLocation: { artifactLocation, region: regionOf(file, other.start, other.end) },
    })),
    partialFingerprints: {
      'functionRuleExpression/v1': createHash('sha256').update(key).digest('hex'),
    },
    properties: {
      ...(measured && placed.measured ? { measured: measuredJson(placed.measured, measured) } : {}),
      ...(placed.proof ? { proof: proofJson(placed) } : {}),
    },
    ...(fix && changes
      ? {
          fixes: [
            {
              description: { text: fixTitle(finding, fix.title, english) },
              artifactChanges: [
                {
                  artifactLocation,
                  replacements: changes.map((change) => ({
                    deletedRegion: regionOf(file, change.start, change.end),
                    insertedContent: { text: change.text },
                  })),
                },
              ],
            },
          ],
        }
      : {}),
  };
}

function regionOf({ lines }: CheckedFile, start: number, end: number): object {
  const from = lines.positionAt(start);
  const to = lines.positionAt(end);
  return {
    startLine: from.line + 1,
    startColumn: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}

function uriOf(path: string, cwd: string): string {
  return relative(cwd, path)
    .split(sep)
    .map((part) => encodeURIComponent(part))
    .join('/');
}
