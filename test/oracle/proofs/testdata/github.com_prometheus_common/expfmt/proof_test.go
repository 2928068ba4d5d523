package expfmt

import (
	"bytes"
	"strings"
	"testing"

	"github.com/prometheus/common/model"
)

func BenchmarkProofFinalize(b *testing.B) {
	buffer := new(bytes.Buffer)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		buffer.Reset()
		if _, err := FinalizeOpenMetrics(buffer); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkSamples(b *testing.B, text string) {
	parser := NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		b.Fatal(err)
	}
	options := &DecodeOptions{Timestamp: model.Now()}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for _, family := range families {
			if _, err := ExtractSamples(options, family); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkProofSummary(b *testing.B) {
	benchmarkSamples(b, "# TYPE s summary\ns{quantile=\"0.5\"} 1\ns{quantile=\"0.9\"} 2\ns{quantile=\"0.99\"} 3\ns_sum 9\ns_count 4\n")
}

func BenchmarkProofHistogram(b *testing.B) {
	benchmarkSamples(b, "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"2\"} 2\nh_bucket{le=\"+Inf\"} 3\nh_sum 9\nh_count 3\n")
}
