# What a newcomer runs: `make demo` and `make test`. Both set up what is missing first.
SHELL := /bin/bash
SWIFT_FLAGS ?= --explicit-target-dependency-import-check error
ASSAY := .build/debug/assay
DEMO_DIR ?= out/demo

.PHONY: help setup build demo test peers bench dist format clean

help:
	@echo "make demo     start platform and simulator, judge one by the other, write the signed report to $(DEMO_DIR)"
	@echo "make test     all tests, with a closing count"
	@echo "make setup    install the Debian packages that are missing (the other targets call it)"
	@echo "make build    the command, debug: $(ASSAY)"
	@echo "make peers    the published suites that no one of this project wrote (ASSAY_PEERS or ../shared/peers)"
	@echo "make bench    release benchmarks beside their peers, written to bench.json (BENCH=name for one)"
	@echo "make dist     a release for other machines: out/dist/assay-VERSION-linux-ARCH.tar.gz, tried elsewhere"
	@echo "make format   format every Swift file"
	@echo "make clean    remove everything that was built or written"

setup:
	@CI/setup

build: setup
	swift build $(SWIFT_FLAGS)

demo: build
	@CI/drop-server
	$(ASSAY) demo --output-dir $(DEMO_DIR)

test: setup
	@CI/test $(SWIFT_FLAGS)

peers: setup
	@CI/peers $(SWIFT_FLAGS)

bench: setup
	@CI/bench $(BENCH)

dist: setup
	@CI/dist $(SWIFT_FLAGS)
	@CI/checks/dist

format:
	@CI/checks/format --fix

clean:
	rm -rf .build .build-* out bench.json
