# Interview Coach. `make` lists what can be made; `make run` is all that a newcomer needs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# What `make run` passes on: make run ARGS="--listen 127.0.0.1:9000"
ARGS ?=
# What the Go tests and benchmarks are run for: make test-go PKG=./retrieval/...
PKG ?= ./...

tools := bin/tools
ui := web/ui
# Folders are listed too: a deleted source changes its folder's time.
ui_sources := $(shell find $(ui) -mindepth 1 \( -name node_modules -o -name dist -o -name '*.go' -o -name '.*' \) -prune -o -print 2>/dev/null)

# The commit also goes in by linker flag, because a build from an archive, or one with -buildvcs=false, has no other.
ldflags := -s -w \
  $(addprefix -X main.version=,$(shell git describe --tags --dirty 2>/dev/null)) \
  $(addprefix -X main.commit=,$(shell git rev-parse HEAD 2>/dev/null))

# The product is pure Go. Only the race detector needs a C compiler.
export CGO_ENABLED := 0

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- Run and build ---------------------------------------------------------------------------------------------------

.PHONY: run
run: build ## build what changed and serve on http://127.0.0.1:8080 (ARGS="…" is passed on)
	@exec bin/coach serve $(ARGS)

.PHONY: build
build: bin/coach ## build bin/coach with the browser app in it

# Always asked: Go itself knows what changed, and leaves a binary that is up to date alone.
.PHONY: bin/coach
bin/coach: $(ui)/dist/index.html
	@.ci/require go
	@echo 'go build -o $@ ./cmd/coach'
	@go build -ldflags '$(ldflags)' -o $@ ./cmd/coach

.PHONY: ui
ui: $(ui)/dist/index.html ## build the browser app

$(ui)/dist/index.html: $(ui)/node_modules/.installed $(ui_sources)
	@.ci/require go node
	cd $(ui) && npm run --silent build -- --logLevel warn
	@touch $@

# The mark lies in the folder that it speaks of, so that it goes when that goes.
$(ui)/node_modules/.installed: $(ui)/package-lock.json $(wildcard $(ui)/.npmrc)
	@.ci/require go node
	cd $(ui) && npm ci --no-audit --no-fund
	@touch $@

# --- Test ------------------------------------------------------------------------------------------------------------

.PHONY: check
check: lint test ## everything that CI runs

.PHONY: test
test: test-ui test-go ## all tests, on both databases and in a browser; sets up Postgres and Chromium itself

.PHONY: test-ui
test-ui: $(ui)/node_modules/.installed ## check the browser app's types and run its tests
	cd $(ui) && npm run --silent check
	cd $(ui) && npm test --silent

# COACH_TEST_STRICT: a test whose database or browser is missing fails instead of being left out.
# Vet is left to `make lint`, which asks it everything and not only what a test run does.
.PHONY: test-go
test-go: $(ui)/dist/index.html ## run the Go tests with the race detector (PKG=./…)
	@.ci/require go cc
	@database=$$(.ci/postgres) && chromium=$$(.ci/chromium) && set -x && \
	CGO_ENABLED=1 COACH_TEST_STRICT=1 COACH_TEST_DATABASE_URL=$$database COACH_TEST_CHROMIUM=$$chromium \
	  go test -race -vet=off $(PKG)

# Packages one after another, without the race detector: figures that can be compared.
.PHONY: bench
bench: ## run the benchmarks on both databases (PKG=./…)
	@.ci/require go
	@database=$$(.ci/postgres) && set -x && \
	COACH_TEST_STRICT=1 COACH_TEST_DATABASE_URL=$$database go test -p 1 -run '^$$' -bench . -benchmem $(PKG)

.PHONY: bench-compare
bench-compare: ## set the index on Postgres beside langchaingo's store and a plain COPY
	@.ci/require go
	@database=$$(.ci/postgres) && set -x && \
	COACH_TEST_DATABASE_URL=$$database go -C .ci/bench test -run '^$$' -bench . -benchtime 3x -benchmem -timeout 30m ./...

# --- Lint ------------------------------------------------------------------------------------------------------------

# It reads the build that the tests make, so that the libraries are compiled once for both.
.PHONY: lint
lint: $(tools)/.installed ## golangci-lint (go vet, gofmt and staticcheck in it) and known vulnerabilities
	@.ci/require go cc
	CGO_ENABLED=1 GOFLAGS='$(GOFLAGS) -race' $(tools)/golangci-lint run ./... ./.ci/pgready
	.ci/vulncheck $(tools)/govulncheck

.PHONY: fmt
fmt: $(tools)/.installed ## format the Go code
	$(tools)/golangci-lint fmt

# In a module of their own, so that what the linters import stays out of the product's go.mod.
$(tools)/.installed: .ci/tools/go.mod .ci/tools/go.sum
	@.ci/require go
	GOBIN=$(CURDIR)/$(tools) go -C .ci/tools install tool
	@touch $@

# --- Tidy ------------------------------------------------------------------------------------------------------------

.PHONY: stop
stop: ## stop the tests' Postgres
	.ci/postgres stop

.PHONY: clean
clean: ## remove what was built (not the data, nor the tests' Postgres)
	rm -rf bin $(ui)/node_modules
	find $(ui)/dist -mindepth 1 ! -name .gitkeep -delete
