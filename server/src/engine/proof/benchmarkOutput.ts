/** What benchmarks print with `-benchmem`: testing.BenchmarkResult (testing/benchmark.go, Go 1.26). */

export interface BenchmarkRun {
  /** With the names of sub-benchmarks, without the number of processors. */
  readonly name: string;
  readonly nanoseconds: number;
  readonly bytes: number;
  readonly allocs: number;
}

/** The results in a text; lines of other kinds, and of benchmarks that failed, are none. */
export function benchmarkRuns(output: string): BenchmarkRun[] {
  const runs: BenchmarkRun[] = [];
  for (const [, name = '', values = ''] of output.matchAll(
    /^(Benchmark\S*?)(?:-\d+)?\s+\d+\s+(\S.*)$/gm,
  )) {
    const value = (unit: string) => {
      const [, number] = new RegExp(`(?:^|\\s)([\\d.e+]+) ${unit}(?:\\s|$)`).exec(values) ?? [];
      return number === undefined ? undefined : Number(number);
    };
    const [nanoseconds, bytes, allocs] = [value('ns/op'), value('B/op'), value('allocs/op')];
    if (nanoseconds !== undefined && bytes !== undefined && allocs !== undefined) {
      runs.push({ name, nanoseconds, bytes, allocs });
    }
  }
  return runs;
}
