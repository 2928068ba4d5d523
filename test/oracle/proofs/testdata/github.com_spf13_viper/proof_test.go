package viper

import (
	"strconv"
	"testing"

	"github.com/spf13/afero"
	"github.com/spf13/pflag"
)

func BenchmarkProofAlias(b *testing.B) {
	settings := New()
	settings.RegisterAlias("loud", "verbose")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		settings.realKey("loud")
	}
}

func BenchmarkProofSearchInPath(b *testing.B) {
	settings := New()
	settings.SetFs(afero.NewMemMapFs())
	settings.SetConfigName("config")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		settings.searchInPath("/etc/app")
	}
}

func BenchmarkProofReadInConfig(b *testing.B) {
	settings := New()
	files := afero.NewMemMapFs()
	if err := afero.WriteFile(files, "/etc/app/config.json", []byte(`{"port": 1}`), 0o644); err != nil {
		b.Fatal(err)
	}
	settings.SetFs(files)
	settings.SetConfigFile("/etc/app/config.json")
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		if err := settings.ReadInConfig(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProofMerge(b *testing.B) {
	target := map[string]any{"old": 1000, "other": 2000}
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		mergeMaps(map[string]any{"old": 3000}, target, nil)
	}
}

func BenchmarkProofMergeNew(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		mergeMaps(map[string]any{"fresh": 3000}, map[string]any{}, nil)
	}
}

func BenchmarkProofCastAny(b *testing.B) {
	source := map[any]any{}
	for i := range 40 {
		source["key"+strconv.Itoa(i)] = i
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		castToMapStringInterface(source)
	}
}

func BenchmarkProofCastSlices(b *testing.B) {
	source := map[string][]string{}
	for i := range 40 {
		source["key"+strconv.Itoa(i)] = []string{"value"}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		castMapStringSliceToMapInterface(source)
	}
}

func BenchmarkProofCastStrings(b *testing.B) {
	source := map[string]string{}
	for i := range 40 {
		source["key"+strconv.Itoa(i)] = "value"
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		castMapStringToMapInterface(source)
	}
}

func BenchmarkProofCastFlags(b *testing.B) {
	source := map[string]FlagValue{}
	for i := range 40 {
		source["key"+strconv.Itoa(i)] = pflagValue{&pflag.Flag{}}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		castMapFlagToMapInterface(source)
	}
}
