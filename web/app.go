package web

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// policy is the content security policy of the app: everything comes from here. Styles are written by Mermaid into its
// drawings, hence 'unsafe-inline' for them.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"font-src 'self' data:; connect-src 'self' ws: wss:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// app serves the browser app: its files, and its one page for every address that is no file.
func (s *Server) app(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return &httpError{http.StatusMethodNotAllowed, "Method not allowed", "This address is a page: use GET."}
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	if s.UI == nil {
		h.Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write([]byte(notBuilt)) // a client that went away is its own affair
		return nil
	}
	if strings.Contains(r.URL.Path, "..") {
		return coach.NotFound("page", r.URL.Path)
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if info, err := fs.Stat(s.UI, name); name == "" || err != nil || info.IsDir() {
		if path.Ext(name) != "" && strings.HasPrefix(name, "assets/") {
			return coach.NotFound("file", r.URL.Path)
		}
		h.Set("Cache-Control", "no-cache") // the page names its files by their content
		http.ServeFileFS(w, r, s.UI, "index.html")
		return nil
	}
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeFileFS(w, r, s.UI, name)
	return nil
}

// notBuilt is the page that stands in for the app on a clone where it was never built.
const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Interview Coach: the browser app is not built</title>
<style>body{font:16px/1.6 system-ui;max-width:38rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}code{background:#8882;padding:.1em .3em}</style>
<h1>The browser app is not built yet</h1>
<p>This server works: its API, its websocket and the terminal client are all there. Only the app for the browser is missing,
because it is built with Node and this binary was built without it.</p>
<p>Stop the server and run <code>make run</code>: it builds the app and starts again. By hand:</p>
<p><code>cd web/ui &amp;&amp; npm ci &amp;&amp; npm run build</code>, then build <code>./cmd/coach</code> again.</p>
`
