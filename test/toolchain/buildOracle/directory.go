package main

import (
	"io/fs"
	"time"
)

func (q question) readDirectory(string) ([]fs.FileInfo, error) {
	return []fs.FileInfo{file(q.Name)}, nil
}

// A file is a regular one of which nothing but the name counts.
type file string

func (f file) Name() string     { return string(f) }
func (file) Size() int64        { return 0 }
func (file) Mode() fs.FileMode  { return 0o644 }
func (file) ModTime() time.Time { return time.Time{} }
func (file) IsDir() bool        { return false }
func (file) Sys() any           { return nil }
