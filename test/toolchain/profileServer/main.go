// Profileserver serves its profiles, says where, and ends with its standard input.
// Each look at /grow keeps a megabyte, and leaves a goroutine that waits for ever.
package main

import (
	_ "expvar"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime/pprof"
	"runtime/trace"
	"time"
)

var kept [][]byte

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr())
	pprof.NewProfile("example.com/sessions").Add(listener, 0)
	http.HandleFunc("/grow", grow)
	http.HandleFunc("/flight", flight)
	http.HandleFunc("GET /debug/pprof/flight", flight)
	go work()
	go func() { log.Fatal(http.Serve(listener, nil)) }()
	io.Copy(io.Discard, os.Stdin)
}

func grow(http.ResponseWriter, *http.Request) {
	for range 16 {
		block := make([]byte, 64<<10)
		for i := range block {
			block[i] = 1 // what is never written is not resident
		}
		kept = append(kept, block)
	}
	go wait(make(chan int))
}

// flight gives a snapshot of the last moments, as a program does when something took too long.
func flight(w http.ResponseWriter, _ *http.Request) {
	recorder := trace.NewFlightRecorder(trace.FlightRecorderConfig{})
	if err := recorder.Start(); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	defer recorder.Stop()
	time.Sleep(20 * time.Millisecond)
	recorder.WriteTo(w)
}

func wait(forever chan int) { <-forever }

var sink int

// work is what a CPU profile has.
func work() {
	for {
		for range 1_000_000 {
			sink++
		}
		time.Sleep(time.Millisecond)
	}
}
