// Writes what the flight recorder has of its last second into the file of the first argument: goroutines began
// long before, and the first generations are gone.
package main

import (
	"log"
	"os"
	"runtime"
	"runtime/trace"
	"time"
)

func main() {
	recorder := trace.NewFlightRecorder(trace.FlightRecorderConfig{MinAge: time.Second})
	check(recorder.Start())
	values := make(chan []byte)
	for range 3 {
		go receive(values)
	}
	for begun := time.Now(); time.Since(begun) < 3500*time.Millisecond; {
		values <- make([]byte, 64<<10)
		time.Sleep(time.Millisecond)
	}
	runtime.GC()
	file, err := os.Create(os.Args[1])
	check(err)
	_, err = recorder.WriteTo(file)
	check(err)
	check(file.Close())
	recorder.Stop()
}

func receive(values <-chan []byte) {
	for range values {
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
