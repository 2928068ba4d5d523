/** Findings that are known: by function, expression and rule, never by line. */
import type { PlacedFinding } from './checkFindings.ts';

interface KnownFinding {
  readonly function: string;
  readonly rule: string;
  readonly expression: string;
  /** How many there are alike. */
  readonly count: number;
}

const VERSION = 1;

/** The text of a baseline that knows these findings. */
export function baselineText(findings: readonly PlacedFinding[]): string {
  const known = new Map<string, KnownFinding>();
  for (const { functionName, expression, finding } of findings) {
    const { rule } = finding;
    const key = keyOf({ function: functionName, rule, expression });
    const count = (known.get(key)?.count ?? 0) + 1;
    known.set(key, { function: functionName, rule, expression, count });
  }
  const sorted = [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return `${JSON.stringify({ version: VERSION, findings: sorted }, undefined, 2)}\n`;
}

/** Those that a baseline does not know; a problem where its text is none. */
export function newFindings(
  findings: readonly PlacedFinding[],
  text: string,
): readonly PlacedFinding[] | { readonly problem: string } {
  const known = readBaseline(text);
  if (!known) {
    return { problem: 'it is no baseline of gomem check' };
  }
  const left = new Map<string, number>();
  for (const each of known) {
    const key = keyOf(each);
    left.set(key, (left.get(key) ?? 0) + each.count);
  }
  return findings.filter(({ functionName, expression, finding: { rule } }) => {
    const key = keyOf({ function: functionName, rule, expression });
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

function keyOf(known: Omit<KnownFinding, 'count'>): string {
  return JSON.stringify([known.function, known.rule, known.expression]);
}

function readBaseline(text: string): readonly KnownFinding[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const root = value as { readonly version?: unknown; readonly findings?: unknown } | null;
  return root?.version === VERSION && Array.isArray(root.findings) && root.findings.every(isKnown)
    ? root.findings
    : undefined;
}

function isKnown(value: unknown): value is KnownFinding {
  const known = value as Partial<Record<keyof KnownFinding, unknown>> | null;
  return (
    typeof known?.function === 'string' &&
    typeof known.rule === 'string' &&
    typeof known.expression === 'string' &&
    typeof known.count === 'number'
  );
}
