import { CountedKinds, type Figures, type PackageFigures } from '../counts.ts';

/**
 * `heap` and `stack` are of code where it stands, `copies` of what inlined calls bring there, of
 * both verdicts; a parameter counts once, with all that is said of where it goes.
 */
export type KindOfVerdict = 'heap' | 'stack' | 'parameters' | 'copies';

export type EscapeFigures = Figures<KindOfVerdict>;

export type SubjectFigures = PackageFigures<KindOfVerdict>;

export const ESCAPES = new CountedKinds<KindOfVerdict>(['heap', 'stack', 'parameters', 'copies'], {
  heap: 0.99,
  stack: 0.98,
  parameters: 0.98,
  copies: 0.95,
});
