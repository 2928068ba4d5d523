package replication

import "testing"

func BenchmarkProofAddRule(b *testing.B) {
	options := Options{
		TagString: "project=web&owner=somebody&tier=cold", DestBucket: "backup", ID: "one",
		RuleStatus: "enable", Priority: "1", RoleArn: "arn:minio:replication::id:backup",
	}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		settings := Config{}
		if err := settings.AddRule(options); err != nil {
			b.Fatal(err)
		}
	}
}
