import {
  type KindOfVerdict,
  VERDICT_KINDS,
} from '../../../server/src/engine/comparison/verdicts.ts';
import { CountedKinds, type PackageFigures } from '../counts.ts';

export type SubjectFigures = PackageFigures<KindOfVerdict>;

export const ESCAPES = new CountedKinds<KindOfVerdict>(VERDICT_KINDS, {
  heap: 0.99,
  stack: 0.98,
  parameters: 0.98,
  copies: 0.95,
});
