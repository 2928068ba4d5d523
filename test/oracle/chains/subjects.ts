/** What our reasons are compared on. */
import { join } from 'node:path';
import type { Subject } from '../agreement.ts';
import { allEscapeSubjects, sampledEscapeSubjects } from '../escapes/subjects.ts';

const BY_INLINED_CODE: Subject = {
  name: 'by way of inlined code',
  directory: join(import.meta.dirname, '../../fixtures/chains'),
  patterns: ['./...'],
};

/** What `npm test` compares each time. */
export function sampledChainSubjects(): Subject[] {
  return [BY_INLINED_CODE, ...sampledEscapeSubjects()];
}

/** What the whole run compares. */
export function allChainSubjects(): Subject[] {
  return [BY_INLINED_CODE, ...allEscapeSubjects()];
}
