package web

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"
)

func (s *Server) health(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether everything that an interview needs answers.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	checks := map[string]string{}
	status, word := http.StatusOK, "ready"
	for _, name := range slices.Sorted(maps.Keys(s.Ready)) {
		checks[name] = "ok"
		if err := s.Ready[name](ctx); err != nil {
			s.Logger.Warn("not ready", "check", name, "err", err)
			checks[name] = "does not answer; coach doctor says more"
			status, word = http.StatusServiceUnavailable, "not ready"
		}
	}
	return reply(w, status, map[string]any{"status": word, "checks": checks})
}
