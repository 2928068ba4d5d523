package dns

import (
	"strings"
	"testing"
)

func proofRecord(b *testing.B, text string) RR {
	record, err := NewRR(text)
	if err != nil {
		b.Fatal(err)
	}
	return record
}

func BenchmarkProofAlgorithms(b *testing.B) {
	codes := []uint8{RSASHA256, RSASHA512, ECDSAP256SHA256, ED25519}
	dau, dhu, n3u := &EDNS0_DAU{AlgCode: codes}, &EDNS0_DHU{AlgCode: codes}, &EDNS0_N3U{AlgCode: codes}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_, _, _ = dau.String(), dhu.String(), n3u.String()
	}
}

func BenchmarkProofExtendedError(b *testing.B) {
	option := &EDNS0_EDE{InfoCode: ExtendedErrorCodeStaleAnswer, ExtraText: "served from the cache"}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_ = option.String()
	}
}

func BenchmarkProofGenerate(b *testing.B) {
	const zone = "$ORIGIN example.org.\n$GENERATE 1-3 host-$ 3600 IN TXT \"a text of some words\"\n"
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		parser := NewZoneParser(strings.NewReader(zone), "", "")
		for _, ok := parser.Next(); ok; _, ok = parser.Next() {
		}
		if err := parser.Err(); err != nil {
			b.Fatal(err)
		}
	}
}

const proofService = `example.org. 3600 IN SVCB 1 . mandatory="port,alpn" port=53 alpn="h2,h3" ipv4hint="192.0.2.1"`

func BenchmarkProofServicePack(b *testing.B) {
	record := proofRecord(b, proofService)
	buffer := make([]byte, 512)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := PackRR(record, buffer, 0, nil, false); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofServiceEqual(b *testing.B) {
	one, other := proofRecord(b, proofService), proofRecord(b, proofService)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if !IsDuplicate(one, other) {
			b.Fatal("they are equal")
		}
	}
}

func BenchmarkProofUpdate(b *testing.B) {
	records := []RR{
		proofRecord(b, "one.example.org. 3600 IN A 192.0.2.1"),
		proofRecord(b, "two.example.org. 3600 IN A 192.0.2.2"),
		proofRecord(b, "three.example.org. 3600 IN A 192.0.2.3"),
		proofRecord(b, "four.example.org. 3600 IN A 192.0.2.4"),
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		message := new(Msg)
		message.SetUpdate("example.org.")
		message.NameUsed(records)
		message.NameNotUsed(records)
		message.RRsetUsed(records)
		message.RRsetNotUsed(records)
		message.RemoveRRset(records)
		message.RemoveName(records)
	}
}
