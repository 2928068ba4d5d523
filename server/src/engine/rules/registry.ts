import { appendAfterMake } from './preallocation/appendAfterMake.ts';
import { appendFormat } from './strings/appendFormat.ts';
import { boxInLoop } from './boxing/boxInLoop.ts';
import { bufferGrow } from './preallocation/bufferGrow.ts';
import { bufferString } from './strings/bufferString.ts';
import { capturedTogether } from './escapes/capturedTogether.ts';
import { closeMissing } from './retention/closeMissing.ts';
import { compileOnce } from './strings/compileOnce.ts';
import { concatLoop } from './strings/concatLoop.ts';
import { deferInLoop } from './escapes/deferInLoop.ts';
import { equalFold } from './strings/equalFold.ts';
import { falseSharing } from './copies/falseSharing.ts';
import { finalizerCycle } from './retention/finalizerCycle.ts';
import { fprintString } from './boxing/fprintString.ts';
import { gcAlways } from './settings/gcAlways.ts';
import { gcForced } from './settings/gcForced.ts';
import { gcOff } from './settings/gcOff.ts';
import { goroutineBlocked } from './retention/goroutineBlocked.ts';
import { guardedArguments } from './boxing/guardedArguments.ts';
import { hashSum } from './strings/hashSum.ts';
import { keptPart } from './retention/keptPart.ts';
import { loopClosure } from './escapes/loopClosure.ts';
import { mapGrows } from './retention/mapGrows.ts';
import { mapRemade } from './preallocation/mapRemade.ts';
import { movedVariable } from './escapes/movedVariable.ts';
import { ownedObject } from './escapes/ownedObject.ts';
import { parameterCopy } from './copies/parameterCopy.ts';
import { poolByValue } from './pooling/poolByValue.ts';
import { poolMissing } from './pooling/poolMissing.ts';
import { poolNoReset } from './pooling/poolNoReset.ts';
import { poolPutMissing } from './pooling/poolPutMissing.ts';
import { poolUnbounded } from './pooling/poolUnbounded.ts';
import { poolUseAfterPut } from './pooling/poolUseAfterPut.ts';
import { preallocMap } from './preallocation/preallocMap.ts';
import { preallocSlice } from './preallocation/preallocSlice.ts';
import { queueHead } from './retention/queueHead.ts';
import { rangeCopy } from './copies/rangeCopy.ts';
import { rangeRune } from './strings/rangeRune.ts';
import { readAll } from './strings/readAll.ts';
import { readerCopy } from './strings/readerCopy.ts';
import type { Rule } from './rule.ts';
import { resetInLoop } from './pooling/resetInLoop.ts';
import { scannerText } from './strings/scannerText.ts';
import { searchCopy } from './strings/searchCopy.ts';
import { sliceGrows } from './retention/sliceGrows.ts';
import { sliceHeader } from './retention/sliceHeader.ts';
import { sliceOfPointers } from './preallocation/sliceOfPointers.ts';
import { sliceOfSlices } from './preallocation/sliceOfSlices.ts';
import { sliceRemade } from './preallocation/sliceRemade.ts';
import { slogAttrs } from './boxing/slogAttrs.ts';
import { sortSlice } from './boxing/sortSlice.ts';
import { splitCut } from './strings/splitCut.ts';
import { splitSeq } from './strings/splitSeq.ts';
import { sprintfConcat } from './strings/sprintfConcat.ts';
import { sprintfStrconv } from './strings/sprintfStrconv.ts';
import { timeAfterLoop } from './retention/timeAfterLoop.ts';
import { timerKept } from './retention/timerKept.ts';
import { writeSprintf } from './strings/writeSprintf.ts';
import { writeString } from './strings/writeString.ts';

/** All rules there are, by their names. */
export const RULES: readonly Rule[] = [
  appendAfterMake,
  appendFormat,
  boxInLoop,
  bufferGrow,
  bufferString,
  capturedTogether,
  closeMissing,
  compileOnce,
  concatLoop,
  deferInLoop,
  equalFold,
  falseSharing,
  finalizerCycle,
  fprintString,
  gcAlways,
  gcForced,
  gcOff,
  goroutineBlocked,
  guardedArguments,
  hashSum,
  keptPart,
  loopClosure,
  mapGrows,
  mapRemade,
  movedVariable,
  ownedObject,
  parameterCopy,
  poolByValue,
  poolMissing,
  poolNoReset,
  poolPutMissing,
  poolUnbounded,
  poolUseAfterPut,
  preallocMap,
  preallocSlice,
  queueHead,
  rangeCopy,
  rangeRune,
  readAll,
  readerCopy,
  resetInLoop,
  scannerText,
  searchCopy,
  sliceGrows,
  sliceHeader,
  sliceOfPointers,
  sliceOfSlices,
  sliceRemade,
  slogAttrs,
  sortSlice,
  splitCut,
  splitSeq,
  sprintfConcat,
  sprintfStrconv,
  timeAfterLoop,
  timerKept,
  writeSprintf,
  writeString,
];

export function ruleNamed(name: string): Rule | undefined {
  return RULES.find((rule) => rule.name === name);
}
