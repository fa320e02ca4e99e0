# `make` or `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test drill fuzz bench release format embed map
# Told to the build, which can't ask git: `pierhead --version` and the page State say it.
PIERHEAD_COMMIT := $(or $(PIERHEAD_COMMIT),$(shell git describe --always --abbrev=12 --exclude '*' --dirty=-changed 2>/dev/null))
export PIERHEAD_COMMIT
swift_files := Package.swift Sources Tests bench

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## installs what is missing, builds, and serves made-up data on http://127.0.0.1:8080
	@scripts/packages run
	swift build -c release --product pierhead
	.build/release/pierhead serve --demo

test: ## everything: house rules, build, tests on both engines, a real browser
	@scripts/test

drill: ## crashes and forgeries, tried on the finished program (minutes)
	@scripts/packages drill
	swift build -c release --product pierhead
	bench/drill.py $(ARGUMENTS)

fuzz: ## bytes made by libFuzzer, for what reads files, forms and words (ten minutes)
	@scripts/packages run
	scripts/fuzz $(ARGUMENTS)

bench: ## speed and memory against a bare server, on both engines (minutes)
	@scripts/packages bench
	swift build -c release --product pierhead
	swift build -c release --product bare
	bench/bench.py $(ARGUMENTS)

release: ## leaves .build/release/pierhead
	@scripts/packages run
	swift build -c release --product pierhead

format: ## formats every Swift file as the toolchain does
	swift format --in-place --parallel --recursive $(swift_files)

embed: ## puts the schema and assets into Swift files
	python3 scripts/embed.py

map: ## draws the map of rooms in docs/ARCHITECTURE.md
	python3 scripts/map.py
