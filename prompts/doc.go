// Package prompts turns what the interviewer knows into what a model is asked: one template per task, each rendered from
// a typed input.
//
// A [Prompt] carries both halves. A language model reads its System and User text and answers in the shape of its
// Schema; the local model reads the typed Input and no prose. So one pipeline serves both, and nothing in it asks which
// model it talks to.
//
// What a candidate, a guide or the board says stands in the text as fenced data: the fence's own marks are taken out
// of it, and the system half says that nothing inside is an instruction.
//
// Templates are versioned as a whole by the digest of their text ([Library.Version]), which reports carry. A folder of
// files with the same names overrides them ([Load]).
package prompts
