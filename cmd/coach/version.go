package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version and commit are set when a release is built: -ldflags "-X main.version=v1.2.3 -X main.commit=…".
var version, commit string

type versionCommand struct{}

// Run shows the version.
func (versionCommand) Run(std streams) error {
	v, c := buildVersion()
	_, err := fmt.Fprintf(std.out, "coach %s commit %s %s\n", v, c, runtime.Version())
	return err
}

// buildVersion is the version and the commit, as far as the build knows them.
func buildVersion() (v, c string) {
	v, c = version, commit
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && c == "" {
				c = s.Value
			}
		}
	}
	if v == "" {
		v = "development"
		if ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
			v = info.Main.Version
		}
	}
	if c == "" {
		c = "unknown"
	}
	return v, c
}
