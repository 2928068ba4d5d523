package pgtype_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgtype"
)

func benchmarkText(b *testing.B, oid uint32, value any) {
	types := pgtype.NewMap()
	plan := types.PlanEncode(oid, pgtype.TextFormatCode, value)
	buffer := make([]byte, 0, 512)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := plan.Encode(value, buffer); err != nil {
			b.Fatal(err)
		}
	}
}

var proofPoints = []pgtype.Vec2{{X: 1.5, Y: 2.25}, {X: 3.125, Y: 4.75}, {X: -1, Y: 8}}

func BenchmarkProofBox(b *testing.B) {
	benchmarkText(b, pgtype.BoxOID, pgtype.Box{P: [2]pgtype.Vec2(proofPoints[:2]), Valid: true})
}

func BenchmarkProofCircle(b *testing.B) {
	benchmarkText(b, pgtype.CircleOID, pgtype.Circle{P: proofPoints[0], R: 3.5, Valid: true})
}

func BenchmarkProofLine(b *testing.B) {
	benchmarkText(b, pgtype.LineOID, pgtype.Line{A: 1.5, B: 2.25, C: 3.5, Valid: true})
}

func BenchmarkProofLseg(b *testing.B) {
	benchmarkText(b, pgtype.LsegOID, pgtype.Lseg{P: [2]pgtype.Vec2(proofPoints[:2]), Valid: true})
}

func BenchmarkProofPath(b *testing.B) {
	benchmarkText(b, pgtype.PathOID, pgtype.Path{P: proofPoints, Valid: true})
}

func BenchmarkProofPoint(b *testing.B) {
	benchmarkText(b, pgtype.PointOID, pgtype.Point{P: proofPoints[0], Valid: true})
}

func BenchmarkProofPolygon(b *testing.B) {
	benchmarkText(b, pgtype.PolygonOID, pgtype.Polygon{P: proofPoints, Valid: true})
}

func BenchmarkProofTID(b *testing.B) {
	benchmarkText(b, pgtype.TIDOID, pgtype.TID{BlockNumber: 100_000, OffsetNumber: 4_000, Valid: true})
}

func BenchmarkProofUint32(b *testing.B) {
	benchmarkText(b, pgtype.XIDOID, pgtype.Uint32{Uint32: 4_000_000_000, Valid: true})
}

func BenchmarkProofUint64(b *testing.B) {
	benchmarkText(b, pgtype.XID8OID, pgtype.Uint64{Uint64: 4_000_000_000_000, Valid: true})
}
