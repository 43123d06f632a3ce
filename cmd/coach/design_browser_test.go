package main

import "testing"

// TestADesignIsHandedInAgain hands in an answer to a problem of the user's own, reads the remarks beside it, and hands in a
// new version.
func TestADesignIsHandedInAgain(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	s := serve(t, "--data", t.TempDir())
	const first = "Ships are counted by a camera at the lighthouse because radar costs ten times as much. 2 ships x 24 h = 40 ships a day.\n"
	b.goTo(s.URL + "/designs")
	b.see(id("design-problem"))
	b.eval(`(() => { const s = document.querySelector('[data-testid="design-problem"]'); const set = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set; set.call(s, 'own'); s.dispatchEvent(new Event('change', {bubbles: true})); return '' })()`)
	b.write("design-description", "Count the ships that pass a lighthouse, day and night, and tell the harbour within a minute.")
	b.write("design-text", first)
	b.click("design-submit")
	b.see(id("overall"))
	b.see(id("new-version"))
	b.screenshot("design")
	b.click("new-version")
	b.see(id("design-text"))
	b.write("design-text", first+"If the camera fails, a second one takes over within 10 seconds, because fog and storms are when the harbour needs the count; an alarm wakes the keeper after 2 minutes without a count.")
	b.click("design-submit")
	b.see(id("changes"))
	b.screenshot("design-changes")
}
