package profiledtests

import (
	"os/exec"
	"testing"
	"time"
)

var sink []byte

// BenchmarkMake allocates 256 bytes each time.
func BenchmarkMake(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 256)
	}
}

func BenchmarkParts(b *testing.B) {
	b.Run("one", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sink = make([]byte, 512)
		}
	})
}

func TestMake(t *testing.T) {
	for range 1000 {
		sink = make([]byte, 1024)
	}
}

func TestFails(t *testing.T) { t.Fatal("as it should") }

// TestSleeps has a process of its own that would outlive it.
func TestSleeps(t *testing.T) {
	t.Log(exec.Command("sleep", "60").Start())
	time.Sleep(time.Minute)
}

// TestChurns goes on until it is stopped.
func TestChurns(t *testing.T) {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		for range 16 {
			sink = make([]byte, 64<<10)
		}
		time.Sleep(time.Millisecond)
	}
}
