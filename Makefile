# From nothing to a working tree: `make demo` shows the engine, `make test` proves it.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STAMP_DEV := $(VENV)/.installed-dev
PYTHON ?=
UV ?= uv
COMPILE = $(UV) pip compile --universal --python-version 3.11 pyproject.toml --generate-hashes --no-emit-index-url \
	--no-header --quiet
PYTEST_ARGS ?= -n 3 --dist loadgroup --no-loadscope-reorder

.PHONY: help env dev demo test browser bench lock stack-up stack-work stack-down
.DEFAULT_GOAL := help

help: ## list these commands
	@grep -E '^[a-z-]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/'

env: $(STAMP) ## make .venv with the engine's packages (310 MB); quick when nothing changed

dev: $(STAMP_DEV) ## add the packages of tests, benchmarks and servers (another 800 MB)

$(STAMP): requirements.lock pyproject.toml Makefile
	@set -e; \
	fits() { "$$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }; \
	if ! fits $(BIN)/python; then \
		found=; \
		for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
			if fits $$candidate; then found=$$candidate; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Tideover needs Python 3.11 or newer with its venv module, and none was found: install it, or name it with make PYTHON=/path/to/python3." >&2; \
			exit 1; \
		fi; \
		if [ "$$found" != "$(PYTHON)" ]; then found=$$($$found deploy/quickest_python.py || echo $$found); fi; \
		echo "Making $(VENV) with $$found; another is taken with make PYTHON=/path/to/python3."; \
		$$found -m venv --clear $(VENV); \
	fi
	@echo "Installing the engine's packages (requirements.lock) into $(VENV):"
	@$(BIN)/python deploy/install.py requirements.lock
	@echo "Installing Tideover itself ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(STAMP_DEV): $(STAMP) requirements-dev.lock
	@echo "Adding the packages of tests and development (requirements-dev.lock):"
	@$(BIN)/python deploy/install.py requirements-dev.lock
	@touch $@

demo: env ## run real displaced workers through the whole engine
	@$(BIN)/tideover demo

test: dev browser ## run every test
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest $(PYTEST_ARGS) # the suite starts many processes: compile once

browser: dev ## install Chromium for the tests of pages, if the machine has none and it can be downloaded
	@$(BIN)/python -m tests.law.pages.chromium

bench: dev ## measure what the README claims about speed
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.feed
	@$(BIN)/python -m bench.idle
	@$(BIN)/python -m bench.law_change --claims 4000
	@$(BIN)/python -m bench.claims
	@$(BIN)/python -m bench.outages
	@$(BIN)/python -m bench.columns
	@$(BIN)/python -m bench.growth
	@$(BIN)/python -m bench.surge

stack-up: dev ## start Apache Kafka and PostgreSQL on loopback
	@$(BIN)/python -m deploy.stack up

stack-work: dev ## start every process of the engine on them
	@$(BIN)/python -m deploy.stack work

stack-down: dev ## stop everything; their records stay
	@$(BIN)/python -m deploy.stack down

lock: ## renew the three lock files from pyproject.toml (needs uv)
	$(COMPILE) --extra dev --extra build -o requirements-dev.lock
	$(COMPILE) --extra build -c requirements-dev.lock -o requirements.lock
	$(COMPILE) --extra build --extra opentelemetry --extra parquet --extra pdf -c requirements-dev.lock -o deploy/engine.lock
