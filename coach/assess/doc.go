// Package assess judges: a step of an interview when it is over, and a whole interview or a written design at the end.
//
// Both go through one path: read the candidate's words, recompute their arithmetic, look at their drawings, retrieve
// passages per dimension, ask the model for claims, and believe none of them before it is checked. A quote has to stand
// verbatim in what the candidate wrote, a passage has to be one that exists; what fails is asked for again with the reason and
// then dropped and counted. The verdict is not the model's: it is added up here, relative to the level, from scores that
// survived.
//
// So the invariant is that of [coach.Report]: whatever model graded, every claim in a report can be traced. Running
// interviews is left to coach/interviewer, background jobs to coach/review.
package assess
