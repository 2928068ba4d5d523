/**
 * Our reasons for what is on the heap beside the compiler's. Updates the committed figures of the subjects in which
 * none fell, and fails if one fell or is below its bar.
 */
import { CHAINS, type KindOfChain, runChains } from '../chains/chains.ts';
import { CommittedCounts } from '../committedCounts.ts';
import { allChainSubjects } from '../chains/subjects.ts';

const MAXIMUM_EXAMPLES = 5;

const names = process.argv.slice(2);
const file = new CommittedCounts<KindOfChain>('chains/chains.json');
const committed = file.read();
for (const subject of allChainSubjects()) {
  const { name } = subject;
  if (names.length > 0 && !names.includes(name)) {
    continue;
  }
  const { figures, differences } = await runChains(subject);
  console.log(CHAINS.describe(name, figures));
  for (const { at, theirs, ours } of differences.slice(0, MAXIMUM_EXAMPLES)) {
    console.log(`  ${at}\n    the compiler: ${told(theirs)}\n    we: ${told(ours)}`);
  }
  const fallen = CHAINS.fallen(figures, committed[name]);
  for (const fault of [...fallen, ...CHAINS.brokenBars(figures)]) {
    console.log(`  ${fault}`);
    process.exitCode = 1;
  }
  if (fallen.length === 0) {
    committed[name] = figures;
    await file.write(committed);
  }
}

function told(chains: readonly string[]): string {
  return chains.map((each) => each.replaceAll('\n', '; ')).join('\n    or ') || 'nothing';
}
