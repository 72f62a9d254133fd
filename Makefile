# `make build-data` regenerates the dataset, `make test` runs every check. Each works as the first command after a
# clone: it makes the virtual environment and installs the pinned dependencies by itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# The readers that gongkai is timed beside are many, so they have an environment of their own.
BENCH_VENV := .venv-bench
BENCH_INSTALLED := $(BENCH_VENV)/.installed

.PHONY: help build-data package release test test-fast docs pictures explore explore-wild clean-reports mutate torture bench bench-scale lock clean

help:
	@echo "make build-data   read data/raw; write data/processed, datapackage.json, docs/data-dictionary.md, coverage and rules"
	@echo "make package      the data in one zip file, dist/gongkai-data-VERSION.zip"
	@echo "make release      all that is released, in dist; refuses a tree with changes, and whatever fails a check"
	@echo "make test         ruff, mypy and every test, on all processors"
	@echo "make test-fast    the tests that do not take long: no scans, notebooks, kills and million rows"
	@echo "make docs         the documentation as a site in build/docs; a broken link is an error"
	@echo "make pictures     the pictures of README and documentation (needs Chromium)"
	@echo "make explore      read N=3000 fresh generated reports, to find what the tests do not know"
	@echo "make explore-wild read N=20 fresh reports of each kind of another hand"
	@echo "make clean-reports hold N=2000 fresh reports without a fault against every rule"
	@echo "make mutate       damage N=10000 generated reports, to find what breaks"
	@echo "make torture      disturb N=100 builds in every way, and hold what they give against an undisturbed one"
	@echo "make bench        time gongkai beside other readers"
	@echo "make bench-scale  build N=1000 generated reports, and more, by one process and many"
	@echo "make lock         pin the dependencies again (needs a package index)"
	@echo "make clean        remove the virtual environments and caches"

build-data: $(INSTALLED)
	$(BIN)/gongkai build data/raw --out . --strict
	@$(MAKE) --no-print-directory $(PAGES)

# The pages about the package, and the proof of it, follow from the package and from the program.
PAGES := .gongkai/pages
$(PAGES): datapackage.json $(shell find src scripts -type f -not -name '*.pyc')
	$(BIN)/gongkai dictionary > docs/.data-dictionary.md
	mv docs/.data-dictionary.md docs/data-dictionary.md
	$(BIN)/python scripts/print_coverage.py > docs/.coverage.md
	mv docs/.coverage.md docs/coverage.md
	$(BIN)/python scripts/print_rules.py en > docs/.rules.md
	mv docs/.rules.md docs/rules.md
	$(BIN)/python scripts/print_rules.py zh > docs/.rules.zh-CN.md
	mv docs/.rules.zh-CN.md docs/rules.zh-CN.md
	$(BIN)/python scripts/print_citation.py cff > .CITATION.cff
	mv .CITATION.cff CITATION.cff
	$(BIN)/python scripts/print_citation.py zenodo > .zenodo.json.new
	mv .zenodo.json.new .zenodo.json
	$(BIN)/gongkai validate .
	touch $@

package: $(INSTALLED)
	mkdir -p dist
	cd dist && ../$(BIN)/gongkai export .. --to zip

# docs/publication.md says what to write down before, and what to do with the files.
release: $(INSTALLED)
	$(BIN)/python scripts/check_release.py
	.ci/run
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/twine check --strict dist/*
	$(MAKE) package
	$(BIN)/gongkai validate dist/gongkai-data-*.zip
	cd dist && sha256sum * > SHA256SUMS
	$(BIN)/python scripts/check_release.py

# A worker that is done takes over what another has not begun.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal

test: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(PYTEST)

test-fast: $(INSTALLED)
	$(PYTEST) -m "not slow"

docs: $(INSTALLED)
	PYTHONPATH=scripts NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

pictures: $(INSTALLED)
	$(BIN)/python scripts/draw_site.py
	$(BIN)/python scripts/draw_review_page.py

explore: $(INSTALLED)
	PYTHONPATH=tests $(BIN)/python tests/explore.py $(or $(N),3000)

explore-wild: $(INSTALLED)
	PYTHONPATH=tests $(BIN)/python tests/explore_wild.py $(or $(N),20)

clean-reports: $(INSTALLED)
	PYTHONPATH=tests $(BIN)/python tests/clean_reports.py $(or $(N),2000)

mutate: $(INSTALLED)
	PYTHONPATH=tests $(BIN)/python tests/mutate.py $(or $(N),10000)

torture: $(INSTALLED)
	PYTHONPATH=tests $(BIN)/python tests/torture.py $(or $(N),100)

$(INSTALLED): requirements/dev.txt
$(BENCH_INSTALLED): requirements/bench.txt
$(INSTALLED) $(BENCH_INSTALLED): %/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gongkai needs Python 3.11 or later")'
	$(PYTHON) -m venv $*
	$*/bin/python -m pip install --quiet --require-hashes --requirement $(filter requirements/%,$^)
	$*/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

bench: $(BENCH_INSTALLED)
	$(BENCH_VENV)/bin/python -m benchmarks.bench

bench-scale: $(BENCH_INSTALLED)
	$(BENCH_VENV)/bin/python -m benchmarks.scale $(or $(N),1000 10000) --dask
	$(BENCH_VENV)/bin/python -m benchmarks.crawl

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --no-header

lock: $(INSTALLED)
	$(COMPILE) $(addprefix --extra ,dask dev docs fetch frictionless http notebooks ocr site) --output-file requirements/dev.txt pyproject.toml
	$(COMPILE) $(addprefix --extra ,dev bench) --output-file requirements/bench.txt pyproject.toml

clean:
	rm -rf $(VENV) $(BENCH_VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
