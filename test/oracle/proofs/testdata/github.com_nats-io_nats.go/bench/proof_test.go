package bench

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

func proofReport() *Benchmark {
	report := NewBenchmark("proof", 2, 2)
	start := time.Unix(0, 0)
	connection := &nats.Conn{Statistics: nats.Statistics{InMsgs: 1_000_000, OutMsgs: 1_000_000}}
	for i := 0; i < 2; i++ {
		end := start.Add(time.Second)
		report.AddSubSample(NewSample(100_000, 128, start, end, connection))
		report.AddPubSample(NewSample(100_000, 128, start, end, connection))
	}
	report.Close()
	return report
}

func BenchmarkProofCSV(b *testing.B) {
	report := proofReport()
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		report.CSV()
	}
}

func BenchmarkProofReport(b *testing.B) {
	report := proofReport()
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		report.Report()
	}
}
