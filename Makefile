# Every target does its own set-up; a second time that takes a moment. See CONTRIBUTING.md.
.DEFAULT_GOAL := help
.PHONY: help evaluate-anonymity demo test check format lock golden evaluate bench bench-collect scale replay fuzz client-support clients checks-doc soak bench-send run-setup dev-setup chromium pango
.NOTPARALLEL:

# Given on the command line these reach the scripts as environment: PYTHON=… and CHROMIUM=…
BIN := .venv/bin

help:
	@echo "make demo      a whole newsletter from example sites, in build/demo    (DEMO_ARGS=\"--out DIR\")"
	@echo "make test      check, then all tests; sees to a Chromium first         (TEST_ARGS=\"-k words\")"
	@echo "make check     ruff format --check, ruff check, mypy --strict"
	@echo "make format    ruff format, and what ruff check can mend itself"
	@echo "make golden    rewrites tests/golden, for reading the diff"
	@echo "make lock      the requirements files from pyproject.toml              (LOCK_ARGS=--upgrade)"
	@echo "make evaluate  how well the terms of config.toml understand labelled titles"
	@echo "make evaluate-anonymity  how much of what identifies people the check on stories finds"
	@echo "make bench     start-up time, and an edition from 5,000 publications"
	@echo "make bench-collect  collect beside the reader library, 40 and 1,000 feeds (some minutes)"
	@echo "make scale     collect from 100, 1,000 and 10,000 feeds: time and memory (a few minutes)"
	@echo "make replay    a month of collecting from sites whose windows roll on  (REPLAY_HOURS=24)"
	@echo "make bench-send  messages a second, beside smtp-source and Django (some minutes)"
	@echo "make soak      kills, cuts and faults while 10,000 messages go out  (SOAK_ARGS=\"--share 0.1\")"
	@echo "make checks-doc  docs/checks.md from the rules of the mail check"
	@echo "make clients   the mail in real programs and judged by others  (CLIENTS_INSTALL=1, CLIENTS_ARGS=\"--only webkit,nu\")"
	@echo "make client-support  what mail programs support, anew from the pinned npm package"
	@echo "make fuzz      every reader, addresses and dates on any bytes    (FUZZ_SECONDS=600, in all)"

demo: run-setup
	@$(BIN)/nieuwsbrief demo $(DEMO_ARGS)

test: dev-setup chromium pango check
	@$(BIN)/python -m pytest -n auto --dist worksteal $(TEST_ARGS)

check: dev-setup
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted; type: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy

format: dev-setup
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

golden: dev-setup
	@$(BIN)/python -m pytest --golden

# Universal: one file for every Python and processor we support. The build backend is in both, so that set-up can build
# without asking an index for one.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: dev-setup
	@$(COMPILE) pyproject.toml --group build --output-file requirements.lock $(LOCK_ARGS)
	@$(COMPILE) pyproject.toml --group dev --output-file requirements-dev.lock $(LOCK_ARGS)
	@$(COMPILE) --group bench --output-file requirements-bench.lock $(LOCK_ARGS)
	@$(COMPILE) --group fuzz --output-file requirements-fuzz.lock $(LOCK_ARGS)

bench: dev-setup chromium
	@$(BIN)/python -m tools.bench
	@$(BIN)/python -m tools.bench_look

# The anchor has a .venv of its own, from its own lock; a source archive (sgmllib3k) is a single module.
bench-collect: dev-setup
	@[ -x .venv-bench/bin/python ] || { $(BIN)/python -m venv .venv-bench && .venv-bench/bin/pip install --quiet \
		--disable-pip-version-check --require-hashes -r requirements-bench.lock; } || { rm -rf .venv-bench; exit 1; }
	@$(BIN)/python -m tools.bench_collect

scale: dev-setup
	@$(BIN)/python -m tools.scale

replay: dev-setup
	@$(BIN)/python -m tools.replay $(REPLAY_HOURS)

# Instrumented from top to bottom, so in a .venv of its own, made anew when a lock changes.
fuzz: .venv-fuzz/installed
	@nice .venv-fuzz/bin/python -m tools.fuzz

.venv-fuzz/installed: requirements.lock requirements-fuzz.lock | dev-setup
	@rm -rf .venv-fuzz
	@$(BIN)/python -m venv .venv-fuzz
	@.venv-fuzz/bin/pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements.lock -r requirements-fuzz.lock
	@touch $@

checks-doc: dev-setup
	@$(BIN)/python -m tools.checks_doc

# In whole an hour and a half; SOAK_ARGS="--share 0.1" runs a tenth of it.
soak: dev-setup
	@$(BIN)/python -m tools.soak $(SOAK_ARGS)

bench-send: dev-setup
	@$(BIN)/python -m tools.bench_send

# What is not installed is named and left out; CLIENTS_INSTALL=1 as root installs it.
clients: dev-setup chromium
	@$(BIN)/python -m tools.clients $(CLIENTS_ARGS)

client-support: dev-setup
	@$(BIN)/python -m tools.client_support

evaluate-anonymity: dev-setup
	@$(BIN)/python -m tools.evaluate_anonymity

evaluate: dev-setup
	@$(BIN)/python -m tools.evaluate_titles

run-setup:
	@tools/setup run

dev-setup:
	@tools/setup dev

chromium: dev-setup
	@tools/chromium

pango: dev-setup
	@tools/pango
