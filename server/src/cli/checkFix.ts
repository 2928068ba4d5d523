import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileChanges, withChanges } from '../engine/rules/fileChanges.ts';
import { ruleNamed } from '../engine/rules/registry.ts';
import { sourceOf } from '../workspace/findings.ts';
import type { ChangedText } from '../toolchain/gofmt.ts';
import type { CheckedFile } from './checkedFiles.ts';
import type { PlacedFinding } from './checkFindings.ts';
import type { CommandContext } from './command.ts';
import { unifiedDiff } from './unifiedDiff.ts';

/** What is to be done with the files, and how their texts are written in the end. */
export interface FixRun {
  /** Prints what would change, and writes nothing. */
  readonly isDiff: boolean;
  /** Those of rules that are not safe, too. */
  readonly all: boolean;
  readonly format: (texts: readonly ChangedText[]) => Promise<readonly string[]>;
}

/** Applies what can be applied, file by file, or says what would change; returns the fixed ones. */
export async function applyFixes(
  findings: readonly PlacedFinding[],
  { isDiff, all, format }: FixRun,
  context: CommandContext,
): Promise<ReadonlySet<PlacedFinding>> {
  const changed = changedFiles(all ? findings : findings.flatMap(safeIn));
  const texts = await format(changed);
  for (const [index, { path, before }] of changed.entries()) {
    const after = texts[index] ?? before;
    if (isDiff) {
      const name = relative(context.cwd, path).replaceAll('\\', '/');
      context.writeOut(unifiedDiff(name, before, after));
    } else {
      writeFileSync(path, after);
    }
  }
  return new Set(changed.flatMap(({ applied }) => applied));
}

/** What is safe is done, too, where it is part of what is not. */
function safeIn(placed: PlacedFinding): readonly PlacedFinding[] {
  const { rule, parts = [] } = placed.finding;
  return ruleNamed(rule)?.isSafe
    ? [placed]
    : parts.flatMap((finding) => safeIn({ ...placed, finding }));
}

interface ChangedFile extends ChangedText {
  readonly path: string;
  readonly applied: readonly PlacedFinding[];
}

function changedFiles(findings: readonly PlacedFinding[]): readonly ChangedFile[] {
  const changed: ChangedFile[] = [];
  const takenIn = new Map<string, Set<string>>();
  for (const file of new Set(findings.map((each) => each.file))) {
    const placed = findings.filter((each) => each.file === file);
    const folder = dirname(file.path);
    const taken = takenIn.get(folder) ?? new Set();
    takenIn.set(folder, taken);
    const made = changesIn(file, placed, taken);
    if (made) {
      const before = file.slices.text;
      const after = withChanges(before, made.changes);
      changed.push({ path: file.path, before, after, applied: made.applied });
    }
  }
  return changed;
}

function changesIn(file: CheckedFile, placed: readonly PlacedFinding[], taken: Set<string>) {
  const fixes = placed.flatMap(({ declaration, finding: { fix } }) =>
    fix ? [{ declaration, fix }] : [],
  );
  const made = fileChanges(sourceOf(file.slices, file.view), fixes, taken);
  return (
    made && {
      changes: made.changes,
      applied: placed.filter(({ finding }) => made.applied.some(({ fix }) => fix === finding.fix)),
    }
  );
}

/** The changes of one finding's fix alone. */
export function changesOf({ file, declaration, finding: { fix } }: PlacedFinding) {
  return fix && fileChanges(sourceOf(file.slices, file.view), [{ declaration, fix }])?.changes;
}
