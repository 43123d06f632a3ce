// Package web serves the browser app, the HTTP API and the websocket of an interview.
//
// It turns wire messages into commands and events into wire messages, and decides nothing: what a command means is the
// ground floor's, what happens next the interviewer's. Routes, shapes and the websocket's messages are a contract that
// other programs build on. Errors leave as RFC 9457 problem documents, by one table from the codes of package coach.
//
// A websocket session reads the log itself, from a cursor of its own: it sends what lies behind the cursor whenever the log
// has grown. So nothing is lost or doubled on reconnecting, two tabs show the same, and a slow client holds up nobody but
// itself until it is dropped.
package web
