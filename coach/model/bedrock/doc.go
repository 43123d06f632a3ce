// Package bedrock asks models on Amazon Bedrock through the SDK's Converse and ConverseStream.
//
// The invariant is the port's: a reply without an error is whole. The SDK takes a connection that was cut, even inside a
// frame, for the stream's end, so a reply counts only if its messageStop was seen.
//
// JSON is asked for by schema where the model takes one, by a tool that it has to call where it doesn't, and in words
// where it has no tools either; which of them it is, the model's own refusals say. The SDK retries what fails before the
// stream begins, with the SDK's own backoff; what breaks in the middle of one is left to [model.Resilient].
//
// No client is made, and no credentials are looked for, before a Bedrock model is opened.
package bedrock
