/** A module with benchmarks: what its profiles say, and what its fixes are worth, is measured. */
export const BENCHMARKED_FILES = {
  'go.mod': 'module example.com/bench\n\ngo 1.24\n',
  'keys.go': `package bench

import (
	"fmt"
	"io"
)

type record struct {
	id    int
	names [6]string
}

var last *record

// Key is what records are found by.
func Key(id int) string {
	return fmt.Sprintf("%d", id)
}

func Store(id int) {
	last = &record{id: id}
}

func Index(ids []int) map[int]string {
	index := map[int]string{}
	for _, id := range ids {
		index[id] = Key(id)
	}
	return index
}

// Unreached is in no benchmark.
func Unreached(id int) string {
	return fmt.Sprintf("%d", id)
}

// Print saves nothing where w keeps what it is given in a string of its own.
func Print(w io.Writer, text string) {
	w.Write([]byte(text))
}
`,
  'keys_test.go': `package bench

import (
	"io"
	"testing"
)

var sink string

func TestKey(t *testing.T) {
	if Key(1234) != "1234" {
		t.Error("wrong")
	}
}

func BenchmarkKey(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = Key(100_000 + i%64)
	}
}

func BenchmarkStore(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Store(i)
	}
}

func BenchmarkIndex(b *testing.B) {
	ids := make([]int, 100)
	for i := range ids {
		ids[i] = i * 1000
	}
	for i := 0; i < b.N; i++ {
		Index(ids)
	}
}

func BenchmarkPrint(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Print(io.Discard, "text")
	}
}
`,
} as const;
