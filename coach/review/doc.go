// Package review grades written designs as background jobs, so that somebody can hand one in, go away and come back.
//
// A design is an event log, as an interview is: submitted, then review started, and reported or failed. The job queue (River, in
// the same database as everything else) only says that there is something to do; what became of it is read off the log.
// So a job that runs twice, a server that dies in the middle and a design that was deleted meanwhile are all harmless.
//
// [Desk] grades a design at once, for whoever waits; [Start] runs the queue. Judging is left to coach/assess.
package review
