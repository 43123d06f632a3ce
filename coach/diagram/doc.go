// Package diagram reads a candidate's drawing, a Mermaid flowchart or an Excalidraw scene, into one graph of named components,
// and says what the graph shows: a single point of failure, a store that nothing writes to, a client that talks to a
// database, no way from a client to a store.
//
// What a component is follows from its shape and its label. Findings are worded so that an interviewer can ask about them; they
// are made only where the picture itself says so, because a sketch leaves out more than it forgets.
//
// It is pure and imports the standard library alone. The text it reads is foreign: it is bounded, and never run.
package diagram
