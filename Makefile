# make deck   the environment and the deck        make test   the environment and all tests
# make check  ruff, mypy, the content's own checks make figures, make gallery, make lock
PYTHON ?= python3
BIN := .venv/bin
.PHONY: deck test check engines figures gallery lock clean
.DELETE_ON_ERROR:

deck: .venv/run.stamp
	$(BIN)/deckgen build
	for path in essentials mle llm research; do $(BIN)/deckgen build --path $$path || exit 1; done

test: .venv/dev.stamp $(if $(DECKGEN_CI),engines)
	$(BIN)/python -m pytest

# What tests skip without: older Ankis, the real program, what the browser tests take from npm.
# Browsers come from the system: tools/system_packages.sh.
engines: .venv/dev.stamp
	PYTHON=$(BIN)/python sh tools/anki_envs.sh
	npm ci --prefix tests/node --silent --no-fund --no-audit

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/deckgen check --strict

figures: .venv/dev.stamp
	for script in $$(ls media/figures/*.py | grep -v plate.py); do $(BIN)/python $$script || exit 1; done

# Every kind of card in every engine, on one page: output/gallery/index.html.
gallery: .venv/dev.stamp
	$(BIN)/python tools/gallery.py

# Locked versions with hashes, so that tomorrow's set-up is today's.
.venv/pip.stamp:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "deckgen needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: .venv/pip.stamp requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

lock:
	uv pip compile requirements/run.in --universal --python-version 3.11 --generate-hashes -q --no-header --no-annotate -o requirements/run.txt
	uv pip compile requirements/dev.in -c requirements/run.txt --universal --python-version 3.11 --generate-hashes -q --no-header --no-annotate -o requirements/dev.txt

clean:
	rm -rf .venv output
