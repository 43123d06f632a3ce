package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Record numbers and encodes events for an append, for the packages that implement [Log]. It refuses an append of nothing,
// and a new log that does not begin as a log must.
func Record(after int64, at time.Time, events []coach.Event) (recorded []coach.Recorded, bodies [][]byte, err error) {
	if len(events) == 0 {
		return nil, nil, errors.New("there is nothing to append")
	}
	if after < 0 {
		return nil, nil, fmt.Errorf("there is no event number %d", after)
	}
	switch first := events[0].Kind(); {
	case after == 0 && first != coach.KindStarted && first != coach.KindDesignSubmitted:
		return nil, nil, coach.NotFound("log", "for an event of kind "+string(first))
	case after > 0 && (first == coach.KindStarted || first == coach.KindDesignSubmitted):
		return nil, nil, fmt.Errorf("a log cannot have a second %s", first)
	}
	at = at.UTC().Truncate(time.Microsecond) // what both databases keep
	for i, e := range events {
		body, err := coach.EncodeEvent(e)
		if err != nil {
			return nil, nil, err
		}
		recorded = append(recorded, coach.Recorded{Seq: after + int64(i) + 1, At: at, Event: e})
		bodies = append(bodies, body)
	}
	return recorded, bodies, nil
}
