package jetstream

import (
	"testing"

	"github.com/nats-io/nats.go"
)

func BenchmarkProofObjectDigest(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := DecodeObjectDigest("SHA-256=IdgP4UYMGt47rgecOqFoLrd24AXukHf5-SVzqQ5Psg8="); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofAPIPrefix(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := NewWithAPIPrefix(&nats.Conn{}, "$JS.hub.API"); err != nil {
			b.Fatal(err)
		}
	}
}
