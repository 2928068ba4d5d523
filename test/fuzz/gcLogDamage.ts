/** Logs that are damaged, mixed and cut: each is read to its end, and what is read of it adds up. */
import { readFileSync, readdirSync } from 'node:fs';
import { findingsOf } from '../../server/src/engine/gclog/findings.ts';
import { costOfGogc } from '../../server/src/engine/scripts/gogcCost.ts';
import { GcLogReader } from '../../server/src/engine/gclog/reader.ts';
import { damaged, removedPiece, type Damage } from '../support/damage.ts';
import { sample, seededRandom } from '../support/random.ts';
import { cpuMs } from './cpuTime.ts';

const FOLDER = new URL('../fixtures/gclog/', import.meta.url);
const LONGEST_TEXT = 6000;
const MOST_MS = 2000;

const WRAPS: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr' }),
  (line) => `2026-11-27T17:14:10.5Z stderr P ${line}`,
  (line) => `2026-11-27T17:14:10.5Z stderr F ${line}`,
  (line) => `api-1  | \u001b[1m${line}\u001b[0m\r`,
];
const ALPHABET = '0123456789.,+-/>@ %:()[]{}"\\\u001b\r\n gcMBPs∆';

const insertedPiece: Damage = (text, random) => {
  const at = Math.floor(random() * text.length);
  const piece = Array.from({ length: 1 + Math.floor(random() * 20) }, () =>
    ALPHABET.charAt(Math.floor(random() * ALPHABET.length)),
  ).join('');
  return text.slice(0, at) + piece + text.slice(at);
};

export interface GcLogDamage {
  readonly countTexts: number;
  readonly countCycles: number;
  readonly countRejects: number;
  readonly failures: readonly string[];
}

export function gcLogDamage({
  seed,
  countTexts,
}: {
  readonly seed: number;
  readonly countTexts: number;
}): GcLogDamage {
  const random = seededRandom(seed);
  const lines = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => readFileSync(new URL(name, FOLDER), 'utf8').split('\n'));
  const failures: string[] = [];
  let countCycles = 0;
  let countRejects = 0;
  for (let index = 0; index < countTexts; index++) {
    const text = damagedLog(lines, random);
    const start = cpuMs();
    try {
      const reader = new GcLogReader();
      const size = 1 + Math.floor(random() * text.length);
      for (let from = 0; from < text.length; from += size) {
        reader.push(text.slice(from, from + size));
      }
      const log = reader.end();
      for (const run of log.runs) {
        findingsOf(run, { gogcModel: costOfGogc });
        countCycles += run.cycles.count;
      }
      countRejects += log.countRejects;
    } catch (error) {
      failures.push(`text ${index} of seed ${seed}: ${String(error)}`);
    }
    if (cpuMs() - start > MOST_MS) {
      failures.push(`text ${index} of seed ${seed} takes more than ${MOST_MS} ms`);
    }
  }
  return { countTexts, countCycles, countRejects, failures };
}

function damagedLog(lines: readonly string[], random: () => number): string {
  const picked = sample(
    lines.slice(Math.floor(random() * lines.length)),
    1 + Math.floor(random() * 20),
    random,
  );
  const wrapped = picked.map((line) => {
    const wrap = WRAPS[Math.floor(random() * WRAPS.length)] ?? String;
    return wrap(line);
  });
  const text = wrapped.join('\n').slice(0, LONGEST_TEXT);
  return damaged(text, random, random() < 0.5 ? removedPiece : insertedPiece);
}
