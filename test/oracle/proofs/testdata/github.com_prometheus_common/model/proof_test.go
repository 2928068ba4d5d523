package model

import "testing"

func BenchmarkProofAlert(b *testing.B) {
	alert := &Alert{Labels: LabelSet{AlertNameLabel: "HighLatency", "job": "api"}}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_ = alert.String()
	}
}
