package signer

import (
	"net/http"
	"testing"
)

func BenchmarkProofSignV2(b *testing.B) {
	request, err := http.NewRequest(http.MethodGet, "http://localhost:9000/bucket/object", nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Date", "Mon, 02 Jan 2006 15:04:05 GMT")
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		SignV2(*request, "access", "secret", false)
	}
}
