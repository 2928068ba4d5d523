/** Reports as JSON Lines: their fields are a contract for scripts (docs/architecture.md). */
import type { Amount } from '../engine/profile/columns.ts';
import type { Report } from '../engine/profile/report.ts';

/** Numbers that JSON's readers would round are texts. */
export function jsonLine(value: object): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' ? String(each) : each,
  );
}

/** What the first line says: the numbers of all others are of this type and in this unit. */
export function headerJson(report: Report): object {
  const { sampleType, sampleUnit, total, profile, unmatched } = report;
  return {
    sampleType,
    unit: sampleUnit,
    total,
    samples: profile.samples.count,
    ...(unmatched.length === 0 ? {} : { unmatched }),
  };
}

/** A share of the total; null where there is none. */
export function shareOf(value: Amount, { total }: Report): number | null {
  return total === 0 ? null : Number(value) / Number(total);
}
