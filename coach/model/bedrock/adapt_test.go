package bedrock_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/bedrock"
	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// notes asks for JSON.
func notes() prompts.Prompt {
	return prompts.Prompt{Task: prompts.TaskStep, System: "You take notes.\n", User: "Take notes.\n", MaxTokens: 1200,
		Schema: []byte(`{"type":"object","additionalProperties":false,"required":["feedback"],"properties":{"feedback":{"type":"string"}}}`)}
}

// TestConcessions meets models that don't take something: the answer comes all the same, without it, and the next request
// doesn't try it again.
func TestConcessions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		rejects  []string
		requests int
		check    func(modeltest.Asked) bool
	}{
		{"schema", nil, 1, func(a modeltest.Asked) bool { return a.Schema != "" && !a.Tool }},
		{"tool", []string{"outputConfig"}, 2, func(a modeltest.Asked) bool { return a.Tool && a.System == notes().System }},
		{"words", []string{"outputConfig", "toolConfig"}, 3, func(a modeltest.Asked) bool {
			return a.Schema == "" && strings.Contains(a.System, "additionalProperties")
		}},
		{"no system", []string{"system"}, 2, func(a modeltest.Asked) bool {
			return a.System == "" && strings.Contains(a.User, "You take notes.") && a.Schema != ""
		}},
		{"no stream", []string{"converse-stream"}, 2, func(a modeltest.Asked) bool { return !a.Stream && a.Schema != "" }},
		{"no stream, tool", []string{"converse-stream", "outputConfig"}, 3, func(a modeltest.Asked) bool { return !a.Stream && a.Tool }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := modeltest.NewServer(t, modeltest.Bedrock())
			server.Reject(test.rejects...)
			m := open(t, server, "a-model")
			for i := range 2 {
				before := len(server.Requests())
				var deltas strings.Builder
				reply, err := m.Generate(t.Context(), notes(), func(text string) { deltas.WriteString(text) })
				if err != nil {
					t.Fatal(err)
				}
				if !strings.HasPrefix(reply.Text, `{"covered"`) || deltas.String() != reply.Text {
					t.Errorf("the reply is %q, the deltas make %q", reply.Text, deltas.String())
				}
				if want := (model.Usage{InputTokens: 123, OutputTokens: 45}); reply.Usage != want {
					t.Errorf("usage is %+v", reply.Usage)
				}
				asked := server.Requests()
				if n := len(asked) - before; i == 0 && n != test.requests || i == 1 && n != 1 {
					t.Errorf("answer %d took %d requests", i+1, n)
				}
				if last := asked[len(asked)-1]; !test.check(last) {
					t.Errorf("the last request was %+v", last)
				}
			}
		})
	}
}

// TestRetries tries again what fails before its stream begins, as often as it was told to, and says so.
func TestRetries(t *testing.T) {
	t.Parallel()
	server := modeltest.NewServer(t, modeltest.Bedrock(), modeltest.Throttled, modeltest.Overloaded, modeltest.OK)
	if _, err := open(t, server, "a-model").Generate(t.Context(), notes(), nil); err != nil || len(server.Requests()) != 3 {
		t.Errorf("got %v after %d requests, want a reply after 3", err, len(server.Requests()))
	}
	server = modeltest.NewServer(t, modeltest.Bedrock(), modeltest.Throttled)
	_, err := open(t, server, "a-model").Generate(t.Context(), notes(), nil)
	e := &model.Error{}
	ok := errors.As(err, &e)
	if !ok || e.Attempts != 5 || len(server.Requests()) != 5 {
		t.Errorf("got %v after %d requests, want an error that tells of 5", err, len(server.Requests()))
	}
}

// TestServiceErrors answers with errors that no mood has.
func TestServiceErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code    string
		status  int
		message string
		reason  model.Reason
		tries   int32
	}{
		{"ModelNotReadyException", 429, "warming up", model.ReasonOverloaded, 5},
		{"ModelTimeoutException", 408, "too slow", model.ReasonTimeout, 5},
		{"ModelErrorException", 424, "the model failed", model.ReasonOverloaded, 1},
		{"ServiceQuotaExceededException", 400, "quota", model.ReasonThrottled, 1},
		{"ValidationException", 400, "The provided model identifier is invalid.", model.ReasonUnknown, 1},
		{"ValidationException", 400, "Input is too long for requested model.", model.ReasonInvalid, 1},
		{"ExpiredTokenException", 403, "The security token is expired", model.ReasonDenied, 1},
		{"SomethingNew", 403, "no", model.ReasonDenied, 1},
		{"SomethingNew", 404, "no", model.ReasonUnknown, 1},
		{"SomethingNew", 418, "no", model.ReasonInvalid, 1},
	}
	for _, test := range tests {
		t.Run(test.code, func(t *testing.T) {
			t.Parallel()
			var tries atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				tries.Add(1)
				_, _ = io.Copy(io.Discard, r.Body)
				w.Header().Set("X-Amzn-ErrorType", test.code)
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, `{"message":"`+test.message+`"}`)
			}))
			t.Cleanup(server.Close)
			m, err := bedrock.New(bedrock.Options{MaxBackoff: time.Millisecond, Load: static(server.URL)}).Open(t.Context(), "a-model")
			if err != nil {
				t.Fatal(err)
			}
			_, err = m.Generate(t.Context(), notes(), nil)
			if model.ReasonOf(err) != test.reason || tries.Load() != test.tries || !strings.Contains(err.Error(), test.message) {
				t.Errorf("got %v after %d tries, want %q after %d", err, tries.Load(), test.reason, test.tries)
			}
		})
	}
}

func static(url string) []func(*config.LoadOptions) error {
	return []func(*config.LoadOptions) error{
		config.WithRegion("eu-central-1"), config.WithBaseEndpoint(url),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test-id", "test-key", "")),
	}
}

// isolate takes away what the machine's own AWS configuration would add.
func isolate(t *testing.T) {
	t.Helper()
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
		"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_BEARER_TOKEN_BEDROCK", "AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

// TestEnvironment is how a user configures it: by the SDK's own variables.
func TestEnvironment(t *testing.T) {
	isolate(t)
	server := modeltest.NewServer(t, modeltest.Bedrock())
	t.Setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "test-id")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test-key")
	m, err := bedrock.New(bedrock.Options{}).Open(t.Context(), "eu.anthropic.claude-sonnet-4-5-20250929-v1:0")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Generate(t.Context(), notes(), nil); err != nil {
		t.Fatal(err)
	}
	if asked := server.Requests()[0].Model; asked != "eu.anthropic.claude-sonnet-4-5-20250929-v1:0" {
		t.Errorf("the server was asked for %q", asked)
	}
}

func TestNoRegion(t *testing.T) { //nolint:paralleltest // it changes the environment
	isolate(t)
	_, err := bedrock.New(bedrock.Options{}).Open(t.Context(), "a-model")
	if coach.CodeOf(err) != coach.CodeInvalid || !strings.Contains(err.Error(), "AWS_REGION") {
		t.Errorf("got %v, want to be told of AWS_REGION", err)
	}
}

func TestNoCredentials(t *testing.T) {
	isolate(t)
	server := modeltest.NewServer(t, modeltest.Bedrock())
	t.Setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.URL)
	m, err := bedrock.New(bedrock.Options{}).Open(t.Context(), "a-model")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Generate(t.Context(), notes(), nil); model.ReasonOf(err) != model.ReasonDenied {
		t.Errorf("got %v, want the reason %q", err, model.ReasonDenied)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were made without credentials", n)
	}
}
