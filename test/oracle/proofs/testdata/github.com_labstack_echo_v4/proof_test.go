package echo

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
)

func BenchmarkProofPathParams(b *testing.B) {
	const count = 12
	context := New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder())
	names, values := make([]string, count), make([]string, count)
	for i := range names {
		names[i], values[i] = "name"+strconv.Itoa(i), "value"
	}
	context.SetParamNames(names...)
	context.SetParamValues(values...)
	target := map[string]string{}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := new(DefaultBinder).BindPathParams(context, &target); err != nil {
			b.Fatal(err)
		}
	}
}
