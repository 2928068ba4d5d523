package minio

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7/pkg/credentials"
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

func proofClient(b *testing.B, answer string) *Client {
	client, err := New("localhost:9000", &Options{
		Creds:     credentials.NewStaticV4("access", "secret", ""),
		Region:    "us-east-1",
		Transport: proofTransport(answer),
	})
	if err != nil {
		b.Fatal(err)
	}
	return client
}

func benchmarkRequest(b *testing.B, answer string, send func(*Client) error) {
	client := proofClient(b, answer)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := send(client); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofListObjectsV2(b *testing.B) {
	benchmarkRequest(b, "<ListBucketResult></ListBucketResult>", func(c *Client) error {
		_, err := c.listObjectsV2Query(context.Background(), "bucket", "", "", false, false, false, "", "", 500, nil)
		return err
	})
}

func BenchmarkProofListObjects(b *testing.B) {
	benchmarkRequest(b, "<ListBucketResult></ListBucketResult>", func(c *Client) error {
		_, err := c.listObjectsQuery(context.Background(), "bucket", "", "", "", 500, nil)
		return err
	})
}

func BenchmarkProofListVersions(b *testing.B) {
	benchmarkRequest(b, "<ListVersionsResult></ListVersionsResult>", func(c *Client) error {
		_, err := c.listObjectVersionsQuery(context.Background(), "bucket", ListObjectsOptions{MaxKeys: 500}, "", "", "")
		return err
	})
}

func BenchmarkProofListUploads(b *testing.B) {
	const answer = "<ListMultipartUploadsResult></ListMultipartUploadsResult>"
	benchmarkRequest(b, answer, func(c *Client) error {
		_, err := c.listMultipartUploadsQuery(context.Background(), "bucket", "", "", "", "", 500)
		return err
	})
}

func BenchmarkProofListParts(b *testing.B) {
	benchmarkRequest(b, "<ListPartsResult></ListPartsResult>", func(c *Client) error {
		_, err := c.listObjectPartsQuery(context.Background(), "bucket", "object", "upload", 300, 500)
		return err
	})
}

func BenchmarkProofSetBucketQOS(b *testing.B) {
	benchmarkRequest(b, "", func(c *Client) error {
		return c.SetBucketQOS(context.Background(), "bucket", NewQOSConfig())
	})
}

func BenchmarkProofRemoveRequest(b *testing.B) {
	objects := make([]ObjectInfo, 40)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		generateRemoveMultiObjectsRequest(objects)
	}
}

func BenchmarkProofChecksums(b *testing.B) {
	parts := make([]ObjectPart, 3)
	for i := range parts {
		parts[i] = ObjectPart{PartNumber: len(parts) - i, Size: 1 << 20, ChecksumCRC32C: "aaaaaa=="}
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := ChecksumCRC32C.CompositeChecksum(parts); err != nil {
			b.Fatal(err)
		}
		if _, err := ChecksumFullObjectCRC32C.FullObjectChecksum(parts); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofPostPolicy(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		policy := NewPostPolicy()
		if err := policy.SetExpires(time.Unix(1<<32, 0)); err != nil {
			b.Fatal(err)
		}
		if err := policy.SetUserMetadata("owner", "somebody"); err != nil {
			b.Fatal(err)
		}
		if err := policy.SetUserMetadataStartsWith("group", "some"); err != nil {
			b.Fatal(err)
		}
		if err := policy.SetUserData("color", "green"); err != nil {
			b.Fatal(err)
		}
		_ = policy.String()
	}
}
