package coach

// Work is one thing that the interviewer has to do next. Two works are the same work when they are equal, so that a
// reply on its way can be told from one that is no longer wanted.
type Work struct {
	Lane    Lane
	Purpose Purpose // of a turn to speak; "" on the grading lane
	Step    Step    // the step to speak in or to assess; "" for the report
	Seq     int64   // the event that asks for a turn
}

// Report reports whether the work is to draw the report.
func (w Work) Report() bool { return w.Lane == LaneGrade && w.Step == "" }

// Owed returns the next thing to say and the next thing to grade, where there is one. A lane whose model failed owes
// nothing until somebody asks for a retry or says something new.
func (iv *Interview) Owed() (speak, grade Work, speaks, grades bool) {
	if len(iv.asks) > 0 && iv.failed[LaneSpeak] == "" && iv.Status != StatusReported {
		speaks = true
		first := iv.asks[0]
		for _, a := range iv.asks[1:] {
			// A hint, and what is said about a change, take up what was said before as well.
			if a.purpose == PurposeHint || a.purpose == PurposeChange {
				first = a
			}
		}
		speak = Work{Lane: LaneSpeak, Purpose: first.purpose, Step: iv.Step, Seq: first.seq}
	}
	if iv.failed[LaneGrade] == "" && iv.Status != StatusReported {
		grade, grades = iv.toGrade()
	}
	return speak, grade, speaks, grades
}

func (iv *Interview) toGrade() (Work, bool) {
	ended := iv.Status == StatusEnded
	for i, s := range iv.Entered {
		if _, done := iv.Assessed[s]; done || (!ended && i == len(iv.Entered)-1) {
			continue
		}
		return Work{Lane: LaneGrade, Step: s}, true
	}
	// The closing words come before the report, unless the model that speaks them failed.
	closed := len(iv.asks) == 0 || iv.failed[LaneSpeak] != ""
	return Work{Lane: LaneGrade}, ended && closed
}
