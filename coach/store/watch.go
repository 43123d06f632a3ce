package store

import "sync"

// unknown is the number of a log's last event before any was heard of: every number is news after it.
const unknown = -1

// Watchers tells whoever watches a log in this process that it grew. Telling never blocks: every watcher has room for one
// value, which stands for all that it missed. How news of other processes arrive is left to the packages that implement
// [Log]. It is safe for concurrent use.
type Watchers struct {
	mu    sync.Mutex
	logs  map[string]*watched
	begun chan struct{}
}

// watched is a log that somebody watches.
type watched struct {
	last  int64 // the number that was told last; 0 for a log that is gone
	chans map[chan struct{}]struct{}
}

// NewWatchers returns a set of watchers that is empty.
func NewWatchers() *Watchers {
	return &Watchers{logs: map[string]*watched{}, begun: make(chan struct{}, 1)}
}

// Watch is [Log.Watch].
func (w *Watchers) Watch(id string) (grew <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	log, ok := w.logs[id]
	if !ok {
		log = &watched{last: unknown, chans: map[chan struct{}]struct{}{}}
		w.logs[id] = log
	}
	log.chans[c] = struct{}{}
	signal(w.begun)
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(log.chans, c)
		if len(log.chans) == 0 && w.logs[id] == log {
			delete(w.logs, id)
		}
	}
}

// Tell says that a log's last event is now number last, or with 0 that the log is gone. What the watchers were told
// already is not told again, so the same news may come in by two ways. That is right as long as no log is made under the
// name of a deleted one, which random ids see to.
func (w *Watchers) Tell(id string, last int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	log, ok := w.logs[id]
	if !ok || last == log.last || (last > 0 && last < log.last) {
		return
	}
	log.last = last
	log.signal()
}

// TellAll signals every watcher: after a gap in which something may have been missed.
func (w *Watchers) TellAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, log := range w.logs {
		log.last = unknown
		log.signal()
	}
}

// Logs returns the ids of the logs that are watched.
func (w *Watchers) Logs() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := make([]string, 0, len(w.logs))
	for id := range w.logs {
		ids = append(ids, id)
	}
	return ids
}

// Begun gets a value after somebody began to watch.
func (w *Watchers) Begun() <-chan struct{} { return w.begun }

func (log *watched) signal() {
	for c := range log.chans {
		signal(c)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // the value in there stands for this one too
	}
}
