# Two commands matter: `make run` starts the product, `make test` proves it.
# Needed on the machine: Python 3.11 or newer, make; for the tests also git.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV_VERSION := 0.13.9
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PORT ?= 8501
WORKERS ?= 2
FLOOR := 95
FLOORED := domain i18n data analytics

.PHONY: help run test check unit chromium office bench lock messages docs format clean

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/run.stamp  ## start the product on http://127.0.0.1:8501 (PORT=…), with a sample company at the first start
	@[ -e "$${QUARTERDECK_WORKSPACE:-workspace}/CURRENT" ] || $(BIN)/python cli.py sample
	@exec $(BIN)/python cli.py serve --port $(PORT)

test: check unit  ## everything CI runs: the gates, then all tests with coverage

check: .venv/dev.stamp  ## lint, format, types, floors, catalogues, generated documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m i18n.catalogue check
	$(BIN)/python -m docs.generate --check

unit: .venv/dev.stamp chromium office
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=
	@for part in $(FLOORED); do echo "coverage of $$part (floor $(FLOOR) %)"; \
		$(BIN)/coverage report --include="$$part/*" --fail-under=$(FLOOR); done

# The browser tests drive a Chromium that is already here, or Debian's, or the test library's own.
chromium: .venv/dev.stamp
	@$(BIN)/python -m tests.browser.chromium && exit 0; \
	if command -v apt-get >/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo=sudo; else sudo=no; fi; \
		if [ "$$sudo" != no ]; then \
			{ $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq chromium; } || true; \
		fi; \
	fi; \
	$(BIN)/python -m tests.browser.chromium || $(BIN)/playwright install chromium

# The tests turn decks and workbooks into pictures with LibreOffice; on a laptop without it they are skipped.
office: .venv/dev.stamp
	@$(BIN)/python -m tests.report.office && exit 0; \
	if [ -n "$${CI:-}" ] && command -v apt-get >/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi; \
		{ $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq \
			--no-install-recommends libreoffice-impress libreoffice-calc poppler-utils; } >/dev/null || true; \
		$(BIN)/python -m tests.report.office || true; \
	fi

bench: .venv/dev.stamp chromium  ## measure import, queries and pages (BENCH_SCALE=100: size of the large company)
	$(BIN)/python -m benchmarks

lock: .venv/dev.stamp  ## turn requirements*.in into exact versions with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes requirements-dev.in -o requirements-dev.txt

messages: .venv/dev.stamp  ## collect the texts of the code into both catalogues and compile them
	$(BIN)/python -m i18n.catalogue update

docs: .venv/dev.stamp  ## write docs/tables.md and docs/kpi.md from the code
	$(BIN)/python -m docs.generate

format: .venv/dev.stamp  ## put imports and lines in order
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

clean:  ## remove what can be made again; the workspace stays
	rm -rf .venv .cache .hypothesis .import_linter_cache

# One environment; each set of requirements leaves a stamp, so that a second start installs nothing.
.venv/python.stamp:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=…" >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION) || \
		echo "uv is not to be had: pip installs instead (slower, the same files)" >&2
	@touch $@

define install
	@echo "Installing $(1)"
	@if [ -x $(BIN)/uv ]; then VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
	@touch $@
endef

.venv/run.stamp: requirements.txt .venv/python.stamp
	$(call install,requirements.txt)

.venv/dev.stamp: requirements-dev.txt .venv/python.stamp
	$(call install,requirements-dev.txt)
