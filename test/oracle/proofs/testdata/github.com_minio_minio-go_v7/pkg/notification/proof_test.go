package notification

import "testing"

func BenchmarkProofFilterRules(b *testing.B) {
	rules := []FilterRule{{Name: "prefix", Value: "images/"}, {Name: "suffix", Value: ".jpg"}}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if !EqualFilterRuleList(rules, rules) {
			b.Fatal("they are equal")
		}
	}
}
