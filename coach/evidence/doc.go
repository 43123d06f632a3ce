// Package evidence reads a candidate's words as far as rules can: it cuts text into thoughts, says what a thought holds
// (a number, a mechanism, a reason, an alternative), recognises a problem's key points in it, and checks that a quote
// really stands in a text.
//
// Its invariant: every thought and every quote it gives is a slice of the text it was given, so that whatever is built on it
// can be traced back. It is pure, knows nothing of models, and leaves judging to coach/assess and coach/model/local.
package evidence
