/** Our reasons for what is on the heap beside the compiler's. */
import { CHAINS, type DifferentChain, runChains } from '../chains/chains.ts';
import { allChainSubjects } from '../chains/subjects.ts';
import { askedSubjects, takeFigures } from '../countedSweep.ts';

const MAXIMUM_EXAMPLES = 5;

for (const subject of askedSubjects(allChainSubjects())) {
  const { figures, differences } = await runChains(subject);
  const report = differences.slice(0, MAXIMUM_EXAMPLES).map(textOf).join('\n');
  await takeFigures(CHAINS, 'chains/chains.json', { name: subject.name, figures, report });
}

function textOf({ at, theirs, ours }: DifferentChain): string {
  return `  ${at}\n    the compiler: ${told(theirs)}\n    we: ${told(ours)}`;
}

function told(chains: readonly string[]): string {
  return chains.map((each) => each.replaceAll('\n', '; ')).join('\n    or ') || 'nothing';
}
