// Command coach is Interview Coach: a web server for mock system-design interviews, and the same interviews, feedback on
// written designs, ingest and search from the terminal.
//
// It holds flags and wiring, one file per subcommand; what they do lives in the rooms below.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// streams are the program's input and outputs.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run parses the arguments and runs a command. It returns the exit status.
func run(ctx context.Context, args []string, std streams) int {
	var c cli
	exited := -1 // kong "exits" after --help
	parser, err := kong.New(&c,
		kong.Name("coach"),
		kong.Description("Interview Coach: practise system-design interviews, with scores that quote what they rest on."),
		kong.DefaultEnvars("COACH"),
		kong.Vars{"data": defaultData()},
		kong.Writers(std.out, std.err),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return fail(std.err, fmt.Errorf("read the command line: %w", err))
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		_, _ = fmt.Fprintf(std.err, "coach: %s; coach --help shows what there is\n", oneLine(err.Error()))
		return exitUsage
	}
	level := slog.LevelWarn
	if command.Command() == "serve" {
		level = slog.LevelInfo
	}
	if err := level.UnmarshalText([]byte(c.LogLevel)); c.LogLevel != "" && err != nil {
		_, _ = fmt.Fprintf(std.err, "coach: --log-level is %q: choose debug, info, warn or error\n", c.LogLevel)
		return exitUsage
	}
	logger := slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: level}))
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(&c.common, std, logger); err != nil {
		return fail(std.err, err)
	}
	return exitDone
}

// fail tells an error in one line and returns the exit status that goes with it.
func fail(w io.Writer, err error) int {
	if errors.Is(err, context.Canceled) {
		_, _ = fmt.Fprintln(w, "coach: stopped")
		return exitFailed
	}
	text := err.Error()
	if known, ok := errors.AsType[*coach.Error](err); ok && known.Err == nil {
		text = known.Message
	}
	_, _ = fmt.Fprintln(w, "coach: "+oneLine(text))
	if coach.CodeOf(err) == coach.CodeInvalid {
		return exitUsage
	}
	return exitFailed
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
