package model

import "context"

type aliveKey struct{}

// WatchLife returns a context whose calls report signs of life to beat: thinking that is kept out of the reply, JSON that
// is held back until it is whole. Without it a model that thinks for a minute looks the same as one that hangs. Beat may
// be called from any goroutine.
func WatchLife(ctx context.Context, beat func()) context.Context {
	return context.WithValue(ctx, aliveKey{}, beat)
}

// Alive reports a sign of life to whoever watches ctx. Adapters call it for everything that arrives.
func Alive(ctx context.Context) {
	if beat, ok := ctx.Value(aliveKey{}).(func()); ok {
		beat()
	}
}
