package store

import "sync"

// Watchers tells whoever watches a log in this process that it grew. The zero value is ready; it is safe for concurrent use.
type Watchers struct {
	mu   sync.Mutex
	logs map[string]map[chan struct{}]bool
}

// Watch is [Log.Watch].
func (w *Watchers) Watch(id string) (grew <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.logs == nil {
		w.logs = map[string]map[chan struct{}]bool{}
	}
	if w.logs[id] == nil {
		w.logs[id] = map[chan struct{}]bool{}
	}
	w.logs[id][c] = true
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if delete(w.logs[id], c); len(w.logs[id]) == 0 {
			delete(w.logs, id)
		}
	}
}

// Grew signals the watchers of one log.
func (w *Watchers) Grew(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.logs[id] {
		signal(c)
	}
}

// All signals every watcher: after a gap in which something may have been missed.
func (w *Watchers) All() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, watchers := range w.logs {
		for c := range watchers {
			signal(c)
		}
	}
}

// Any reports whether somebody watches.
func (w *Watchers) Any() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.logs) > 0
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
