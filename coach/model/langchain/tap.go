package langchain

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// maxEvent bounds one line of a stream: more than any whole answer, less than a server gone mad.
const maxEvent = 8 << 20

// maxPiece is the most text that langchaingo's clients are given in one line: their scanners give up at 64 KB.
const maxPiece = 4 << 10

// tap is a stream of events on its way to langchaingo's client. It reads whole lines, so that nothing half-arrived is ever
// taken for text, and hands on what the call's wire makes of them.
type tap struct {
	ctx   context.Context
	body  io.ReadCloser
	lines *bufio.Reader
	call  *call
	out   []byte // not yet read by the client
	err   error  // what the client gets after that
}

func newTap(ctx context.Context, body io.ReadCloser, c *call) *tap {
	return &tap{ctx: ctx, body: body, lines: bufio.NewReader(body), call: c}
}

// Close implements [io.Closer].
func (t *tap) Close() error { return t.body.Close() }

// Read implements [io.Reader].
func (t *tap) Read(p []byte) (int, error) {
	for len(t.out) == 0 {
		if t.err != nil {
			return 0, t.err
		}
		t.err = t.next()
	}
	n := copy(p, t.out)
	t.out = t.out[n:]
	return n, nil
}

// next reads a line.
func (t *tap) next() error {
	line, err := t.line()
	switch {
	case err == nil || errors.Is(err, io.EOF) && len(line) > 0:
		if fault := t.event(bytes.TrimSpace(line)); fault != nil {
			return t.call.fail(fault)
		}
		return err
	case errors.Is(err, io.EOF):
		return io.EOF
	case t.call.ended():
		return io.EOF // all of the answer was there before the line went dead
	case errors.Is(err, errTooLong):
		return t.call.fail(&model.Error{Reason: model.ReasonUnusable, Model: t.call.model, Err: err})
	default:
		return t.call.fail(&model.Error{Reason: model.ReasonIncomplete, Model: t.call.model, Err: fmt.Errorf("read the stream: %w", err)})
	}
}

var errTooLong = errors.New("an event of the stream is too long")

// line returns the next line, of bounded length.
func (t *tap) line() ([]byte, error) {
	var line []byte
	for {
		part, err := t.lines.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxEvent:
			return nil, errTooLong
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		}
	}
}

// event takes a line apart. Lines that carry no data mean nothing to the client; lines that are of no stream of events
// mean that something was lost.
func (t *tap) event(line []byte) error {
	framing := t.call.wire.framing()
	data, ok := bytes.CutPrefix(line, []byte(framing.prefix))
	switch {
	case framing.prefix == "" && len(line) > 0:
		data = line
	case ok && framing.prefix != "":
		data = bytes.TrimSpace(data)
	case len(line) > 0 && line[0] == '{':
		data = line // an error that a server wrote past its own framing
	case len(line) == 0 || line[0] == ':' || isField(line):
		return nil
	default:
		return t.call.garbled(errors.New("a line of the stream is of no event"))
	}
	model.Alive(t.ctx)
	payloads, err := t.call.wire.read(data, t.call)
	for _, payload := range payloads {
		if framing.prefix != "" {
			t.out = append(t.out, framing.prefix+" "...)
		}
		t.out = append(t.out, payload...)
		t.out = append(t.out, '\n')
	}
	return err
}

// isField reports whether a line is one of the fields that a stream of events may have beside its data.
func isField(line []byte) bool {
	name, _, _ := bytes.Cut(line, []byte(":"))
	switch string(name) {
	case "event", "id", "retry":
		return true
	default:
		return false
	}
}

// garbled is the error of a stream that cannot be read.
func (c *call) garbled(err error) error {
	return &model.Error{Reason: model.ReasonUnusable, Model: c.model, Err: err}
}

// split cuts text into pieces that langchaingo's clients take, none of them inside a sign.
func split(text string) []string {
	var pieces []string
	for len(text) > maxPiece {
		end := maxPiece
		for end > maxPiece-4 && text[end]&0xC0 == 0x80 {
			end--
		}
		pieces, text = append(pieces, text[:end]), text[end:]
	}
	return append(pieces, text)
}
