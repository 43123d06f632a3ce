package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

func testClaims(t *testing.T, open Open) {
	connect := open(t)
	a, b := connect(), connect()
	begin(t, a, "a")
	claim := func(s store.Log, lane coach.Lane, holder string, ttl time.Duration, want bool) {
		t.Helper()
		if ok, err := s.Claim(t.Context(), "a", lane, holder, ttl); err != nil || ok != want {
			t.Fatalf("%s claims %s: %v, %v; want %v", holder, lane, ok, err, want)
		}
	}
	claim(a, coach.LaneSpeak, "a", time.Hour, true)
	claim(b, coach.LaneSpeak, "b", time.Hour, false)
	claim(b, coach.LaneGrade, "b", time.Hour, true)
	claim(a, coach.LaneSpeak, "a", time.Hour, true) // renewed
	if err := b.Release(t.Context(), "a", coach.LaneSpeak, "b"); err != nil {
		t.Fatal(err)
	}
	claim(b, coach.LaneSpeak, "b", time.Hour, false) // what one does not hold one cannot release
	if err := a.Release(t.Context(), "a", coach.LaneSpeak, "a"); err != nil {
		t.Fatal(err)
	}
	claim(b, coach.LaneSpeak, "b", time.Millisecond, true)
	deadline := time.Now().Add(soon)
	for {
		ok, err := a.Claim(t.Context(), "a", coach.LaneSpeak, "a", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			break // b's claim has run out
		}
		if time.Now().After(deadline) {
			t.Fatal("a claim of a millisecond does not end")
		}
	}
	if ok, err := a.Claim(t.Context(), "nowhere", coach.LaneSpeak, "a", time.Hour); err != nil || ok {
		t.Errorf("a claim on a log that does not exist: %v, %v", ok, err)
	}
}

// testClaimRace lets holders of two processes claim one lane together: one gets it.
func testClaimRace(t *testing.T, open Open) {
	connect := open(t)
	stores := []store.Log{connect(), connect()}
	begin(t, stores[0], "a")
	got := make([]bool, writers)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			var err error
			if got[w], err = stores[w%2].Claim(t.Context(), "a", coach.LaneSpeak, fmt.Sprint(w), time.Hour); err != nil {
				t.Errorf("holder %d: %v", w, err)
			}
		})
	}
	wg.Wait()
	if n := count(got); n != 1 {
		t.Errorf("%d of %d holders got the claim", n, writers)
	}
}
