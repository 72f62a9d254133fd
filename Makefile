# `make build-data` regenerates the dataset, `make test` runs every check. Each works as the first command after a
# clone: it makes the virtual environment and installs the pinned dependencies by itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: help build-data test bench lock clean

help:
	@echo "make build-data   read data/raw and write data/processed, datapackage.json and docs/data-dictionary.md"
	@echo "make test         ruff, mypy and pytest"
	@echo "make bench        time gongkai beside other readers"
	@echo "make lock         pin the dependencies again (needs a package index)"
	@echo "make clean        remove the virtual environment and caches"

build-data: $(INSTALLED)
	$(BIN)/gongkai build data/raw --out . --strict
	$(BIN)/gongkai dictionary > docs/.data-dictionary.md
	mv docs/.data-dictionary.md docs/data-dictionary.md
	$(BIN)/gongkai validate .

test: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest

$(INSTALLED): pyproject.toml requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gongkai needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

bench: $(INSTALLED)
	$(BIN)/python benchmarks/bench.py

lock: $(INSTALLED)
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --no-header --all-extras --output-file requirements/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
