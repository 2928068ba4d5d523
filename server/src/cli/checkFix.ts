import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileChanges, withChanges } from '../engine/rules/fileChanges.ts';
import { ruleNamed } from '../engine/rules/registry.ts';
import { sourceOf } from '../workspace/findings.ts';
import type { CheckedFile } from './checkedFiles.ts';
import type { PlacedFinding } from './checkFindings.ts';
import type { CommandContext } from './command.ts';
import { unifiedDiff } from './unifiedDiff.ts';

/** Applies what can be applied, file by file, or says what would change; returns the fixed ones. */
export function applyFixes(
  findings: readonly PlacedFinding[],
  { isDiff, all }: { readonly isDiff: boolean; readonly all: boolean },
  context: CommandContext,
): ReadonlySet<PlacedFinding> {
  const fixed = new Set<PlacedFinding>();
  const byFile = new Map<CheckedFile, PlacedFinding[]>();
  for (const each of findings) {
    if (each.finding.fix && (all || ruleNamed(each.finding.rule)?.isSafe === true)) {
      byFile.set(each.file, [...(byFile.get(each.file) ?? []), each]);
    }
  }
  const takenIn = new Map<string, Set<string>>();
  for (const [file, placed] of byFile) {
    const folder = dirname(file.path);
    const taken = takenIn.get(folder) ?? new Set();
    takenIn.set(folder, taken);
    const made = changesIn(file, placed, taken);
    if (!made) {
      continue;
    }
    const { text } = file.slices;
    const after = withChanges(text, made.changes);
    if (isDiff) {
      const name = relative(context.cwd, file.path).replaceAll('\\', '/');
      context.writeOut(unifiedDiff(name, text, after));
    } else {
      writeFileSync(file.path, after);
    }
    for (const each of made.applied) {
      fixed.add(each);
    }
  }
  return fixed;
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
