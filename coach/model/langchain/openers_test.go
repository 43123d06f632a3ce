package langchain

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
)

func TestOllamaHost(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                             "http://127.0.0.1:11434",
		"0.0.0.0":                      "http://127.0.0.1:11434",
		"0.0.0.0:8000":                 "http://127.0.0.1:8000",
		"[::]:8000":                    "http://127.0.0.1:8000",
		":8000":                        "http://127.0.0.1:8000",
		"gpu.lan":                      "http://gpu.lan:11434",
		"gpu.lan:1":                    "http://gpu.lan:1",
		"::1":                          "http://[::1]:11434",
		"[::1]:9":                      "http://[::1]:9",
		"http://gpu.lan":               "http://gpu.lan:80",
		"https://gpu.lan":              "https://gpu.lan:443",
		"https://gpu.lan:8443/ollama/": "https://gpu.lan:8443/ollama",
	}
	for value, want := range tests {
		if got, err := ollamaHost(value); err != nil || got != want {
			t.Errorf("OLLAMA_HOST=%q is %q (%v), want %q", value, got, err, want)
		}
	}
	for _, value := range []string{"ftp://x", "http://a b"} {
		if got, err := ollamaHost(value); coach.CodeOf(err) != coach.CodeInvalid {
			t.Errorf("OLLAMA_HOST=%q is %q (%v), want it refused", value, got, err)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	type env map[string]string
	tests := []struct {
		name     string
		provider func(environment) (provider, error)
		env      env
		base     string
		key      string
		err      string
	}{
		{"OpenAI", openAI, env{"OPENAI_API_KEY": "k"}, "https://api.openai.com/v1", "k", ""},
		{"OpenAI without a key", openAI, env{}, "", "", "OPENAI_API_KEY"},
		{"compatible without a key", openAI, env{"OPENAI_BASE_URL": "http://vllm:8000/v1/"}, "http://vllm:8000/v1", noKey, ""},
		{"compatible with a wrong address", openAI, env{"OPENAI_BASE_URL": "vllm:8000"}, "", "", "OPENAI_BASE_URL"},
		{"Ollama", ollama, env{}, "http://127.0.0.1:11434", noKey, ""},
		{"Ollama's cloud", ollama, env{"OLLAMA_HOST": "https://ollama.com", "OLLAMA_API_KEY": "k"}, "https://ollama.com:443", "k", ""},
		{"Ollama with a wrong context", ollama, env{"OLLAMA_CONTEXT_LENGTH": "8k"}, "", "", "OLLAMA_CONTEXT_LENGTH"},
		{"Anthropic", anthropic, env{"ANTHROPIC_API_KEY": "k"}, "https://api.anthropic.com/v1", "k", ""},
		{"Anthropic elsewhere", anthropic, env{"ANTHROPIC_API_KEY": "k", "ANTHROPIC_BASE_URL": "http://proxy/"}, "http://proxy/v1", "k", ""},
		{"Anthropic with the version", anthropic, env{"ANTHROPIC_API_KEY": "k", "ANTHROPIC_BASE_URL": "http://proxy/v1"}, "http://proxy/v1", "k", ""},
		{"Anthropic without a key", anthropic, env{}, "", "", "ANTHROPIC_API_KEY"},
		{"Google", google, env{"GEMINI_API_KEY": "k"}, "https://generativelanguage.googleapis.com/v1beta/openai", "k", ""},
		{"Google with both keys", google, env{"GEMINI_API_KEY": "a", "GOOGLE_API_KEY": "b"}, "https://generativelanguage.googleapis.com/v1beta/openai", "b", ""},
		{"Google without a key", google, env{}, "", "", "GEMINI_API_KEY"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, err := test.provider(func(name string) string { return test.env[name] })
			if test.err != "" {
				if coach.CodeOf(err) != coach.CodeInvalid || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got %v, want a message about %s", err, test.err)
				}
				return
			}
			if err != nil || p.base != test.base || p.key != test.key {
				t.Errorf("got %q with %q (%v), want %q with %q", p.base, p.key, err, test.base, test.key)
			}
		})
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status int
		body   string
		want   model.Reason
		text   string
	}{
		{429, `{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}`, model.ReasonThrottled, "Rate limit reached"},
		{429, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`, model.ReasonDenied, "exceeded"},
		{400, `{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}`, model.ReasonDenied, "credit"},
		{400, `[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]`, model.ReasonDenied, "not valid"},
		{400, `{"error":{"message":"maximum context length is 8192 tokens"}}`, model.ReasonInvalid, "context length"},
		{401, `{"error":"unauthorized"}`, model.ReasonDenied, "unauthorized"},
		{402, ``, model.ReasonDenied, "HTTP 402"},
		{404, `{"error":{"message":"model \"x\" not found, try pulling it first"}}`, model.ReasonUnknown, "try pulling"},
		{408, `{}`, model.ReasonTimeout, "HTTP 408"},
		{422, `{"detail":[{"msg":"Extra inputs are not permitted"}]}`, model.ReasonInvalid, "Extra inputs"},
		{500, "<html>\n<b>oops</b>\x07</html>", model.ReasonOverloaded, "<html> <b>oops</b> </html>"},
		{529, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`, model.ReasonOverloaded, "Overloaded"},
	}
	for _, test := range tests {
		p := readProblem([]byte(test.body))
		err := &statusError{Status: test.status, Message: p.Message}
		if got := reasonOf(test.status, p.Kind+" "+p.Message); got != test.want || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%d %s: %q because of %q, want %q with %q", test.status, test.body, got, err, test.want, test.text)
		}
	}
}

