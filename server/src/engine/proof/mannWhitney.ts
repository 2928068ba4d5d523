/**
 * How probable it is that two groups of values differ as much as these do if both were drawn from one
 * (Mann and Whitney, two-sided). Exact, ties included: of all ways to divide the values into groups of these
 * sizes, the share of those whose sum of ranks is at least as far from what is expected.
 */
export function mannWhitneyChance(a: readonly number[], b: readonly number[]): number {
  const ranks = doubledRanks([...a, ...b]);
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const sumOfA = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
  const expected = (total * a.length) / ranks.length;
  const distance = Math.abs(sumOfA - expected);
  const ways = waysBySum(ranks, a.length, total);
  const all = ways.reduce((sum, count) => sum + count, 0);
  const asFar = ways.reduce(
    (sum, count, at) => (Math.abs(at - expected) >= distance - 1e-9 ? sum + count : sum),
    0,
  );
  return all === 0 ? 1 : asFar / all;
}

/** Equal values share the mean of their ranks; twice that is a whole number. */
function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((each) => each < value).length;
    const equal = values.filter((each) => each === value).length;
    return 2 * below + equal + 1;
  });
}

/** By their sum, in how many ways `count` of the ranks can be chosen. */
function waysBySum(ranks: readonly number[], count: number, total: number): Float64Array {
  const ways = Array.from({ length: count + 1 }, () => new Float64Array(total + 1));
  const [none] = ways;
  if (none) {
    none[0] = 1;
  }
  for (const rank of ranks) {
    for (let chosen = count; chosen > 0; chosen--) {
      const [fewer, these] = [ways[chosen - 1], ways[chosen]];
      for (let sum = total; fewer && these && sum >= rank; sum--) {
        these[sum] = (these[sum] ?? 0) + (fewer[sum - rank] ?? 0);
      }
    }
  }
  return ways[count] ?? new Float64Array(0);
}
