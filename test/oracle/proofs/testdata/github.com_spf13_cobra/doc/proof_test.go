package doc

import (
	"io"
	"testing"
)

func BenchmarkProofMan(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if err := GenMan(echoCmd, nil, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofMarkdown(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if err := GenMarkdown(echoCmd, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofLink(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		defaultLinkHandler("app run", "app_run")
	}
}
