package push

import "testing"

func BenchmarkProofURL(b *testing.B) {
	pusher := New("http://localhost:9091", "job").Grouping("instance", "one")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		pusher.fullURL()
	}
}
