# Two commands for a fresh clone: `make demo` and `make test`. Each sets up what it needs and is quick the second time.
# Needed on the machine: Python 3.11 or later with venv, Rust with cargo fmt and clippy, make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
DEPS := $(VENV)/.deps-installed
BUILT := $(VENV)/.core-built
CARGO_FUZZ := .tools/bin/cargo-fuzz
FUZZ_SECONDS ?= 600
PEERS := .venv-accuracy/.installed
RUST := $(shell find rust -name target -prune -o \( -name '*.rs' -o -name Cargo.toml \) -print)
PYTEST := $(BIN)/python -m pytest -q

export PYO3_PYTHON := $(CURDIR)/$(BIN)/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup build demo test lint lint-python lint-rust test-rust test-python fmt bench bench-keys soak accuracy fuzz hostile wheel clean

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

$(DEPS): constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "milkglass needs Python 3.11: make PYTHON=...")'
	$(BIN)/python -m pip install --quiet --no-deps -r constraints.txt
	@$(BIN)/python -m pip check
	@touch $@

$(BUILT): $(DEPS) $(RUST) Cargo.toml Cargo.lock pyproject.toml
	@command -v cargo >/dev/null || { echo 'milkglass needs Rust (cargo) to be built'; exit 1; }
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/maturin develop --release --locked --quiet
	@touch $@

setup build: $(BUILT) ## make .venv with milkglass in it

demo: $(BUILT) ## the whole story in the terminal, in a throw-away folder
	@$(BIN)/milkglass demo

test: $(BUILT) ## everything CI runs
	@$(MAKE) --no-print-directory lint test-rust test-python

lint: lint-python lint-rust ## linters, types, import contracts

lint-python: $(BUILT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

lint-rust: $(DEPS)
	cargo fmt --all --check
	cargo fmt --manifest-path rust/fuzz/Cargo.toml --check
	cargo clippy --quiet --workspace --all-targets --locked -- -D warnings

test-rust: $(DEPS)
	cargo test --quiet --locked -p milkglass-core

test-python: $(BUILT)
	$(PYTEST) -n auto --maxprocesses 4 --dist loadgroup

fmt: $(DEPS) ## write the house format
	$(BIN)/ruff check --fix-only --exit-zero .
	$(BIN)/ruff format .
	cargo fmt --all
	cargo fmt --manifest-path rust/fuzz/Cargo.toml

bench: $(BUILT) ## speed beside hyperscan and re, one core
	@$(BIN)/python bench/run.py

bench-keys: $(BUILT) ## what sealing and opening cost, beside cryptography
	@$(BIN)/python bench/keys.py

# The other engines get an environment of their own; one that cannot be installed says so in the table.
$(PEERS): accuracy/constraints.txt
	@test -x .venv-accuracy/bin/python || $(PYTHON) -m venv .venv-accuracy
	@for peer in $$($(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['accuracy'])"); do \
		.venv-accuracy/bin/python -m pip install --quiet --constraint accuracy/constraints.txt "$$peer" || echo "not installed: $$peer" >&2; \
	done
	@touch $@

soak: $(BUILT) ## ten thousand sequences of requests, reviews, grants and reveals against a model
	MILKGLASS_SEQUENCES=10000 $(PYTEST) -p no:randomly --timeout 0 tests/property/test_elevation_machine.py

accuracy: $(BUILT) $(PEERS) ## leaks and damage on labelled lines, beside other engines
	@$(BIN)/python accuracy/run.py $(ARGS)

# The fuzzer's driver is a crate; its compiler is `rustup toolchain install nightly`.
$(CARGO_FUZZ):
	cargo install cargo-fuzz --locked --quiet --root .tools

fuzz: $(DEPS) $(CARGO_FUZZ) ## all fuzz targets one after the other, FUZZ_SECONDS=600 together
	@PATH="$(CURDIR)/.tools/bin:$$PATH" $(BIN)/python tools/fuzz.py --seconds $(FUZZ_SECONDS) $(ARGS)

hostile: $(BUILT) ## what lines made to be slow cost; fails if one costs more than its length
	@$(BIN)/python bench/hostile.py $(ARGS)

wheel: $(DEPS) ## a wheel and a source package in dist/
	$(BIN)/maturin build --release --locked --out dist --sdist

clean: ## remove what was built
	rm -rf $(VENV) .venv-accuracy target dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf rust/fuzz/target .tools
	rm -f src/milkglass/_core*.so
	find src tests bench accuracy tools -name __pycache__ -type d -prune -exec rm -rf {} +
