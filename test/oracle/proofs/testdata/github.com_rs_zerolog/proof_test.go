package zerolog

import (
	"io"
	"testing"
)

func BenchmarkProofConsole(b *testing.B) {
	writer := ConsoleWriter{Out: io.Discard, NoColor: true}
	line := []byte(`{"level":"info","time":"2006-01-02T15:04:05Z","flags":[1,2,3],"size":{"x":1},"message":"done"}`)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := writer.Write(line); err != nil {
			b.Fatal(err)
		}
	}
}
