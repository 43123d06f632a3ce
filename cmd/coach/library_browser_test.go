package main

import "testing"

// TestTheLibraryIsRead searches the guides, opens one at the place that was found, and comes back to the list.
func TestTheLibraryIsRead(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	s := serve(t, "--data", t.TempDir())
	b.goTo(s.URL + "/library")
	b.see(id("guide"))
	b.write("search", "thundering herd")
	b.see(id("hit"))
	b.do("open what was found", clickFirst(id("hit")+" a"))
	b.see(id("guide-title"))
	b.until("the place that was found is there", `location.hash !== '' && document.getElementById(location.hash.slice(1)) !== null`)
	b.until("its text is drawn", `document.querySelector('.guide .markdown:not(.plain) p') !== null`)
	b.goTo(s.URL + "/library/machine-learning-systems")
	b.see(".guide svg") // its diagram
	b.screenshot("guide")
}
