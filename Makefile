# The commands of the project. `make run` serves the site, `make check` is what CI does, `make help` lists all.

PYTHON ?= python3
VENV ?= .venv
# One more than there are cores: tests in a browser wait more than they compute.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
BIN = $(VENV)/bin
FLASK = $(BIN)/flask --app app
PYTEST = $(BIN)/pytest -n $(JOBS) --dist worksteal

export VENV
export PIP_DISABLE_PIP_VERSION_CHECK = 1

SENTENCES = $(wildcard translations/*/LC_MESSAGES/*.po)
CATALOGUES = $(SENTENCES:.po=.mo)

.PHONY: help run demo test check lint types layers words style bench lock catalogues clean

help:
	@echo "make run     set everything up and serve the site (PORT, DATA_DIR, DATABASE_URL, WORKERS)"
	@echo "make demo    the same with a made-up province: 300 learners, three months of learning (DATA_DIR, PORT)"
	@echo "make test    set everything up and run all tests, on SQLite and on PostgreSQL, with a real browser"
	@echo "make check   lint, format, types, layers, words and content, then make test: what CI does"
	@echo "make bench   measure the site against its budgets"
	@echo "make lock    choose and pin the versions of all libraries anew"
	@echo "make clean   remove what can be made again; never your data"

# `flask serve` prepares by itself: it migrates the database, remembers the content's versions, and on an empty
# database prints the one-time address for the first administrator.
run: $(VENV)/.runtime catalogues
	@exec $(FLASK) serve

# In a folder of its own beside your data; what is there already is left alone. To serve it once more:
# make run DATA_DIR=data/demo
demo: export DATA_DIR := $(or $(DATA_DIR),data/demo)
demo: $(VENV)/.runtime catalogues
	@$(FLASK) demo fill
	@exec $(FLASK) serve

test: $(VENV)/.tests catalogues
	@set -e; \
	CHROMIUM=$$(.ci/browser); export CHROMIUM; \
	POSTGRES_BIN=$$(.ci/postgres); export POSTGRES_BIN; \
	echo "tests: all, on SQLite"; \
	TEST_DATABASE=sqlite $(PYTEST); \
	echo "tests: those that touch the database, on PostgreSQL"; \
	TEST_DATABASE=postgresql $(PYTEST) -m "database and not browser"

# Each of the first five keeps one core busy for a while; the tests keep all of them.
check: $(VENV)/.tests
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types layers words style
	@$(MAKE) --no-print-directory test

lint: $(VENV)/.tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.tests
	@$(BIN)/mypy

layers: $(VENV)/.tests
	@$(BIN)/lint-imports

words: $(VENV)/.tests catalogues
	@$(FLASK) i18n check
	@$(FLASK) content check
	@$(FLASK) criteria check

# The house rules that no off-the-shelf tool knows; part of the tests too, but here they answer in a second.
style: $(VENV)/.tests
	@$(BIN)/pytest -q tests/site/test_style.py

bench: $(VENV)/.tests catalogues
	@CHROMIUM=$$(.ci/browser) POSTGRES_BIN=$$(.ci/postgres) $(BIN)/python -m tests.bench

LOCK = $(BIN)/uv pip compile --universal --generate-hashes --python-version 3.11 --upgrade --quiet \
	--no-emit-index-url --no-emit-find-links --annotation-style line --custom-compile-command "make lock"

lock: $(VENV)/.tests
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) tests/requirements.in -o tests/requirements.txt
	@git --no-pager diff --stat requirements.txt tests/requirements.txt

catalogues: $(CATALOGUES)

%.mo: %.po | $(VENV)/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

clean:
	@rm -rf $(CATALOGUES) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results

# A stamp is as new as the lock that it stands for: nothing is installed while the lock stays the same.
$(VENV)/.runtime: requirements.txt | $(BIN)/python
	@echo "set-up: installing the pinned requirements of the site"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.runtime
	@echo "set-up: installing the pinned requirements of checks and tests"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.txt -r tests/requirements.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	@echo "set-up: making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV)
