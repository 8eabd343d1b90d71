# Two commands: `make demo` and `make test`. Both build .venv when it is missing or old.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

.PHONY: setup demo test lint tests-sqlite tests-postgresql messages lock benchmark clean

setup: .venv/runtime

.venv/runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ensemblier needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/development: .venv/runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: setup
	$(BIN)/ensemblier demo --port $(PORT)

test: .venv/development lint tests-sqlite tests-postgresql

lint: .venv/development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m scripts.messages --check

tests-sqlite: .venv/development
	$(BIN)/python -m scripts.need_browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup

tests-postgresql: .venv/development
	$(BIN)/python -m scripts.with_postgresql $(BIN)/python -m pytest -n 2 --dist loadgroup

messages: .venv/development
	$(BIN)/python -m scripts.messages

lock:
	$(PYTHON) -m scripts.lock

benchmark: .venv/development
	$(BIN)/python -m benchmarks.run

clean:
	rm -rf .venv var staticfiles
