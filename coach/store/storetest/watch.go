package storetest

import (
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

// soon bounds a wait for what another process did.
const soon = 10 * time.Second

func signalled(t *testing.T, grew <-chan struct{}) {
	t.Helper()
	select {
	case <-grew:
	case <-time.After(soon):
		t.Fatal("no signal")
	}
}

func testWatch(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	grew, stop := s.Watch("a")
	defer stop()
	idle, stopIdle := s.Watch("a")
	defer stopIdle()
	for i := range 20 { // more than any buffer: whoever does not look holds up nobody
		if _, err := s.Append(t.Context(), owner, "a", int64(2+i), at, said("x")); err != nil {
			t.Fatal(err)
		}
	}
	signalled(t, grew)
	signalled(t, idle)
}

func testWatchAnother(t *testing.T, open Open) {
	connect := open(t)
	here, there := connect(), connect()
	begin(t, here, "a")
	grew, stop := there.Watch("a")
	defer stop()
	for i := range 3 {
		if _, err := here.Append(t.Context(), owner, "a", int64(2+i), at, said("x")); err != nil {
			t.Fatal(err)
		}
		for seen := 0; seen < 3+i; { // signals may come for nothing: what counts is that one comes after the append
			signalled(t, grew)
			seen = len(read(t, there, "a", 0))
		}
	}
}

func testWatchDeletion(t *testing.T, open Open) {
	connect := open(t)
	here, there := connect(), connect()
	begin(t, here, "a")
	grewHere, stopHere := here.Watch("a")
	defer stopHere()
	grewThere, stopThere := there.Watch("a")
	defer stopThere()
	if err := here.Delete(t.Context(), owner, "a"); err != nil {
		t.Fatal(err)
	}
	gone(t, here, grewHere)
	gone(t, there, grewThere)
}

// gone waits until a watcher who is signalled sees that the log is gone.
func gone(t *testing.T, s store.Log, grew <-chan struct{}) {
	t.Helper()
	for {
		signalled(t, grew)
		if _, err := s.Read(t.Context(), owner, "a", 0); coach.CodeOf(err) == coach.CodeNotFound {
			return
		}
	}
}

// testWatchAhead watches a log before another process makes it.
func testWatchAhead(t *testing.T, open Open) {
	connect := open(t)
	here, there := connect(), connect()
	grew, stop := there.Watch("a")
	defer stop()
	begin(t, here, "a")
	for {
		signalled(t, grew)
		if _, err := there.Read(t.Context(), owner, "a", 0); err == nil {
			return
		}
	}
}

// testWatchStopped stops a watch, twice, beside one that goes on.
func testWatchStopped(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	stopped, stop := s.Watch("a")
	grew, stopGrew := s.Watch("a")
	defer stopGrew()
	stop()
	stop()
	select {
	case <-stopped: // of another process's news, before the stop
	default:
	}
	if _, err := s.Append(t.Context(), owner, "a", 2, at, said("x")); err != nil {
		t.Fatal(err)
	}
	signalled(t, grew)
	select {
	case _, open := <-stopped:
		t.Errorf("a stopped watch got a value; the channel is open: %v", open)
	default:
	}
}

// testClose closes a store twice; its database goes on with another one.
func testClose(t *testing.T, open Open) {
	connect := open(t)
	s, other := connect(), connect()
	begin(t, s, "a")
	_, stop := s.Watch("a")
	defer stop()
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	whole(t, other, "a", 2)
}
