package langchain

import (
	"net"
	"strconv"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// ollama is Ollama in its own protocol, and in OpenAI's where a server that stands in for it knows only that.
func ollama(env environment) (provider, error) {
	base, err := ollamaHost(env.first("OLLAMA_HOST"))
	if err != nil {
		return provider{}, err
	}
	key := env.first("OLLAMA_API_KEY")
	if key == "" {
		key = noKey
	}
	compatible := provider{wire: chat{limit: "max_tokens"}, base: base + "/v1", key: key}
	wire := native{key: env.first("OLLAMA_API_KEY")}
	if size := env.first("OLLAMA_CONTEXT_LENGTH"); size != "" {
		if wire.context, err = strconv.Atoi(size); err != nil || wire.context < 1 {
			return provider{}, coach.Invalid("OLLAMA_CONTEXT_LENGTH does not hold a number of tokens, as 16384 is one")
		}
	}
	return provider{wire: wire, base: base, key: key, compatible: &compatible}, nil
}

// ollamaHost reads OLLAMA_HOST as Ollama does: a host, a port, both, or a whole address. A server's "all interfaces" is
// the loopback to its client.
func ollamaHost(value string) (string, error) {
	port := "11434"
	scheme, rest, ok := strings.Cut(value, "://")
	switch {
	case !ok:
		scheme, rest = "http", value
	case scheme == "http":
		port = "80"
	case scheme == "https":
		port = "443"
	}
	hostport, path, _ := strings.Cut(rest, "/")
	host, given, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	} else if given != "" {
		port = given
	}
	switch host {
	case "", "0.0.0.0", "::":
		host = "127.0.0.1"
	}
	if path != "" {
		path = "/" + path
	}
	return address("OLLAMA_HOST", scheme+"://"+net.JoinHostPort(host, port)+path)
}
