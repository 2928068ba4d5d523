package api

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// proofTransport answers each request with the same text.
type proofTransport string

func (text proofTransport) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{},
		Body:       io.NopCloser(strings.NewReader(string(text))),
	}, nil
}

func benchmarkRequest(b *testing.B, answer string, send func(*Client) error) {
	client, err := NewClient(&Config{HttpClient: &http.Client{Transport: proofTransport(answer)}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := send(client); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofServiceHealth(b *testing.B) {
	benchmarkRequest(b, "{}", func(c *Client) error {
		_, _, err := c.Agent().AgentHealthServiceByIDOpts("web", &QueryOptions{LocalOnly: true})
		return err
	})
}

func BenchmarkProofServicesHealth(b *testing.B) {
	benchmarkRequest(b, "[]", func(c *Client) error {
		_, _, err := c.Agent().AgentHealthServiceByNameOpts("web", nil)
		return err
	})
}

func BenchmarkProofTimeToLive(b *testing.B) {
	benchmarkRequest(b, "", func(c *Client) error {
		if err := c.Agent().PassTTL("web", "fine"); err != nil {
			return err
		}
		return c.Agent().UpdateTTLOpts("web", "fine", HealthPassing, nil)
	})
}

func BenchmarkProofToken(b *testing.B) {
	benchmarkRequest(b, "", func(c *Client) error {
		_, err := c.Agent().UpdateDefaultACLToken("token", nil)
		return err
	})
}

func BenchmarkProofConfigEntries(b *testing.B) {
	benchmarkRequest(b, `{"Kind":"service-defaults","Name":"web"}`, func(c *Client) error {
		_, _, err := c.ConfigEntries().Get(ServiceDefaults, "web", nil)
		return err
	})
}

func BenchmarkProofConfigEntryList(b *testing.B) {
	answer := "[" + strings.Repeat(`{"Kind":"service-defaults","Name":"web"},`, 19) +
		`{"Kind":"service-defaults","Name":"web"}]`
	benchmarkRequest(b, answer, func(c *Client) error {
		_, _, err := c.ConfigEntries().List(ServiceDefaults, nil)
		return err
	})
}

func BenchmarkProofConfigEntryDelete(b *testing.B) {
	benchmarkRequest(b, "true", func(c *Client) error {
		_, err := c.ConfigEntries().Delete(ServiceDefaults, "web", nil)
		return err
	})
}

func BenchmarkProofDiscoveryChain(b *testing.B) {
	benchmarkRequest(b, "{}", func(c *Client) error {
		_, _, err := c.DiscoveryChain().Get("web", nil, nil)
		return err
	})
}

func BenchmarkProofTransaction(b *testing.B) {
	operations := make(KVTxnOps, 20)
	for i := range operations {
		operations[i] = &KVTxnOp{Verb: KVGet, Key: "key"}
	}
	benchmarkRequest(b, "{}", func(c *Client) error {
		_, _, _, err := c.KV().Txn(operations, nil)
		return err
	})
}

func BenchmarkProofPeerings(b *testing.B) {
	benchmarkRequest(b, "{}", func(c *Client) error {
		if _, _, err := c.Peerings().Read(b.Context(), "cluster", nil); err != nil {
			return err
		}
		_, err := c.Peerings().Delete(b.Context(), "cluster", nil)
		return err
	})
}

func BenchmarkProofGenerateEnv(b *testing.B) {
	settings := &Config{
		Address: "localhost:8500", Token: "token", TokenFile: "/etc/token",
		HttpAuth:  &HttpBasicAuth{Username: "user", Password: "password"},
		TLSConfig: TLSConfig{CAFile: "/ca", CAPath: "/cas", CertFile: "/cert", KeyFile: "/key", Address: "consul"},
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		settings.GenerateEnv()
	}
}

func BenchmarkProofNewClient(b *testing.B) {
	transport := &http.Client{Transport: proofTransport("")}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := NewClient(&Config{Address: "http://localhost:8500/consul", HttpClient: transport}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofIntention(b *testing.B) {
	intention := &Intention{SourceName: "web", DestinationName: "db", Action: IntentionActionAllow}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_ = intention.String()
	}
}
