package langchain

import (
	"net"
	"strings"
)

// ollama is Ollama through its OpenAI-compatible API: langchaingo's own client for it has no JSON schemas and takes a
// stream that was cut for a whole one.
func ollama(env environment) (provider, error) {
	base, err := ollamaHost(env.first("OLLAMA_HOST"))
	if err != nil {
		return provider{}, err
	}
	key := env.first("OLLAMA_API_KEY")
	if key == "" {
		key = noKey
	}
	return provider{wire: chat{limit: "max_tokens"}, base: base + "/v1", key: key}, nil
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
