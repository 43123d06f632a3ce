package storetest

import (
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Bench measures what an interview asks of a store: an acknowledged append, and reading a whole interview of 200 events.
func Bench(b *testing.B, open Open) {
	words := said("We shard by the hash of the code, so that a hot link is one node's problem and not everybody's.")
	b.Run("append", func(b *testing.B) {
		s := open(b)()
		begin(b, s, "a")
		b.ReportAllocs()
		after := int64(2)
		for b.Loop() {
			if _, err := s.Append(b.Context(), owner, "a", after, at, words); err != nil {
				b.Fatal(err)
			}
			after++
		}
	})
	b.Run("read 200", func(b *testing.B) {
		s := open(b)()
		begin(b, s, "a")
		events := make([]coach.Event, 198)
		for i := range events {
			events[i] = words
		}
		if _, err := s.Append(b.Context(), owner, "a", 2, at, events...); err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := coach.Fold("a", read(b, s, "a", 0)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
