import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { goroot, type Subject } from './agreement.ts';
import { describeMiss, measureAnchors, type AnchorFigures } from './anchors.ts';

/**
 * `LONG=1` looks at more; `UPDATE=1` commits figures that have risen: `LONG=1 UPDATE=1 node
 * --import tsx --test test/oracle/anchors.test.ts`.
 */
const { LONG, UPDATE } = process.env;

const FILE = join(dirname(fileURLToPath(import.meta.url)), 'anchors.json');

const SHORT_SUBJECTS = ['fmt', 'encoding/json', 'net/url', 'strings', 'text/template'];
const LONG_SUBJECTS = ['net/http', 'std'];

function subjects(): Subject[] {
  const names = LONG === '1' ? [...SHORT_SUBJECTS, ...LONG_SUBJECTS] : SHORT_SUBJECTS;
  const directory = join(goroot(), 'src');
  return names.map((name) => ({ name, directory, patterns: [name] }));
}

describe('what the compiler speaks of is where it says', () => {
  const committed = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, AnchorFigures>;

  for (const subject of subjects()) {
    it(subject.name, () => {
      const { figures, misses } = measureAnchors(subject);
      const { rows, missing, unfit, percent } = figures;
      console.log(
        `${subject.name}: ${percent} % of ${rows} rows (${missing} missing, ${unfit} unfit)`,
      );
      assert.ok(rows > 0, 'there is nothing to compare');
      const floor = committed[subject.name]?.percent ?? 100;
      assert.ok(percent >= floor, `below ${floor} %:\n${misses.map(describeMiss).join('\n')}`);
      if (UPDATE === '1' && percent >= floor) {
        committed[subject.name] = figures;
        writeFileSync(FILE, `${JSON.stringify(committed, undefined, 2)}\n`);
      }
    });
  }
});
