# The commands of this project. "make help" lists them; README says more.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup run test offline lint check-code lock texts bench torture clean

BIND ?= 127.0.0.1
PORT ?= 8000
JOBS ?= 2
ARGS ?=
SEED ?= 1
MINUTES ?= 3
BIN := .venv/bin
export PYTHONUTF8 := 1

TRY_PORT = import socket, sys; socket.create_server((sys.argv[1], int(sys.argv[2]))).close()
LOCK = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate -q

help: ## List the commands
	@echo "Commands:"
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/\1|\2/p' Makefile | \
		while IFS='|' read -r name text; do printf '  make %-7s %s\n' "$$name" "$$text"; done
	@echo "Settings: PORT=8001, BIND=0.0.0.0, INSPECT_INSTANCE_PATH=/other/instance, ARGS='-k visits' (test), SEED=7 MINUTES=10 (torture)"

setup: ## Install what the app needs: system packages, .venv, libraries, translations
	@bash .ci/setup.sh run

run: setup ## Set up, make the database and demo data, serve at http://127.0.0.1:8000
	@if ! said=$$($(BIN)/python -c '$(TRY_PORT)' "$(BIND)" "$(PORT)" 2>&1); then \
		echo "run: cannot serve at $(BIND):$(PORT): $$(sed '$$!d; s/ (while.*//' <<<"$$said")" >&2; \
		echo "run: stop what uses port $(PORT), or choose another: make run PORT=8001" >&2; \
		exit 1; \
	fi
	@$(BIN)/flask --app wsgi start
	@echo "run: serving at http://$(BIND):$(PORT) (Ctrl+C stops)"
	@exec $(BIN)/gunicorn --bind "$(BIND):$(PORT)" --worker-class gthread --workers 1 \
		--threads 8 --no-control-socket --log-level warning wsgi:app

test: ## Set up with the browser and PDF tools, check style and types, run all tests
	@bash .ci/setup.sh test
	@$(MAKE) check-code
	@echo "test: running the tests with pytest, $(JOBS) at a time"
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

offline: ## Run the long scenarios of work without network only
	@bash .ci/setup.sh test
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile tests/offline $(ARGS)

lint: ## Check style and types only
	@bash .ci/setup.sh dev
	@$(MAKE) check-code

check-code:
	@echo "lint: checking style with ruff"
	@$(BIN)/ruff check .
	@echo "lint: checking types with mypy"
	@$(BIN)/mypy

lock: ## Pin requirements*.in anew, with hashes; ARGS=--upgrade takes the newest versions
	@bash .ci/setup.sh dev
	@echo "lock: pinning requirements.txt, then requirements-dev.txt"
	@$(LOCK) $(ARGS) requirements.in -o requirements.txt
	@$(LOCK) $(ARGS) requirements-dev.in -o requirements-dev.txt

texts: ## Collect new texts into the English catalogue, and compile it
	@bash .ci/setup.sh run
	@$(BIN)/pybabel -q extract -F inspect_app/translations/babel.cfg -k msg --no-location \
		--sort-output -o .venv/messages.pot .
	@$(BIN)/pybabel -q update -i .venv/messages.pot -d inspect_app/translations -l en -N -w 100 \
		--ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/pybabel -q compile -d inspect_app/translations -D messages
	@echo "texts: fill the empty msgstr in inspect_app/translations/en/LC_MESSAGES/messages.po"

bench: ## Measure speed and memory against their floors
	@bash .ci/setup.sh test
	@$(BIN)/python -m bench $(ARGS)

torture: ## Let two tablets work under random faults and kills, then count what was lost
	@bash .ci/setup.sh test
	@$(BIN)/python -m tests.offline.torture --seed $(SEED) --minutes $(MINUTES) $(ARGS)

clean: ## Remove .venv and caches; instance/ (database, files, keys) stays
	@echo "clean: removing .venv and caches"
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -path ./instance -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
