package web

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what the server does, for Prometheus.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	sockets  prometheus.Gauge
	dropped  prometheus.Counter
	started  prometheus.Counter
	frames   *prometheus.CounterVec
}

// NewMetrics returns metrics with a registry of their own.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "coach_http_request_seconds", Help: "Time to answer a request, by route and status.",
			Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5},
		}, []string{"route", "status"}),
		sockets: prometheus.NewGauge(prometheus.GaugeOpts{Name: "coach_websockets", Help: "Open websocket connections."}),
		dropped: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "coach_websockets_dropped_total", Help: "Websocket clients that were too slow or silent and were dropped.",
		}),
		started: prometheus.NewCounter(prometheus.CounterOpts{Name: "coach_interviews_started_total", Help: "Interviews started."}),
		frames: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "coach_websocket_messages_total", Help: "Messages from clients, by type.",
		}, []string{"type"}),
	}
	m.registry.MustRegister(m.requests, m.sockets, m.dropped, m.started, m.frames,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Registry is where other rooms' collectors may be added.
func (m *Metrics) Registry() prometheus.Registerer { return m.registry }

// Handler answers GET /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// measure times a route. Websockets are left out: how long they last says nothing.
func (m *Metrics) measure(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		recorder := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(recorder, r)
		if !recorder.hijacked {
			m.requests.WithLabelValues(route, strconv.Itoa(recorder.status)).Observe(time.Since(began).Seconds())
		}
	})
}

// recorder remembers a response's status and lets a websocket take the connection over.
type recorder struct {
	http.ResponseWriter
	status   int
	hijacked bool
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Hijack hands over the connection.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	r.hijacked = true
	conn, rw, err := http.NewResponseController(r.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, fmt.Errorf("take over the connection: %w", err)
	}
	return conn, rw, nil
}

// Unwrap lets http.ResponseController reach what is below.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
