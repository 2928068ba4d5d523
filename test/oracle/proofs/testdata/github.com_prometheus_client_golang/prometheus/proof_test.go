package prometheus

import (
	"testing"

	dto "github.com/prometheus/client_model/go"
)

func BenchmarkProofDesc(b *testing.B) {
	labels := Labels{"cluster": "one", "region": "eu", "zone": "a"}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		NewDesc("requests_total", "How many there were.", []string{"code"}, labels)
	}
}

func BenchmarkProofDescText(b *testing.B) {
	constrained := ConstrainedLabels{
		{Name: "code", Constraint: func(value string) string { return value }},
		{Name: "method", Constraint: func(value string) string { return value }},
	}
	desc := V2.NewDesc("requests_total", "How many there were.", constrained, nil)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_ = desc.String()
	}
}

func BenchmarkProofGoCollector(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		NewGoCollector()
	}
}

func BenchmarkProofConstMetrics(b *testing.B) {
	desc := NewDesc("latency", "How long it took.", nil, nil)
	histogram := MustNewConstHistogram(desc, 9, 9, map[float64]uint64{1: 1, 2: 3, 4: 5, 8: 9})
	summary := MustNewConstSummary(desc, 9, 9, map[float64]float64{0.5: 1, 0.9: 2, 0.99: 3})
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := histogram.Write(&dto.Metric{}); err != nil {
			b.Fatal(err)
		}
		if err := summary.Write(&dto.Metric{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofLabelPairs(b *testing.B) {
	desc := NewDesc("requests_total", "How many.", []string{"code", "method", "path"}, nil)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		MakeLabelPairs(desc, []string{"200", "GET", "/"})
	}
}

func BenchmarkProofPedanticGather(b *testing.B) {
	registry := NewPedanticRegistry()
	counters := NewCounterVec(CounterOpts{Name: "requests_total", Help: "How many."}, []string{"code", "method"})
	counters.WithLabelValues("200", "GET").Inc()
	registry.MustRegister(counters)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := registry.Gather(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofSeveralRegistries(b *testing.B) {
	registry := NewRegistry()
	registry.MustRegister(NewCounter(CounterOpts{Name: "one_total", Help: "One."}))
	all := NewMultiTRegistry(ToTransactionalGatherer(registry))
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		_, done, err := all.Gather()
		if err != nil {
			b.Fatal(err)
		}
		done()
	}
}

func BenchmarkProofWrapped(b *testing.B) {
	counter := NewCounter(CounterOpts{Name: "one_total", Help: "One."})
	wrapped := &wrappingMetric{wrappedMetric: counter, labels: Labels{"zone": "a", "region": "eu"}}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if err := wrapped.Write(&dto.Metric{}); err != nil {
			b.Fatal(err)
		}
	}
}
