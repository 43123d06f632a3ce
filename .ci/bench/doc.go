// Package bench sets the product's index beside what a user would pick instead, in one run. It is a module of its own, so
// that what it compares with stays out of the product's go.mod. `make bench-compare` runs it.
package bench
