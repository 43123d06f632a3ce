package store_test

import (
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/store"
)

// got reports whether a watcher was signalled.
func got(grew <-chan struct{}) bool {
	select {
	case <-grew:
		return true
	default:
		return false
	}
}

func TestWatchersAreToldNewsOnce(t *testing.T) {
	t.Parallel()
	w := store.NewWatchers()
	grew, stop := w.Watch("a")
	defer stop()
	for i, step := range []struct {
		tell func()
		want bool
	}{
		{func() { w.Tell("b", 1) }, false},
		{func() { w.Tell("a", 5) }, true},
		{func() { w.Tell("a", 5) }, false}, // the same by another way
		{func() { w.Tell("a", 4) }, false}, // overtaken
		{func() { w.Tell("a", 6) }, true},
		{func() { w.Tell("a", 0) }, true}, // deleted
		{func() { w.Tell("a", 0) }, false},
		{func() { w.Tell("a", 2) }, true}, // made again
		{func() { w.TellAll() }, true},
		{func() { w.Tell("a", 2) }, true}, // after a gap everything is news
	} {
		step.tell()
		if signalled := got(grew); signalled != step.want {
			t.Errorf("step %d: signalled %v, want %v", i+1, signalled, step.want)
		}
	}
}

func TestWatchersHaveRoomForOneValue(t *testing.T) {
	t.Parallel()
	w := store.NewWatchers()
	grew, stop := w.Watch("a")
	defer stop()
	for seq := range int64(1000) { // would block if it waited for the watcher
		w.Tell("a", seq+1)
	}
	if !got(grew) || got(grew) {
		t.Error("a thousand events are not one value")
	}
}

func TestWatchersStop(t *testing.T) {
	t.Parallel()
	w := store.NewWatchers()
	first, stopFirst := w.Watch("a")
	second, stopSecond := w.Watch("a")
	stopFirst()
	stopFirst()
	w.Tell("a", 1)
	if got(first) || !got(second) {
		t.Error("the wrong one was stopped")
	}
	if logs := w.Logs(); !slices.Equal(logs, []string{"a"}) {
		t.Errorf("watched: %q", logs)
	}
	stopSecond()
	if logs := w.Logs(); len(logs) != 0 {
		t.Errorf("watched although nobody watches: %q", logs)
	}
	third, stopThird := w.Watch("a")
	defer stopThird()
	stopSecond() // of a watch that is over: it must not end the one of now
	w.Tell("a", 1)
	if !got(third) {
		t.Error("an old stop ended a new watch")
	}
}

func TestWatchersSayWhenWatchingBegins(t *testing.T) {
	t.Parallel()
	w := store.NewWatchers()
	if got(w.Begun()) {
		t.Error("begun although nobody watches")
	}
	_, stop := w.Watch("a")
	defer stop()
	if !got(w.Begun()) {
		t.Error("not begun although somebody watches")
	}
}

func TestWatchersTogether(t *testing.T) {
	t.Parallel()
	w := store.NewWatchers()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			id := strconv.Itoa(i % 3)
			for seq := range int64(200) {
				grew, stop := w.Watch(id)
				w.Tell(id, seq)
				w.TellAll()
				if !got(grew) {
					t.Error("a watcher was left out")
				}
				w.Logs()
				stop()
			}
		})
	}
	wg.Wait()
	if logs := w.Logs(); len(logs) != 0 {
		t.Errorf("watched although nobody watches: %q", logs)
	}
}
