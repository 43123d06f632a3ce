package store_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

var at = time.Date(2026, 3, 4, 5, 6, 7, 890123456, time.FixedZone("east", 3600))

func TestRecordRefuses(t *testing.T) {
	t.Parallel()
	said := coach.CandidateSaid{Text: "x"}
	for name, test := range map[string]struct {
		after  int64
		events []coach.Event
		code   coach.Code
	}{
		"nothing":                      {after: 1},
		"a number below the first":     {after: -1, events: []coach.Event{said}},
		"a log that begins with words": {events: []coach.Event{said}},
		"a second beginning":           {after: 3, events: []coach.Event{coach.Started{}}},
		"two beginnings at once":       {events: []coach.Event{coach.Started{}, coach.DesignSubmitted{}}},
		"a NUL":                        {after: 3, events: []coach.Event{said, coach.BoardChanged{Source: "a\x00"}}, code: coach.CodeInvalid},
	} {
		recorded, bodies, err := store.Record(test.after, at, test.events)
		if err == nil || coach.CodeOf(err) != test.code || recorded != nil || bodies != nil {
			t.Errorf("%s: %+v, %s, %v", name, recorded, bodies, err)
		}
	}
}

func TestRecordTakesPointers(t *testing.T) {
	t.Parallel()
	recorded, _, err := store.Record(2, at, []coach.Event{&coach.CandidateSaid{Text: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := (coach.CandidateSaid{Text: "x"}); recorded[0].Event != want {
		t.Errorf("recorded as %#v, want what readers get: %#v", recorded[0].Event, want)
	}
}

// FuzzRecord holds that text is refused exactly when it has a NUL, and that what is recorded is what is read.
func FuzzRecord(f *testing.F) {
	for _, text := range []string{"", "a", "\x00", `\u0000`, `\\u0000`, "\\\x00", "a\xff", "\u2028<&>", `"`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		recorded, bodies, err := store.Record(7, at, []coach.Event{coach.CandidateSaid{Text: text}})
		if strings.ContainsRune(text, 0) != (err != nil) {
			t.Fatalf("%q: %v", text, err)
		}
		if err != nil {
			return
		}
		kept, err := store.Decode(8, at, bodies[0])
		if err != nil || !reflect.DeepEqual(kept, recorded[0]) {
			t.Fatalf("recorded %+v, kept %+v, %v", recorded[0], kept, err)
		}
		if said, ok := kept.Event.(coach.CandidateSaid); !ok || said.Text != each(text) {
			t.Fatalf("%q became %+v", text, kept.Event)
		}
	})
}

// each replaces every byte that is not UTF-8, as JSON does.
func each(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteRune(r)
	}
	return b.String()
}

func TestSummary(t *testing.T) {
	t.Parallel()
	recorded, _, err := store.Record(0, at, coach.Begin("l7-amazon-s3", coach.L7, 75, coach.Coaching))
	if err != nil {
		t.Fatal(err)
	}
	sum, text, err := store.Summarize(coach.Summary{ID: "a", Owner: "me"}, recorded)
	if err != nil {
		t.Fatal(err)
	}
	if sum.LastSeq != 2 || sum.Problem != "l7-amazon-s3" || sum.Owner != "me" {
		t.Errorf("summary %+v", sum)
	}
	if kept, err := store.DecodeSummary(text); err != nil || kept != sum {
		t.Errorf("kept as %+v, %v", kept, err)
	}
}

func TestCheckNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		owner, id string
		after     int64
		want      coach.Code
	}{
		{"me", strings.Repeat("x", 200), 0, ""},
		{"me", strings.Repeat("x", 201), 0, coach.CodeInvalid},
		{"me", strings.Repeat("x", 201), 1, coach.CodeNotFound},
		{"", "a", 0, coach.CodeInvalid},
		{"me", "\x00", 1, coach.CodeNotFound},
	} {
		if err := store.CheckNames(test.owner, test.id, test.after); coach.CodeOf(err) != test.want {
			t.Errorf("owner %q, id %q behind %d: %v, want %q", test.owner, test.id, test.after, err, test.want)
		}
	}
}

func TestErrNewerSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"made by a newer version of coach", "upgrade coach", "--data", "--database-url"} {
		if !strings.Contains(store.ErrNewer.Error(), words) {
			t.Errorf("%q is missing in %q", words, store.ErrNewer)
		}
	}
}
