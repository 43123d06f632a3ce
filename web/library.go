package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// problemLine is a problem in the list; its answers stay here.
type problemLine struct {
	ID    string      `json:"id"`
	Title string      `json:"title"`
	Level coach.Level `json:"level"`
	Kind  string      `json:"kind"`
}

func (s *Server) listProblems(w http.ResponseWriter, _ *http.Request) error {
	out := []problemLine{}
	for _, p := range s.Problems.All() {
		out = append(out, problemLine{p.ID, p.Title, p.Level, p.Kind})
	}
	return reply(w, http.StatusOK, out)
}

func (s *Server) showProblem(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Problems.Problem(r.PathValue("id"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, struct {
		problemLine
		Prompt string `json:"prompt"`
	}{problemLine{p.ID, p.Title, p.Level, p.Kind}, strings.TrimSpace(p.Prompt)})
}

func (s *Server) showRubric(w http.ResponseWriter, _ *http.Request) error {
	version, markdown := s.Rubric()
	return reply(w, http.StatusOK, map[string]string{"version": version, "markdown": markdown})
}

func (s *Server) showSample(w http.ResponseWriter, r *http.Request) error {
	sample, err := s.Sample(r.Context())
	if err != nil {
		return fmt.Errorf("draw the sample report: %w", err)
	}
	return reply(w, http.StatusOK, sample)
}

func (s *Server) listGuides(w http.ResponseWriter, r *http.Request) error {
	guides, err := s.Library.Guides(r.Context())
	if err != nil {
		return fmt.Errorf("list guides: %w", err)
	}
	return reply(w, http.StatusOK, guides)
}

func (s *Server) showGuide(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	passages, err := s.Library.Guide(r.Context(), id)
	if err != nil {
		return fmt.Errorf("read guide %s: %w", id, err)
	}
	return reply(w, http.StatusOK, map[string]any{"id": id, "passages": passages})
}

// Bounds of a search.
const (
	defaultHits = 5
	maxHits     = 50
	maxQuery    = 2000
)

func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	query := strings.TrimSpace(r.URL.Query().Get("q"))
	if query == "" {
		return coach.Invalid("q is missing: send what to search for, as in /api/search?q=hot+keys")
	}
	if len(query) > maxQuery {
		return coach.Invalid(fmt.Sprintf("q has %d bytes and %d are the most: search for less", len(query), maxQuery))
	}
	k := defaultHits
	if text := r.URL.Query().Get("k"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxHits {
			return coach.Invalid(fmt.Sprintf("k is %q: send a number from 1 to %d", text, maxHits))
		}
		k = n
	}
	hits, err := s.Library.Search(r.Context(), query, k)
	if err != nil {
		return fmt.Errorf("search the guides: %w", err)
	}
	if hits == nil {
		hits = []Hit{}
	}
	return reply(w, http.StatusOK, map[string]any{"query": query, "hits": hits})
}

func (s *Server) showPassage(w http.ResponseWriter, r *http.Request) error {
	id := r.URL.Query().Get("id")
	if id == "" {
		return coach.Invalid("id is missing: send a passage's id, as in /api/passages?id=caching%23cache-aside")
	}
	p, err := s.Library.Passage(r.Context(), id)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, p)
}
