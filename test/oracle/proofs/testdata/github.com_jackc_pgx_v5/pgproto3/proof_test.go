package pgproto3_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"
)

func BenchmarkProofErrorResponse(b *testing.B) {
	response := &pgproto3.ErrorResponse{
		Severity: "ERROR", Code: "42601", Message: "syntax error",
		Position: 1234, InternalPosition: 5678, Line: 9012,
	}
	buffer := make([]byte, 0, 512)
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if _, err := response.Encode(buffer); err != nil {
			b.Fatal(err)
		}
	}
}
