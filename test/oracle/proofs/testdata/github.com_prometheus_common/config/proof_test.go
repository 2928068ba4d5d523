package config

import (
	"net/http"
	"testing"
)

type proofTransport struct{}

func (proofTransport) RoundTrip(*http.Request) (*http.Response, error) { return nil, nil }

func BenchmarkProofAuthorization(b *testing.B) {
	transport := NewAuthorizationCredentialsRoundTripper("Bearer", NewInlineSecret("secret"), proofTransport{})
	request, err := http.NewRequest(http.MethodGet, "http://example.org", nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := transport.RoundTrip(request); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofTLSVersion(b *testing.B) {
	version := TLSVersion(9999)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_ = version.String()
	}
}

func BenchmarkProofValidate(b *testing.B) {
	settings := &HTTPClientConfig{Authorization: &Authorization{Type: "Bearer", Credentials: "secret"}}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if err := settings.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}
