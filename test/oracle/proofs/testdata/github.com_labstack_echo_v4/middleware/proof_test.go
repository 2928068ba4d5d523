package middleware

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/labstack/echo/v4"
)

func BenchmarkProofExtractors(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := createExtractors("header:Authorization,query:token,cookie:session", ""); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofRules(b *testing.B) {
	rules := map[string]string{}
	for i := range 12 {
		rules["/old"+strconv.Itoa(i)+"/*"] = "/new/$1"
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		rewriteRulesRegex(rules)
	}
}

func BenchmarkProofSecure(b *testing.B) {
	server := echo.New()
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	request.TLS = &tls.ConnectionState{}
	context := server.NewContext(request, httptest.NewRecorder())
	handler := SecureWithConfig(SecureConfig{HSTSMaxAge: 3600, HSTSPreloadEnabled: true})(
		func(echo.Context) error { return nil },
	)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := handler(context); err != nil {
			b.Fatal(err)
		}
	}
}
