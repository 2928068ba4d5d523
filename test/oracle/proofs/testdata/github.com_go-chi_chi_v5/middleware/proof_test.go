package middleware

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// proofWriter keeps nothing.
type proofWriter struct{ header http.Header }

func (w proofWriter) Header() http.Header         { return w.header }
func (w proofWriter) Write(p []byte) (int, error) { return len(p), nil }
func (w proofWriter) WriteHeader(int)             {}

// WriteString is what the writers of net/http have.
func (w proofWriter) WriteString(s string) (int, error) { return len(s), nil }

func benchmarkHandler(b *testing.B, target string, handler http.Handler) {
	writer := proofWriter{header: http.Header{}}
	request := httptest.NewRequest(http.MethodGet, target, nil)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		handler.ServeHTTP(writer, request)
	}
}

func BenchmarkProofHeartbeat(b *testing.B) {
	benchmarkHandler(b, "/ping", Heartbeat("/ping")(http.NotFoundHandler()))
}

func BenchmarkProofRedirect(b *testing.B) {
	benchmarkHandler(b, "/users/?page=2", RedirectSlashes(http.NotFoundHandler()))
}

func BenchmarkProofStack(b *testing.B) {
	stack := []byte("goroutine 1 [running]:\npanic({0x1, 0x2})\n\t/go/src/runtime/panic.go:1 +0x1\n" +
		"created by nobody\nmain.main()\n\t/app/main.go:7 +0x2\n")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := (prettyStack{}).parse(stack, "bad", false); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofRouteAny(b *testing.B) {
	patterns := []string{"a*", "b*", "c*", "d*", "e*", "f*", "g*", "h*"}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		RouteHeaders().RouteAny("Origin", patterns, nil)
	}
}
