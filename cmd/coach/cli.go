package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// cli is the command line. Each flag can also be given as an environment variable COACH_<FLAG>.
type cli struct {
	common

	Serve     serveCommand     `cmd:"" help:"Serve the browser app, the HTTP API and the websocket."`
	Interview interviewCommand `cmd:"" help:"Take an interview in the terminal."`
	Feedback  feedbackCommand  `cmd:"" help:"Get feedback on a written design."`
	Report    reportCommand    `cmd:"" help:"Show the report of a finished interview or design."`
	Problems  problemsCommand  `cmd:"" help:"Show the problem bank."`
	Ingest    ingestCommand    `cmd:"" help:"Put study guides into the index."`
	Search    searchCommand    `cmd:"" help:"Search the study guides."`
	Eval      evalCommand      `cmd:"" help:"Measure retrieval or scoring on labelled data."`
	Doctor    doctorCommand    `cmd:"" help:"Check the database, the index, the model and the embedder."`
	Version   versionCommand   `cmd:"" help:"Show the version."`
}

// common are the flags of every command.
type common struct {
	Data             string  `help:"Folder of the embedded database." default:"${data}" placeholder:"DIR" type:"path"`
	DatabaseURL      string  `help:"Postgres with pgvector, instead of the embedded database." placeholder:"postgres://…" name:"database-url"`
	Model            string  `help:"Model that interviews and grades: local, bedrock:MODEL-ID, ollama:NAME, openai:NAME, anthropic:NAME, google:NAME." default:"local" placeholder:"URI"`
	FallbackModel    string  `help:"Model that takes over when the first one fails." placeholder:"URI" name:"fallback-model"`
	Budget           float64 `help:"What models may cost in one interview or review, in US dollars. When it is used up, --fallback-model takes over (local where none is set). 0 sets no bound." default:"0" placeholder:"USD" name:"budget-per-interview"`
	Prices           string  `help:"File with your own prices of models, looked up before the built-in ones: a JSON list of {\"model\",\"input\",\"output\"}, in US dollars for a million tokens." placeholder:"FILE" type:"path"`
	GraderSamples    int     `help:"How often the model is asked for a report; the median of its scores counts, and their spread is shown (1 to 9)." default:"1" placeholder:"N" name:"grader-samples"`
	Record           string  `help:"File to which each exchange with the model is added; --model replay:FILE plays it again." placeholder:"FILE" type:"path"`
	Embedder         string  `help:"Embedder of the study guides: local, bedrock:MODEL-ID, ollama:NAME, openai:NAME, google:NAME." default:"local" placeholder:"URI"`
	Prompts          string  `help:"Folder whose turn.tmpl, step.tmpl and report.tmpl replace the built-in prompts." placeholder:"DIR" type:"path"`
	Telemetry        string  `help:"otlp sends OpenTelemetry traces and metrics of model calls to OTEL_EXPORTER_OTLP_ENDPOINT; off sends none." default:"off" placeholder:"off|otlp"`
	TelemetryContent bool    `help:"Put the texts of prompts and replies into the traces. They are people's words: ask them first." name:"telemetry-content"`
	LogLevel         string  `help:"debug, info, warn or error; by default info for serve and warn for the rest." name:"log-level"`
}

// defaultData is where the embedded database lives when nobody says: with the user's other data.
func defaultData() string {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "interview-coach")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "interview-coach-data"
	}
	return filepath.Join(home, ".local", "share", "interview-coach")
}

// printJSON writes one indented JSON document.
func printJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
