package interviewer

import (
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
)

func TestTheProblemsOwnReadingComesFirst(t *testing.T) {
	t.Parallel()
	found := []coach.Passage{
		{ID: "a#1", Guide: "a"}, {ID: "b#1", Guide: "b"}, {ID: "c#1", Guide: "c"}, {ID: "c#2", Guide: "c"}, {ID: "b#2", Guide: "b"},
	}
	for name, c := range map[string]struct {
		reading []string
		want    string
	}{
		"nothing to read":  {nil, "a#1 b#1 c#1 "},
		"a guide":          {[]string{"b"}, "b#1 b#2 a#1 "},
		"a single passage": {[]string{"c#2"}, "c#2 a#1 b#1 "},
	} {
		got := ""
		for _, p := range choose(append([]coach.Passage{}, found...), c.reading) {
			got += p.ID + " "
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got := choose(nil, nil); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}
