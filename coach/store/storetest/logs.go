package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

func testSummaries(t *testing.T, open Open) {
	s := open(t)()
	for i, id := range []string{"b", "c", "a"} {
		when := at.Add(time.Duration(i) * time.Minute)
		if _, err := s.Append(t.Context(), owner, id, 0, when, coach.Begin("p-"+id, coach.L7, 75, coach.Coaching)...); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Append(t.Context(), owner, "d", 0, at, coach.DesignSubmitted{Problem: "p", Level: coach.L6, Title: "t", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), owner, "c", 2, at.Add(time.Hour), coach.Ended{Reason: coach.EndAsked}); err != nil {
		t.Fatal(err)
	}
	list, err := s.List(t.Context(), owner, coach.SubjectInterview)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 3 || list[0].ID != "a" || list[1].ID != "c" || list[2].ID != "b" {
		t.Fatalf("interviews, newest first: %+v", list)
	}
	c := list[1]
	if c.Problem != "p-c" || c.Level != coach.L7 || c.Status != "ended" || c.LastSeq != 3 || !c.CreatedAt.Equal(at.Add(time.Minute).Truncate(time.Microsecond)) {
		t.Errorf("summary %+v", c)
	}
	designs, err := s.List(t.Context(), owner, coach.SubjectDesign)
	if err != nil || len(designs) != 1 || designs[0].Status != string(coach.DesignQueued) {
		t.Errorf("designs: %+v, %v", designs, err)
	}
	one, err := s.Summary(t.Context(), owner, "c")
	if err != nil || one != c {
		t.Errorf("summary %+v, %v; in the list %+v", one, err, c)
	}
}

func testDelete(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	begin(t, s, "b")
	if _, err := s.Claim(t.Context(), "a", coach.LaneSpeak, "me", time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), owner, "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(t.Context(), owner, "a", 0); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("read after deletion: %v", err)
	}
	if _, err := s.Append(t.Context(), owner, "a", 2, at, said("x")); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("append after deletion: %v", err)
	}
	if err := s.Delete(t.Context(), owner, "a"); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("a second deletion: %v", err)
	}
	// Under the same name a new log begins from nothing: no event and no claim is left of the old one.
	begin(t, s, "a")
	whole(t, s, "a", 2)
	if ok, err := s.Claim(t.Context(), "a", coach.LaneSpeak, "you", time.Hour); err != nil || !ok {
		t.Errorf("the claim outlived its log: %v, %v", ok, err)
	}
	whole(t, s, "b", 2)
}

func testOwners(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	other := "somebody else"
	if _, err := s.Read(t.Context(), other, "a", 0); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("read: %v", err)
	}
	if _, err := s.Append(t.Context(), other, "a", 2, at, said("x")); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("append: %v", err)
	}
	if _, err := s.Append(t.Context(), other, "a", 0, at, opening()...); !errors.Is(err, coach.ErrConflict) {
		t.Errorf("a new log under a taken id: %v", err)
	}
	if _, err := s.Summary(t.Context(), other, "a"); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("summary: %v", err)
	}
	if list, err := s.List(t.Context(), other, coach.SubjectInterview); err != nil || len(list) != 0 {
		t.Errorf("list: %v, %v", list, err)
	}
	if err := s.Delete(t.Context(), other, "a"); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("delete: %v", err)
	}
	whole(t, s, "a", 2)
}
