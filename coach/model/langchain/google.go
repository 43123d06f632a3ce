package langchain

// google is Gemini through its OpenAI-compatible API: langchaingo's own client for it links gRPC and some fifty modules
// more. GOOGLE_GEMINI_BASE_URL is without the version, as that ecosystem has it.
func google(env environment) (provider, error) {
	p := provider{wire: chat{limit: "max_completion_tokens"}, base: "https://generativelanguage.googleapis.com",
		key: env.first("GOOGLE_API_KEY", "GEMINI_API_KEY"), effort: true}
	if base := env.first("GOOGLE_GEMINI_BASE_URL"); base != "" {
		var err error
		if p.base, err = address("GOOGLE_GEMINI_BASE_URL", base); err != nil {
			return provider{}, err
		}
	}
	p.base += "/v1beta/openai"
	if p.key == "" {
		return provider{}, missingKey("google", "GOOGLE_API_KEY", "GEMINI_API_KEY")
	}
	return p, nil
}
