# From nothing to a working tree: `make demo` shows the engine, `make test` proves it.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTHON ?=
UV ?= uv
PYTEST_ARGS ?= -n 2 --dist loadgroup

.PHONY: help env demo test browser bench lock stack-up stack-work stack-down
.DEFAULT_GOAL := help

help: ## say what can be made
	@grep -E '^[a-z-]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/'

env: $(STAMP) ## make .venv from the lock file; quick when nothing changed

$(STAMP): requirements.lock pyproject.toml Makefile
	@set -e; \
	fits() { "$$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }; \
	if ! fits $(BIN)/python; then \
		found=; \
		for one in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
			if fits $$one; then found=$$one; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Tideover needs Python 3.11 or newer with its venv module, and none was found: install it, or name it with make PYTHON=/path/to/python3." >&2; \
			exit 1; \
		fi; \
		$$found -m venv --clear $(VENV); \
	fi
	@echo "Installing what requirements.lock names into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: env ## run real displaced workers through the whole engine
	@$(BIN)/tideover demo

test: env browser ## run every test
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

browser: env ## bring Chromium onto the machine if it has none and a way is open
	@$(BIN)/python -m tests.law.pages.chromium

bench: env ## measure what the README claims about speed
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.feed
	@$(BIN)/python -m bench.claims
	@$(BIN)/python -m bench.bulk

stack-up: env ## start Apache Kafka and PostgreSQL on loopback
	@$(BIN)/python -m deploy.stack up

stack-work: env ## start every process of the engine on them
	@$(BIN)/python -m deploy.stack work

stack-down: env ## stop everything; their records stay
	@$(BIN)/python -m deploy.stack down

lock: ## renew requirements.lock and the image's part of it from pyproject.toml (needs uv)
	$(UV) pip compile --universal --python-version 3.11 --extra dev pyproject.toml -o requirements.lock \
		--generate-hashes --no-emit-index-url --no-header --quiet
	$(UV) pip compile --universal --python-version 3.11 -c requirements.lock --extra image pyproject.toml \
		-o deploy/engine.lock --generate-hashes --no-emit-index-url --no-header --quiet
