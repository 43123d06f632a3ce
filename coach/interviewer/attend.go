package interviewer

import (
	"context"
	"sync"
)

// Delta is a piece of a reply on its way. Re tells replies apart: a delta with another Re begins a new one.
type Delta struct {
	Re   int64
	Text string
}

// Attendance is somebody's presence in an interview. While it lasts the interview's clock runs and what is owed is done.
type Attendance struct {
	room   *room
	mu     sync.Mutex
	deltas chan Delta
	behind int64 // the reply of which this reader missed a piece; its further pieces are useless
}

// deltaBuffer is how many pieces a slow reader may be behind before it misses the rest of a reply. It then still gets
// the finished words, which are an event.
const deltaBuffer = 256

// Attend joins an interview. Call Leave when done. It fails where there is no such interview.
func (i *Interviewer) Attend(ctx context.Context, owner, id string) (*Attendance, error) {
	if _, err := i.State(ctx, owner, id); err != nil {
		return nil, err
	}
	a := &Attendance{deltas: make(chan Delta, deltaBuffer)}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.ctx.Err() != nil {
		return nil, ErrStopping
	}
	r := i.rooms[id]
	if r == nil {
		r = newRoom(i, owner, id)
		i.rooms[id] = r
		i.done.Go(r.run)
	}
	a.room = r
	r.join(a)
	return a, nil
}

// Deltas gives the replies as they are written. A reader that joins in the middle of one first gets what it missed.
func (a *Attendance) Deltas() <-chan Delta { return a.deltas }

// Leave ends the presence.
func (a *Attendance) Leave() { a.room.leave(a) }

func (a *Attendance) send(d Delta) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.behind == d.Re {
		return
	}
	select {
	case a.deltas <- d:
	default:
		a.behind = d.Re
	}
}
