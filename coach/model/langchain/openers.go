package langchain

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
)

// Openers returns the openers of all providers: ollama, openai, anthropic and google. They read addresses and keys from
// getenv when a model is opened, under the names that each ecosystem uses. Requests go through the transport of client,
// or the default one where client is nil or has none; its Timeout is not used, for it would cut long streams.
func Openers(client *http.Client, getenv func(string) string) model.Registry {
	transport := http.DefaultTransport
	if client != nil && client.Transport != nil {
		transport = client.Transport
	}
	registry := model.Registry{}
	for scheme, configure := range providers {
		registry[scheme] = func(_ context.Context, name string) (model.Model, error) {
			p, err := configure(getenv)
			if err != nil {
				return nil, err
			}
			m, err := open(scheme+":"+name, name, p, transport)
			if err != nil {
				return nil, err
			}
			return m, nil
		}
	}
	return registry
}

// providers are the schemes with what reads their settings.
var providers = map[string]func(environment) (provider, error){
	"ollama": ollama, "openai": openAI, "anthropic": anthropic, "google": google,
}

// Endpoint returns the address and the key of a provider's API, that of OpenAI's kind where it has several, by the same settings that its models are opened with, for
// others who speak to it. The key is not empty, even where a server wants none.
func Endpoint(scheme string, getenv func(string) string) (base, key string, err error) {
	configure, ok := providers[scheme]
	if !ok {
		return "", "", coach.Invalid(fmt.Sprintf("%q is not a provider", scheme))
	}
	p, err := configure(getenv)
	if p.compatible != nil {
		p = *p.compatible
	}
	return p.base, p.key, err
}

// provider is what tells one provider from another.
type provider struct {
	wire         wire
	compatible   *provider // for a server that knows the protocol of OpenAI and not this one
	base         string    // address of the API, without a slash at its end
	key          string
	organization string
	effort       bool // a model that thinks is asked to think little before it speaks
}

// noKey stands for a key where the server wants none but langchaingo insists on one.
const noKey = "none"

// environment reads settings by name.
type environment func(string) string

// first returns the first of the named settings that is there.
func (env environment) first(names ...string) string {
	for _, name := range names {
		if value := strings.TrimSpace(env(name)); value != "" {
			return value
		}
	}
	return ""
}

// address checks the address that a setting holds and takes the slash off its end.
func address(setting, value string) (string, error) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", coach.Invalid(fmt.Sprintf("%s does not hold an address: write http://HOST:PORT or https://HOST", setting))
	}
	return strings.TrimRight(value, "/"), nil
}

// missingKey says which key to set.
func missingKey(scheme string, settings ...string) error {
	return coach.Invalid(fmt.Sprintf("the %s models need a key: set %s", scheme, strings.Join(settings, " or ")))
}
