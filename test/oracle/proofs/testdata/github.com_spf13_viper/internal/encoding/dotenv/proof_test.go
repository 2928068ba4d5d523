package dotenv

import "testing"

func BenchmarkProofEncode(b *testing.B) {
	values := map[string]any{"host": "localhost", "port": 5432, "name": "app"}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := (Codec{}).Encode(values); err != nil {
			b.Fatal(err)
		}
	}
}
