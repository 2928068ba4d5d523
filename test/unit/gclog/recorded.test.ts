/** Logs that each version of Go has written (test/fixtures/gclog/record.sh), beside its own counters. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  assertAllCounted,
  assertCountersAgree,
  onlyRun,
  readGcLog,
} from '../../support/gcLogTruth.ts';

const FOLDER = new URL('../../fixtures/gclog/', import.meta.url);
const textOf = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

describe('recorded logs', () => {
  const versions = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.log'))
    .map((name) => name.slice(0, -'.log'.length));

  it('are there for Go 1.19 to 1.26', () => {
    assert.deepEqual(
      versions.sort(),
      Array.from({ length: 8 }, (_, index) => `go1.${19 + index}`),
    );
  });

  for (const version of versions) {
    it(`of ${version} are read line by line, and say what its counters say`, () => {
      const text = textOf(`${version}.log`);
      const log = readGcLog(text);
      assertAllCounted(text, log);
      assertCountersAgree(onlyRun(log), textOf(`${version}.jsonl`));
    });
  }
});
