package collectors

import "testing"

func BenchmarkProofCollections(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		NewGoCollector(WithGoCollections(GoRuntimeMetricsCollection))
	}
}
