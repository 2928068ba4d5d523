package credentials

import "testing"

func BenchmarkProofPortal(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		ssoPortalBaseURL("eu-central-1")
	}
}