func TestFaultReason(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]model.Reason{
		"rate_limit_error": model.ReasonThrottled, "RESOURCE_EXHAUSTED": model.ReasonThrottled, "overloaded_error": model.ReasonOverloaded,
		"permission_error": model.ReasonDenied, "insufficient_quota": model.ReasonDenied, "timeout_error": model.ReasonTimeout, "": model.ReasonOverloaded,
	} {
		if got := faultReason(kind); got != want {
			t.Errorf("%q is %q, want %q", kind, got, want)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, value string
		want        time.Duration
	}{
		{"Retry-After", "7", 7 * time.Second}, {"Retry-After", "0.5", 500 * time.Millisecond}, {"Retry-After-Ms", "250", 250 * time.Millisecond},
		{"Retry-After", "soon", 0}, {"Retry-After", "-1", 0}, {"Retry-After", "Mon, 02 Jan 2006 15:04:05 GMT", 0},
	} {
		if got := retryAfter(http.Header{test.name: {test.value}}); got != test.want {
			t.Errorf("%s: %s is %s, want %s", test.name, test.value, got, test.want)
		}
	}
	header := http.Header{"Retry-After": {time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}}
	if got := retryAfter(header); got < 59*time.Minute || got > time.Hour {
		t.Errorf("a date in an hour is %s", got)
	}
	if got := readProblem([]byte(`[{"error":{"details":[{"@type":"x"},{"retryDelay":"17s"}]}}]`)).Wait; got != 17*time.Second {
		t.Errorf("Google's retryDelay is %s, want 17s", got)
	}
}

func TestCeiling(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]int{
		"max_tokens is too large: 8000. This model supports at most 4096 completion tokens, whereas you provided 8000.":  4096,
		"max_tokens: 8000 > 4096, which is the maximum allowed number of output tokens for claude-3-haiku":               4096,
		"This model's maximum context length is 16384 tokens. However, you requested 20000 tokens (8000 for completion)": 0,
		"at most 10000 completion tokens":  0,
		"temperature must be at most 2000": 0,
	} {
		if got, ok := ceiling(message, 8000); ok != (want != 0) || ok && got != want {
			t.Errorf("%q: %d %v, want %d", message, got, ok, want)
		}
	}
}
