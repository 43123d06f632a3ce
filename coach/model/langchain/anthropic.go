package langchain

import "strings"

// anthropic is the Messages API. ANTHROPIC_BASE_URL is without the version, as that ecosystem has it.
func anthropic(env environment) (provider, error) {
	p := provider{wire: messages{}, base: "https://api.anthropic.com/v1", key: env.first("ANTHROPIC_API_KEY")}
	if base := env.first("ANTHROPIC_BASE_URL"); base != "" {
		var err error
		if p.base, err = address("ANTHROPIC_BASE_URL", base); err != nil {
			return provider{}, err
		}
		if !strings.HasSuffix(p.base, "/v1") {
			p.base += "/v1"
		}
	}
	if p.key == "" {
		return provider{}, missingKey("anthropic", "ANTHROPIC_API_KEY")
	}
	return p, nil
}
