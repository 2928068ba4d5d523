// Package store keeps records.
package store

type record struct {
	key   int
	value []byte
}

type Store struct {
	records []*record
}

func New() *Store { return &Store{} }

// Fill adds n records of a kilobyte each.
func (s *Store) Fill(n int) {
	for i := range n {
		s.records = append(s.records, newRecord(i))
	}
}

// newRecord is inlined.
func newRecord(key int) *record {
	return &record{
		key:   key,
		value: make([]byte, 1024),
	}
}
