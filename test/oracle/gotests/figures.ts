import type { Figures } from '../../../server/src/engine/comparison/counts.ts';
import { goVariable } from '../../support/goListing.ts';
import { CountedKinds, type PackageFigures } from '../counts.ts';
import type { FileResult } from './run.ts';

/** `invented` is what nobody expects. */
export type KindOfExpectation = 'expectations';

export const GO_TESTS = new CountedKinds<KindOfExpectation>(['expectations'], {
  expectations: 0.95,
});

/** The subject's name: each Go version has tests of its own. */
export function goTestsName(): string {
  const [minor = ''] = /^go\d+\.\d+/.exec(goVariable('GOVERSION')) ?? [];
  return `tests of ${minor}`;
}

export function figuresOf(results: readonly FileResult[]): PackageFigures<KindOfExpectation> {
  const figures: Record<string, Figures<KindOfExpectation>> = {};
  for (const { test, met, missing, unexpected } of results) {
    const { expectations } = (figures[test.name] ??= GO_TESTS.none());
    expectations.equal += met.length;
    expectations.missing += missing.length;
    expectations.invented += unexpected.length;
  }
  return figures;
}

/** What is not met and what is not expected, for a person. */
export function reportOf(results: readonly FileResult[], folder: string): string {
  return results
    .flatMap(({ file, missing, unexpected }) => {
      const place = file.slice(folder.length + 1);
      return [
        ...missing.map(({ line, regexp }) => `  ${place}:${line} not met: ${regexp.pattern}`),
        ...unexpected.map(({ line, text }) => `  ${place}:${line} not expected: ${text}`),
      ];
    })
    .join('\n');
}

/** How many expectations there are of passes that are not ours. */
export function countOthers(results: readonly FileResult[]): number {
  return results.reduce((count, { others }) => count + others.length, 0);
}
