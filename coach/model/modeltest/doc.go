// Package modeltest tests adapters of the model port against servers that speak the providers' real wire protocols on the
// loopback: Bedrock's binary event stream, and the server-sent events of OpenAI, Ollama, Google and Anthropic.
//
// A [Server] answers in a [Mood]: well, slowly, with a fault, broken off between or inside its frames, or not at all. It
// refuses what the provider would refuse. [Run] is the one suite that every adapter has to pass; what it demands is the
// port's invariant: a whole reply or an error with its reason, and never anything between.
//
// It is for tests only, and no shipped binary imports it.
package modeltest
