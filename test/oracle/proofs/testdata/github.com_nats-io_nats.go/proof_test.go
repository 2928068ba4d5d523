package nats

import (
	"net/http"
	"net/url"
	"testing"
)

func BenchmarkProofParseControl(b *testing.B) {
	var op control
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		parseControl("INFO {\"server_id\":\"x\"}", &op)
	}
}

func BenchmarkProofBadSubject(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if badSubject("orders.eu.created.v1") {
			b.Fatal("it is none")
		}
	}
}

func BenchmarkProofExtensions(b *testing.B) {
	header := http.Header{"Sec-Websocket-Extensions": {
		"permessage-deflate; server_no_context_takeover; client_no_context_takeover",
	}}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		wsPMCExtensionSupport(header)
	}
}

func BenchmarkProofServers(b *testing.B) {
	connection := &Conn{}
	for _, address := range []string{"nats://one:4222", "nats://two:4222", "nats://three:4222"} {
		parsed, err := url.Parse(address)
		if err != nil {
			b.Fatal(err)
		}
		connection.srvPool = append(connection.srvPool, &Server{URL: parsed})
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		connection.Servers()
	}
}

func BenchmarkProofResponsePrefix(b *testing.B) {
	connection := &Conn{}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		connection.initNewResp()
	}
}

func BenchmarkProofObjectDigest(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := DecodeObjectDigest("SHA-256=IdgP4UYMGt47rgecOqFoLrd24AXukHf5-SVzqQ5Psg8="); err != nil {
			b.Fatal(err)
		}
	}
}
