package version

import "testing"

func BenchmarkProofCollector(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		NewCollector("app")
	}
}
