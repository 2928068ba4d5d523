import { appendAfterMake } from './appendAfterMake.ts';
import { appendFormat } from './appendFormat.ts';
import { compileOnce } from './compileOnce.ts';
import { deferInLoop } from './deferInLoop.ts';
import { poolMissing } from './poolMissing.ts';
import { preallocMap } from './preallocMap.ts';
import { preallocSlice } from './preallocSlice.ts';
import type { Rule } from './rule.ts';
import { splitSeq } from './splitSeq.ts';
import { sprintfConcat } from './sprintfConcat.ts';
import { sprintfStrconv } from './sprintfStrconv.ts';
import { writeSprintf } from './writeSprintf.ts';
import { writeString } from './writeString.ts';

/** All rules there are, by their names. */
export const RULES: readonly Rule[] = [
  appendAfterMake,
  appendFormat,
  compileOnce,
  deferInLoop,
  poolMissing,
  preallocMap,
  preallocSlice,
  splitSeq,
  sprintfConcat,
  sprintfStrconv,
  writeSprintf,
  writeString,
];

export function ruleNamed(name: string): Rule | undefined {
  return RULES.find((rule) => rule.name === name);
}
