package mux

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func BenchmarkProofRoute(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		NewRouter().HandleFunc("/users/{id:[0-9]+}/posts/{post:[a-z]+}", http.NotFound)
	}
}

func BenchmarkProofQuery(b *testing.B) {
	router := NewRouter()
	router.HandleFunc("/", func(http.ResponseWriter, *http.Request) {}).Queries("page", "{page}")
	request := httptest.NewRequest(http.MethodGet, "/?page=2", nil)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if !router.Match(request, &RouteMatch{}) {
			b.Fatal("no match")
		}
	}
}
