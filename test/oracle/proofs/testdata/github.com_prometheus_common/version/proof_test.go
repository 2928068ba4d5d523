package version

import "testing"

func BenchmarkProofInfo(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		Info()
	}
}
