package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set when a release is built: -ldflags "-X main.version=v1.2.3".
var version string

type versionCommand struct{}

// Run shows the version.
func (versionCommand) Run(std streams) error {
	v, commit := buildVersion()
	_, err := fmt.Fprintf(std.out, "coach %s commit %s %s\n", v, commit, runtime.Version())
	return err
}

// buildVersion is the version and the commit, as far as the build knows them.
func buildVersion() (v, commit string) {
	v, commit = version, "unknown"
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	if v == "" {
		v = "development"
		if ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
			v = info.Main.Version
		}
	}
	return v, commit
}
