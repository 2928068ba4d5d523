package gin

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

type discarded struct{ header http.Header }

func (d *discarded) Header() http.Header { return d.header }

func (d *discarded) Write(text []byte) (int, error) { return len(text), nil }

func (d *discarded) WriteHeader(int) {}

func BenchmarkProofRedirect(b *testing.B) {
	defer SetMode(Mode())
	SetMode(ReleaseMode)
	writer := &discarded{header: http.Header{}}
	c := CreateTestContextOnly(writer, New())
	c.Request = httptest.NewRequest(http.MethodPost, "/users/", nil)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		c.writermem.reset(writer)
		redirectRequest(c)
	}
}

func BenchmarkProofStatus(b *testing.B) {
	defer SetMode(Mode())
	SetMode(ReleaseMode)
	w := &responseWriter{}
	w.reset(&discarded{header: http.Header{}})
	w.WriteHeaderNow()
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		w.WriteHeader(http.StatusNotFound)
	}
}
