// Package telemetry makes OpenTelemetry spans and metrics of calls of language models, by the GenAI semantic conventions
// (https://github.com/open-telemetry/semantic-conventions-genai, status Development in November 2026; the few names used
// stand in names.go).
//
// Its invariant: no word of a prompt, of a reply, or of an error that may quote either leaves the program, unless its host
// asked for that. Where spans and metrics go is decided by whoever makes the providers; nothing here is global.
package telemetry
