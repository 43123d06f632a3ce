package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestIngestSaysWhatItSkipped runs on past what cannot be read, and fails for it; a folder's pictures are no failure.
func TestIngestSaysWhatItSkipped(t *testing.T) {
	t.Parallel()
	shells(t, func(t *testing.T, s *shell) {
		folder := t.TempDir()
		for name, text := range map[string]string{"good.md": "# Good\n\ntext", "picture.png": "\x89PNG\x00"} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out, errs := s.run(exitDone, "", "ingest", folder)
		if !strings.Contains(out, "1 added") || !strings.Contains(out, "1 files of other kinds were passed over") || errs != "" {
			t.Errorf("a folder with a picture: %s%s", out, errs)
		}
		type report struct {
			Guides, Unchanged int
			Skipped           []struct{ Path, Reason string }
		}
		missing := filepath.Join(folder, "gone\x1b[2J.md")
		out, errs = s.run(exitFailed, "", "ingest", missing, folder, "--json")
		r := decode[report](t, out)
		if r.Unchanged != 1 || len(r.Skipped) != 2 || r.Skipped[0].Path != missing || r.Skipped[0].Reason != "does not exist" {
			t.Errorf("a missing file: %s", out)
		}
		if !strings.Contains(errs, "does not exist") || strings.Count(errs, "\n") != 1 || strings.Contains(errs, "\x1b") {
			t.Errorf("a missing file says %q", errs)
		}
		if out, _ = s.run(exitFailed, "", "ingest", missing); strings.Contains(out, "\x1b") || !strings.Contains(out, "skipped ") {
			t.Errorf("for a person: %q", out)
		}
	})
}
