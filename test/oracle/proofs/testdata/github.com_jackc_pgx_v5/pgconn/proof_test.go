package pgconn

import "testing"

func BenchmarkProofRedact(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		redactPW("host=db user=me password='secret' dbname=app")
	}
}

func BenchmarkProofRedactBrokenURL(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		redactPW("postgres://me:se/cr?et@db:5432/app")
	}
}

func BenchmarkProofParseConfig(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := ParseConfig("postgres://me:secret@one,two,three,four/app?sslmode=prefer"); err != nil {
			b.Fatal(err)
		}
	}
}
