# Every target does its own set-up; a second time that takes a moment. See CONTRIBUTING.md.
.DEFAULT_GOAL := help
.PHONY: help demo test check format lock golden bench run-setup dev-setup chromium
.NOTPARALLEL:

# Given on the command line these reach the scripts as environment: PYTHON=… and CHROMIUM=…
BIN := .venv/bin

help:
	@echo "make demo      a whole newsletter from example sites, in build/demo    (DEMO_ARGS=\"--out DIR\")"
	@echo "make test      check, then all tests; sees to a Chromium first         (TEST_ARGS=\"-k words\")"
	@echo "make check     ruff format --check, ruff check, mypy --strict"
	@echo "make format    ruff format, and what ruff check can mend itself"
	@echo "make golden    rewrites tests/golden, for reading the diff"
	@echo "make lock      both requirements files from pyproject.toml             (LOCK_ARGS=--upgrade)"
	@echo "make bench     start-up time, and an edition from 5,000 publications"

demo: run-setup
	@$(BIN)/nieuwsbrief demo $(DEMO_ARGS)

test: dev-setup chromium check
	@$(BIN)/python -m pytest $(TEST_ARGS)

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
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: dev-setup
	@$(COMPILE) --group build --output-file requirements.lock $(LOCK_ARGS)
	@$(COMPILE) --group dev --output-file requirements-dev.lock $(LOCK_ARGS)

bench: dev-setup
	@$(BIN)/python -m tools.bench

run-setup:
	@tools/setup run

dev-setup:
	@tools/setup dev

chromium: dev-setup
	@tools/chromium
