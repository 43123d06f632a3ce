package web_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// benchmarkConnections opens connections on one interview each and reports the heap and the stacks that one adds, its own
// client half included.
func benchmarkConnections(b *testing.B) {
	const connections = 200
	for b.Loop() {
		b.StopTimer()
		s := open(b, 0)
		ids := make([]string, connections)
		for i := range ids {
			ids[i] = s.begin()
		}
		before := inUse()
		var open []*websocket.Conn
		b.StartTimer()
		for _, id := range ids {
			conn, response, err := websocket.DefaultDialer.DialContext(b.Context(), fmt.Sprintf("ws%s/api/interviews/%s/ws", strings.TrimPrefix(s.URL, "http"), id), nil)
			if err != nil {
				b.Fatal(err)
			}
			_ = response.Body.Close()
			open = append(open, conn)
			for { // until it is idle: the opening has been said
				_, data, err := conn.ReadMessage()
				if err != nil {
					b.Fatal(err)
				}
				if strings.Contains(string(data), `"kind":"interviewer_said"`) {
					break
				}
			}
		}
		b.StopTimer()
		b.ReportMetric(float64(inUse()-before)/connections/1024, "KiB/connection")
		for _, conn := range open {
			_ = conn.Close()
		}
		b.StartTimer()
	}
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
