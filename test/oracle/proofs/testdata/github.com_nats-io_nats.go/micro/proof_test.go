package micro

import "testing"

func BenchmarkProofControlSubject(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := ControlSubject(PingVerb, "", ""); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofControlSubjectOfName(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := ControlSubject(PingVerb, "orders", ""); err != nil {
			b.Fatal(err)
		}
	}
}
