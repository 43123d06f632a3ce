// Package langchain asks models through langchaingo: Ollama, OpenAI and what is compatible with it, Anthropic and Google.
//
// langchaingo is used narrowly, and it is not believed. Its clients report cut streams and expired deadlines as success,
// give errors without a type, and lose what a request should carry. So every call goes through a transport of ours that
// stands between the client and the wire:
//
//   - on the way out it puts back what the client cannot say (a JSON schema per call, no temperature where a model takes
//     none, the size of Ollama's context, which else cuts long prompts in silence);
//   - an HTTP error becomes a [model.Error] with its reason and Retry-After;
//   - on the way back it reads the stream line by line beside the client, notes the provider's end mark, faults and usage,
//     and keeps from the client what it trips over.
//
// The invariant is the port's: a reply without an error is whole, which here means that the provider's own end mark was
// seen, nothing was noted, and the context was still alive when the client returned. Retries, timeouts between tokens and
// taking turns are left to [model.Resilient].
package langchain
