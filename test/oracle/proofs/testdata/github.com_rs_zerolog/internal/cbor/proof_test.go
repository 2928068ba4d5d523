package cbor

import "testing"

func BenchmarkProofDecode(b *testing.B) {
	event := []byte("\xbf\x64name\x64Anna\xff")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		DecodeIfBinaryToString(event)
	}
}
