// Package storetest is the one suite that every [store.Log] passes. A backend's test calls [Run] with a function that opens
// databases; the suite never asks which backend it talks to.
package storetest

import (
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

// Open makes a new, empty database and returns a function that opens stores on it: called twice, it gives what two
// processes on one database have. What is opened is closed by t's cleanup.
type Open func(t testing.TB) (connect func() store.Log)

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Open){
		"append": testAppend, "refusals": testRefusals, "times": testTimes, "cancelled": testCancelled, "all or none": testAllOrNone,
		"conflict": testConflict, "race": testRace, "two processes race": testTwoProcesses, "read while writing": testReadWhileWriting,
		"every kind": testEveryKind, "hostile text": testHostileText, "broken text": testBrokenText, "names": testNames,
		"summaries": testSummaries, "delete": testDelete, "owners": testOwners,
		"watch": testWatch, "watch another process": testWatchAnother, "watch a deletion": testWatchDeletion,
		"watch ahead": testWatchAhead, "watch stopped": testWatchStopped, "close": testClose,
		"claims": testClaims, "claim race": testClaimRace,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open)
		})
	}
}

const owner = store.LocalOwner

// at is a time with more precision than is kept.
var at = time.Date(2026, 3, 4, 5, 6, 7, 890123456, time.FixedZone("east", 3600))

// opening is what an interview begins with: two events.
func opening() []coach.Event { return coach.Begin("l6-url-shortener", coach.L6, 60, coach.Realistic) }

func begin(t testing.TB, s store.Log, id string) {
	t.Helper()
	if _, err := s.Append(t.Context(), owner, id, 0, at, opening()...); err != nil {
		t.Fatal(err)
	}
}

func said(text string) coach.Event { return coach.CandidateSaid{ID: text, Text: text} }

func read(t testing.TB, s store.Log, id string, after int64) []coach.Recorded {
	t.Helper()
	log, err := s.Read(t.Context(), owner, id, after)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// whole checks that a log has n events in order without a gap.
func whole(t testing.TB, s store.Log, id string, n int) {
	t.Helper()
	log := read(t, s, id, 0)
	if len(log) != n {
		t.Fatalf("log %s has %d events, want %d", id, len(log), n)
	}
	for i, r := range log {
		if r.Seq != int64(i)+1 {
			t.Fatalf("event %d of log %s has the number %d", i+1, id, r.Seq)
		}
	}
}
