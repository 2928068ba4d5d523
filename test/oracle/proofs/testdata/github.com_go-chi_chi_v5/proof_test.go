package chi

import "testing"

func BenchmarkProofNodes(b *testing.B) {
	list := nodes{{label: 'c'}, {label: 'a'}, {label: 'b'}}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		list.Sort()
	}
}
