package modeltest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
)

// pace is a fast model's time between tokens: 500 a second.
const pace = 2 * time.Millisecond

// clockwork streams tokens that tell when they were written, on the path that a protocol's model asks.
func clockwork(b *testing.B, protocol modeltest.Protocol, tokens int) *httptest.Server {
	asked := modeltest.Asked{Model: "a-model", Stream: true}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", protocol.ContentType())
		flush := w.(http.Flusher).Flush
		whole := protocol.Frames(asked, modeltest.Said{Pieces: []string{""}, Stop: modeltest.StopEnd})
		text := slices.IndexFunc(whole, func(f modeltest.Frame) bool { return f.Text })
		for _, frame := range whole[:text] {
			_, _ = w.Write(frame.Bytes)
		}
		flush()
		for range tokens {
			time.Sleep(pace)
			said := modeltest.Said{Pieces: []string{strconv.FormatInt(time.Now().UnixNano(), 10) + " "}}
			frames := protocol.Frames(asked, said)
			_, _ = w.Write(frames[slices.IndexFunc(frames, func(f modeltest.Frame) bool { return f.Text })].Bytes)
			flush()
		}
		for _, frame := range whole[text+1:] {
			_, _ = w.Write(frame.Bytes)
		}
	}))
	b.Cleanup(server.Close)
	return server
}

var stamp = regexp.MustCompile(`1\d{18}`)

// ages adds how long ago each time in text was.
func ages(into []time.Duration, text []byte) []time.Duration {
	now := time.Now()
	for _, written := range stamp.FindAll(text, -1) {
		if ns, err := strconv.ParseInt(string(written), 10, 64); err == nil {
			into = append(into, now.Sub(time.Unix(0, ns)))
		}
	}
	return into
}

// BenchmarkToken measures the time from a server's write of a token to its arrival: at a bare HTTP client, and through an
// adapter with its limits around it.
func BenchmarkToken(b *testing.B) {
	const tokens = 300
	for _, protocol := range protocols {
		b.Run(protocol.Name(), func(b *testing.B) {
			b.ReportAllocs()
			server := clockwork(b, protocol, tokens)
			m := model.Resilient(open(b, modeltest.Point(server.URL, protocol), "a-model"), model.Limits{})
			var alone, through []time.Duration
			for b.Loop() {
				alone = bare(b, server.URL, alone)
				_, err := m.Generate(b.Context(), modeltest.Turn(), func(text string) { through = ages(through, []byte(text)) })
				if err != nil {
					b.Fatal(err)
				}
			}
			for name, times := range map[string][]time.Duration{"alone": alone, "through": through} {
				slices.Sort(times)
				if len(times) < tokens {
					b.Fatalf("%s saw %d tokens", name, len(times))
				}
				b.ReportMetric(float64(times[len(times)/2].Microseconds()), fmt.Sprintf("µs-p50-%s", name))
				b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), fmt.Sprintf("µs-p99-%s", name))
			}
		})
	}
}

// bare reads a stream as it comes.
func bare(b *testing.B, url string, into []time.Duration) []time.Duration {
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url, nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	buffer := make([]byte, 4096)
	for {
		n, err := resp.Body.Read(buffer)
		into = ages(into, buffer[:n])
		if err != nil {
			return into
		}
	}
}
