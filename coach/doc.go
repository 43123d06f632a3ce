// Package coach holds the words of the field as types: the six-step framework, levels, dimensions, problems, the events
// of an interview, its state, and the report.
//
// It is the ground floor: it imports the standard library and nothing else of this module, and it does no input or
// output. Three pure functions carry an interview:
//
//	Fold    events             -> Interview   what is the state?
//	Decide  Interview, Command -> events      what does the candidate's command change?
//	Due     Interview, now     -> events      what does the clock change?
//
// and one method, [Interview.Owed], says what the interviewer still has to do. Because the log is the only state,
// resuming after a dropped line, replaying, a second tab, a crash in the middle of a reply and another server taking
// over are the same thing: read the log, fold it, do what is owed.
//
// The package leaves storing to coach/store, running to coach/interviewer and judging to coach/assess.
package coach
