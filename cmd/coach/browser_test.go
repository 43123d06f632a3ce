package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// browser drives a headless Chromium. It hides the library, whose API moves, behind what these tests need.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// newBrowser starts Chromium, or skips the test and says so; in CI a missing browser is a failure.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	path := os.Getenv("COACH_TEST_CHROMIUM")
	if path == "" {
		if os.Getenv("CI") != "" || os.Getenv("COACH_TEST_STRICT") != "" {
			t.Fatal("COACH_TEST_CHROMIUM is not set: make test sets up a Chromium")
		}
		t.Skip("left out: COACH_TEST_CHROMIUM is not set; make test sets up a Chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(func() {
		cancel()
		stop()
		stopAllocator()
	})
	b := &browser{t: t, ctx: ctx}
	// The context of the first call is the browser's life: it must not be a step's.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return b
}

func (b *browser) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.screenshot("failed-" + what)
		b.t.Fatalf("%s: %v\n%s", what, err, b.text("body"))
	}
}

// id selects what carries a test id.
func id(name string) string { return fmt.Sprintf("[data-testid=%q]", name) }

func (b *browser) goTo(url string) {
	b.t.Helper()
	b.do("go to "+url, chromedp.Navigate(url))
}

func (b *browser) click(name string) {
	b.t.Helper()
	b.do("click "+name, chromedp.WaitEnabled(id(name)), chromedp.Click(id(name)))
}

func (b *browser) write(name, text string) {
	b.t.Helper()
	b.do("write into "+name, chromedp.WaitVisible(id(name)), chromedp.SendKeys(id(name), text))
}

func (b *browser) see(selector string) {
	b.t.Helper()
	b.do("see "+selector, chromedp.WaitVisible(selector))
}

// until waits for a JavaScript expression to be true.
func (b *browser) until(what, expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](expression)); err != nil {
		b.screenshot("failed")
		b.t.Fatalf("wait until %s: %v\n%s", what, err, b.text("body"))
	}
}

func (b *browser) text(selector string) string {
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Text(selector))
	if err != nil {
		return "(" + err.Error() + ")"
	}
	return text
}

// count is how many elements a selector finds.
func (b *browser) count(selector string) int {
	b.t.Helper()
	n, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](fmt.Sprintf("document.querySelectorAll(%q).length", selector)))
	if err != nil {
		b.t.Fatalf("count %s: %v", selector, err)
	}
	return n
}

// screenshot keeps a picture of the page where COACH_TEST_SCREENSHOTS names a folder.
func (b *browser) screenshot(name string) {
	dir := os.Getenv("COACH_TEST_SCREENSHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, 10*time.Second)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "/", "-")+".png"), picture, 0o600)
	}
	if err != nil {
		b.t.Logf("screenshot %s: %v", name, err)
	}
}

// sameOrigin collects the requests that leave the site.
func (b *browser) strangers(site string) func() []string {
	b.t.Helper()
	var strange []string
	err := chromedp.Listen(b.ctx, func(ev any) {
		sent, ok := ev.(*network.EventRequestWillBeSent)
		if !ok {
			return
		}
		url := sent.Request.URL
		if !strings.HasPrefix(url, site) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") && !strings.HasPrefix(url, "about:") {
			strange = append(strange, url)
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return func() []string { return strange }
}

// eval gives the text of a JavaScript expression.
func (b *browser) eval(expression string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		b.t.Fatalf("evaluate %s: %v", expression, err)
	}
	return text
}

func reload() chromedp.Action[chromedp.Void] { return chromedp.Reload() }

func clickFirst(selector string) chromedp.Action[chromedp.Void] { return chromedp.Click(selector) }
