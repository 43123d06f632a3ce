package interviewer

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
)

// room keeps one interview going while somebody attends or work is under way.
type room struct {
	*Interviewer
	owner, id string
	logger    *slog.Logger
	changed   chan struct{} // attendance or work changed; buffer 1
	meter     *model.Meter  // what its work takes

	mu       sync.Mutex
	present  map[*Attendance]bool
	emptied  time.Time // when the last one left
	speaking Delta     // the reply on its way, so far

	lanes map[coach.Lane]*job // touched by run alone
}

// job is work under way on one lane.
type job struct {
	work   coach.Work
	cancel context.CancelCauseFunc
	done   chan struct{} // closed when it is over
}

// errOvertaken is the cause with which work is cancelled that the log no longer asks for.
var errOvertaken = errors.New("the interview went on without it")

func newRoom(i *Interviewer, owner, id string) *room {
	return &room{
		Interviewer: i, owner: owner, id: id,
		logger:  i.Logger.With("interview", id),
		changed: make(chan struct{}, 1),
		meter:   model.NewMeter(i.Budget),
		present: map[*Attendance]bool{},
		lanes:   map[coach.Lane]*job{},
	}
}

func (r *room) join(a *Attendance) {
	r.mu.Lock()
	r.present[a] = true
	if r.speaking.Text != "" {
		a.send(r.speaking)
	}
	r.mu.Unlock()
	r.wake()
}

func (r *room) leave(a *Attendance) {
	r.mu.Lock()
	delete(r.present, a)
	if len(r.present) == 0 {
		r.emptied = r.Now()
	}
	r.mu.Unlock()
	r.wake()
}

func (r *room) wake() {
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// attendance returns whether somebody is there and, if not, since when.
func (r *room) attendance() (bool, time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.present) > 0, r.emptied
}

// retryLater is how long a room waits after the store failed it, or while another server holds the work.
const retryLater = time.Second

// run is the room's life: look at the log, do what it asks for, wait until something changes.
func (r *room) run() {
	grew, stop := r.Log.Watch(r.id)
	defer stop()
	defer r.cancelJobs(ErrStopping)
	for {
		wait, over := r.look()
		if over {
			return
		}
		timer := time.NewTimer(wait)
		select {
		case <-r.ctx.Done():
			timer.Stop()
			return
		case <-grew:
		case <-r.changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// look reads the log once and sets everything going that it asks for. It returns how long nothing can change by itself,
// and whether the room is no longer needed.
func (r *room) look() (wait time.Duration, over bool) {
	iv, err := r.State(r.ctx, r.owner, r.id)
	if err != nil {
		if coach.CodeOf(err) == coach.CodeNotFound {
			return 0, r.close(true)
		}
		if r.ctx.Err() == nil {
			r.logger.Warn("cannot read the log", "err", err)
		}
		return retryLater, false
	}
	attended, emptied := r.attendance()
	if events := r.timed(iv, attended, emptied); len(events) > 0 {
		_, err := r.Log.Append(r.ctx, r.owner, r.id, iv.LastSeq, r.Now(), events...)
		if err != nil && !errors.Is(err, coach.ErrConflict) {
			r.logger.Warn("cannot append", "err", err)
			return retryLater, false
		}
		return 0, false
	}
	wait = time.Hour
	if busy := r.reconcile(iv, attended); busy {
		wait = retryLater
	} else if !attended && iv.Status != coach.StatusRunning && r.close(false) {
		return 0, true
	}
	now := r.Now()
	if at, ok := coach.NextDue(iv, now); ok && attended {
		wait = min(wait, at.Sub(now))
	}
	if !attended && iv.Status == coach.StatusRunning {
		wait = min(wait, emptied.Add(r.AwayAfter).Sub(now))
	}
	return max(wait, 0), false
}

// timed returns what attendance and the clock change now.
func (r *room) timed(iv coach.Interview, attended bool, emptied time.Time) []coach.Event {
	now := r.Now()
	if !attended {
		if now.Sub(emptied) >= r.AwayAfter {
			return coach.Left(iv)
		}
		return nil
	}
	if back := coach.Back(iv); len(back) > 0 {
		return back
	}
	if due := coach.Due(iv, now); len(due) > 0 {
		return due
	}
	return r.change(iv)
}

// change returns what the problem changes in the middle of an interview, when it is time.
func (r *room) change(iv coach.Interview) []coach.Event {
	p, err := r.Problems.Problem(iv.Problem)
	if err != nil || p.Change == nil {
		return nil // a problem that is gone is told when the interviewer speaks next
	}
	return coach.DueChange(iv, strings.Join(strings.Fields(p.Change.Text), " "))
}

// close takes the room off the list of rooms, unless somebody came in meanwhile (and force is not set).
func (r *room) close(force bool) bool {
	r.Interviewer.mu.Lock()
	defer r.Interviewer.mu.Unlock()
	if attended, _ := r.attendance(); attended && !force {
		return false
	}
	if r.rooms[r.id] == r {
		delete(r.rooms, r.id)
	}
	return true
}

// reconcile makes the work under way the work that is owed. It reports whether anything is owed that this room wants
// to look after again soon.
func (r *room) reconcile(iv coach.Interview, attended bool) (busy bool) {
	speak, grade, speaks, grades := iv.Owed()
	for lane, want := range map[coach.Lane]struct {
		work coach.Work
		owed bool
	}{coach.LaneSpeak: {speak, speaks}, coach.LaneGrade: {grade, grades}} {
		if j := r.lanes[lane]; j != nil {
			select {
			case <-j.done:
				delete(r.lanes, lane)
			default:
				if !want.owed || j.work != want.work {
					j.cancel(errOvertaken)
				}
				busy = true
				continue
			}
		}
		// Without anybody there, what was begun is finished, and an ended interview gets its report; nothing else is.
		if want.owed && (attended || iv.Status == coach.StatusEnded) {
			r.begin(want.work)
			busy = true
		}
	}
	return busy
}

// begin starts work on its lane.
func (r *room) begin(w coach.Work) {
	ctx, cancel := context.WithCancelCause(r.ctx)
	j := &job{work: w, cancel: cancel, done: make(chan struct{})}
	r.lanes[w.Lane] = j
	r.done.Go(func() {
		defer r.wake()
		defer close(j.done)
		defer cancel(nil)
		r.work(ctx, w)
	})
}

func (r *room) cancelJobs(cause error) {
	for _, j := range r.lanes {
		j.cancel(cause)
	}
	for _, j := range r.lanes {
		<-j.done
	}
}
