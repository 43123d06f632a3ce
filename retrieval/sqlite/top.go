package sqlite

import "slices"

// top keeps the n best of what it is given, in a heap whose root is the worst
// of them. Of equal scores the earlier place is better.
type top struct {
	n     int
	items []scored
}

type scored struct {
	place
	score float32
}

func newTop(n int) *top { return &top{n: n, items: make([]scored, 0, min(n, 1024))} }

// least is what a score has to exceed: nothing counts that is not above 0.
func (t *top) least() float32 {
	if len(t.items) < t.n {
		return 0
	}
	return t.items[0].score
}

func (t *top) add(p place, score float32) {
	if score <= t.least() {
		return
	}
	s := scored{p, score}
	if len(t.items) < t.n {
		t.items = append(t.items, s)
		for i := len(t.items) - 1; i > 0; {
			parent := (i - 1) / 2
			if !worse(t.items[i], t.items[parent]) {
				break
			}
			t.items[i], t.items[parent] = t.items[parent], t.items[i]
			i = parent
		}
		return
	}
	t.items[0] = s
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(t.items) {
			return
		}
		if child+1 < len(t.items) && worse(t.items[child+1], t.items[child]) {
			child++
		}
		if !worse(t.items[child], t.items[i]) {
			return
		}
		t.items[i], t.items[child] = t.items[child], t.items[i]
		i = child
	}
}

// places gives what was kept, best first.
func (t *top) places() []place {
	slices.SortFunc(t.items, func(a, b scored) int {
		if worse(a, b) {
			return 1
		}
		return -1
	})
	out := make([]place, len(t.items))
	for i, s := range t.items {
		out[i] = s.place
	}
	return out
}

func worse(a, b scored) bool {
	switch {
	case a.score != b.score:
		return a.score < b.score
	case a.segment != b.segment:
		return a.segment > b.segment
	}
	return a.passage > b.passage
}
