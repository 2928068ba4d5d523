import { CommittedCounts } from './committedCounts.ts';
import type { CountedKinds, PackageFigures } from './counts.ts';
import type { Subject } from './agreement.ts';

/** Those that the command line names; all of them if it names none. */
export function askedSubjects(subjects: readonly Subject[]): readonly Subject[] {
  const names = process.argv.slice(2);
  return subjects.filter(({ name }) => names.length === 0 || names.includes(name));
}

/**
 * Prints what was measured of a subject, and updates its committed figures unless one fell; the program fails if one
 * fell or is below its bar. `file` is in this folder.
 */
export async function takeFigures<Kind extends string>(
  kinds: CountedKinds<Kind>,
  file: string,
  { name, figures, report }: { name: string; figures: PackageFigures<Kind>; report: string },
): Promise<void> {
  console.log(kinds.describe(name, figures));
  console.log(report);
  const counts = new CommittedCounts<Kind>(file);
  const committed = counts.read();
  const fallen = kinds.fallen(figures, committed[name]);
  for (const fault of [...fallen, ...kinds.brokenBars(figures)]) {
    console.log(`  ${fault}`);
    process.exitCode = 1;
  }
  if (fallen.length === 0) {
    committed[name] = figures;
    await counts.write(committed);
  }
}
