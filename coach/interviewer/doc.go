// Package interviewer runs interviews: it takes a candidate's commands, keeps the clock, asks the model for the
// interviewer's words, streams them to whoever attends, and has steps and reports graded as they fall due.
//
// It holds no state that matters. Whatever it does next it reads off the log: [coach.Decide] for commands, [coach.Due] for the
// clock, [coach.Interview.Owed] for what the interviewer still has to say or grade. A server that dies in the middle of a
// reply has lost tokens and nothing else; the next one that somebody connects to does what is owed.
//
// Each interview that is attended has a room, a goroutine that waits for the log to grow or the clock to strike. Rooms
// of several servers on one interview do not ask the model twice, because they claim a lane of work in the store first; and
// were they to, the log takes only one reply.
//
// The package leaves judging to coach/assess, storing to coach/store and the wire to web.
package interviewer
