/** All lessons, in the order in which they build on each other. A new one is a file, and a line here. */
import { fragmentation } from './fragmentation.ts';
import { gogc } from './gogc.ts';
import { goroutineStacks } from './goroutineStacks.ts';
import { hugePages } from './hugePages.ts';
import { largeObjects } from './largeObjects.ts';
import type { MakeLesson } from './lesson.ts';
import { mcacheRefill } from './mcacheRefill.ts';
import { memoryLimit } from './memoryLimit.ts';
import { noscan } from './noscan.ts';
import { pooling } from './pooling.ts';
import { scavenger } from './scavenger.ts';
import { sizeClassWaste } from './sizeClassWaste.ts';
import { sweepAndReuse } from './sweepAndReuse.ts';
import { tinyAllocator } from './tinyAllocator.ts';

export const LESSONS: readonly MakeLesson[] = [
  tinyAllocator,
  sizeClassWaste,
  noscan,
  mcacheRefill,
  largeObjects,
  sweepAndReuse,
  gogc,
  memoryLimit,
  pooling,
  fragmentation,
  scavenger,
  hugePages,
  goroutineStacks,
];
