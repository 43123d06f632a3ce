package langchain

// openAI is OpenAI itself, or whatever OPENAI_BASE_URL names.
func openAI(env environment) (provider, error) {
	p := provider{wire: chat{limit: "max_completion_tokens"}, base: "https://api.openai.com/v1", key: env.first("OPENAI_API_KEY"),
		organization: env.first("OPENAI_ORGANIZATION", "OPENAI_ORG_ID"), effort: true}
	if base := env.first("OPENAI_BASE_URL", "OPENAI_API_BASE"); base != "" {
		var err error
		if p.base, err = address("OPENAI_BASE_URL", base); err != nil {
			return provider{}, err
		}
		p.effort = false // not every compatible server takes what only some know
		if p.key == "" {
			p.key = noKey // vLLM, llama.cpp and LM Studio ask for none
		}
	}
	if p.key == "" {
		return provider{}, missingKey("openai", "OPENAI_API_KEY")
	}
	return p, nil
}
