package modeltest

// Mood is how a server answers a call.
type Mood string

// The moods. Those from Throttled to Unknown answer with an HTTP error; those from CutBetween to Stall break a stream that
// began well.
const (
	OK       Mood = "ok"
	OnePiece Mood = "one piece"   // the whole text in one frame of more than 64 KB
	Drip     Mood = "slow drip"   // byte by byte
	Thinking Mood = "thinking"    // thinking in the protocol's own field, then the answer
	Tagged   Mood = "tagged"      // thinking in the text, between <think> and </think>
	Fenced   Mood = "fenced"      // JSON in a code fence with words around it
	Prose    Mood = "prose"       // words where JSON was asked for
	Shape    Mood = "wrong shape" // JSON of another shape than was asked for
	Refusal  Mood = "refusal"     // in the provider's way
	Empty    Mood = "empty"       // well-formed, with no text
	Length   Mood = "length"      // ended by the limit of tokens
	Starved  Mood = "starved"     // the limit of tokens was used up by thinking
	HTML     Mood = "html"        // status 200 and a proxy's page

	Throttled  Mood = "429"
	Failing    Mood = "500"
	Overloaded Mood = "503"
	Denied     Mood = "denied"
	Unknown    Mood = "unknown model"

	CutBetween Mood = "cut between frames"
	CutInside  Mood = "cut inside a frame"
	EarlyEOF   Mood = "early EOF"  // an orderly end without the end mark
	Garbage    Mood = "garbage"    // a frame that cannot be read
	Fault      Mood = "mid-stream" // an error event in the stream
	Stall      Mood = "stall"      // half of the answer, then nothing
	Hang       Mood = "hang"       // not even a header
)

// Said is what a server answers.
type Said struct {
	Thinking []string
	Pieces   []string
	Stop     Stop
	Input    int // tokens
	Output   int // tokens
}

// Stop is how an answer ends, in words that each protocol translates into its own.
type Stop string

// The ends of an answer.
const (
	StopEnd    Stop = "end"
	StopLength Stop = "length"
	StopRefuse Stop = "refuse"
)

// Asked is what a server understood of a request.
type Asked struct {
	Model       string
	System      string
	User        string
	Schema      string // as it stands in the request's own field; "" where there is none
	Tool        bool   // the schema is that of a tool that has to be called
	JSONMode    bool   // JSON without a schema
	MaxTokens   int
	Context     int // tokens of prompt and answer together, where a request says it
	Temperature *float64
	Stream      bool
	Fields      []string // names of the request's top-level fields
}

// Frame is one piece of a stream, flushed by itself.
type Frame struct {
	Bytes []byte
	Text  bool // it carries a piece of the answer's text
}

// Problem is an answer with an HTTP error.
type Problem struct {
	Status  int
	Message string
	Headers map[string]string
}

// Protocol is a provider's wire protocol from the server's side.
type Protocol interface {
	// Name is the provider's URI scheme.
	Name() string
	// Parse reads a request as strictly as the provider does. Its error becomes a 400.
	Parse(call Call) (Asked, error)
	// ContentType is that of a stream.
	ContentType() string
	// Frames are those of a whole answer, end marks included.
	Frames(asked Asked, said Said) []Frame
	// Whole is the answer to a request that did not ask for a stream, or nil where the adapters never do that.
	Whole(asked Asked, said Said) []byte
	// Refuse returns the provider's body and headers for an HTTP error.
	Refuse(mood Mood, message string) (status int, headers map[string]string, body []byte)
	// Broken is a frame that cannot be read.
	Broken() []byte
	// Failed is a frame that reports an overloaded service in the middle of a stream.
	Failed() []byte
}

// Call is a request as it arrived.
type Call struct {
	Path    string // as it was sent, escapes included
	Headers map[string]string
	Body    []byte
}
