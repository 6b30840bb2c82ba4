# Every target is a line of `python -m pipeline`; the first one called sets up the virtual environment by itself.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
CORPUS ?= corpus
OUT    ?= outputs
UV     := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install extract check export site search test labse lint types bench golden fuzz compare lock samples clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "  make %-9s %s\n", $$1, $$2}'

install: $(VENV)/run.stamp ## the virtual environment with pinned dependencies and models

extract: $(VENV)/run.stamp ## read corpus/, write outputs/
	$(PY) -m pipeline extract $(CORPUS) --out $(OUT)
	$(PY) -m pipeline export tmx csv report --from $(OUT)

check: $(VENV)/run.stamp ## what is wrong in outputs/; fails when there is a fault
	$(PY) -m pipeline check $(OUT)

export: $(VENV)/run.stamp ## every format there is (FORMATS="tmx xlf" for some)
	$(PY) -m pipeline export $(or $(FORMATS),jsonl csv tmx xlf moses figures entities terms review report opensearch) --from $(OUT)

site: $(VENV)/run.stamp ## the static site, outputs/site/
	$(PY) -m pipeline site --from $(OUT)

search: $(VENV)/run.stamp ## make search Q="mise en œuvre"
	$(PY) -m pipeline search --from $(OUT) -- "$(Q)"

test: $(VENV)/dev.stamp ## the whole suite
	$(PY) -m pytest -n 2 --dist loadfile

labse: $(VENV)/dev.stamp ## the second encoder, tested in build/labse with torch's CPU build
	$(PY) scripts/second_encoder.py

lint: $(VENV)/dev.stamp ## ruff
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/dev.stamp ## mypy, strict
	$(VENV)/bin/mypy

bench: $(VENV)/dev.stamp ## speed and memory, printed
	for b in benchmarks/[a-z]*.py; do $(PY) $$b || exit 1; done

FUZZ_SECONDS ?= 60
FUZZED := figures repair text codec corrections settings review_csv review_xlsx

fuzz: $(VENV)/dev.stamp build/fuzz/atheris ## new examples of what is true of any text, then each fuzzed target for FUZZ_SECONDS (60); what breaks lies in build/found/
	EXAMPLES=new $(PY) -m pytest tests/properties tests/rooms/test_search.py tests/rooms/test_align.py tests/rooms/test_sentences.py -n 2
	mkdir -p build/found
	for t in $(or $(TARGET),$(FUZZED)); do echo "== $$t"; PYTHONPATH=build/fuzz $(PY) tests/fuzz/run.py $$t build/fuzzed/$$t \
	  -max_total_time=$(FUZZ_SECONDS) -max_len=400 -timeout=20 -rss_limit_mb=1500 -print_final_stats=0 -verbosity=0 \
	  -artifact_prefix=build/found/$$t- || exit 1; done

build/fuzz/atheris: # a fuzzer is no dependency of anything: it lies in a folder of its own (Linux, CPython)
	$(PIP) --target build/fuzz --no-deps --only-binary :all: 'atheris>=3,<4'

golden: $(VENV)/dev.stamp ## rewrite tests/golden from what the pipeline makes now; read the diff
	REWRITE_GOLDEN=1 $(PY) -m pytest tests/golden -n 0

compare: $(VENV)/run.stamp ## what a change does to the corpus, against BASE=main
	rm -rf build/base build/was build/is && git worktree prune && git worktree add -q --detach build/base $(or $(BASE),main)
	cd build/base && $(CURDIR)/$(PY) -m pipeline extract $(CURDIR)/$(CORPUS) --out $(CURDIR)/build/was
	$(PY) -m pipeline extract $(CORPUS) --out build/is
	$(PY) -m pipeline diff build/was build/is
	git worktree remove --force build/base

samples: $(VENV)/dev.stamp ## make the PDFs of corpus/ anew (needs LibreOffice)
	$(PY) -m samples.make

lock: ## resolve the pinned dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra dev $(COMPILE) -o requirements-dev.lock
	uv pip compile pyproject.toml $(COMPILE) -c requirements-dev.lock -o requirements.lock
COMPILE := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade

clean: ## outputs/ and the virtual environment
	rm -rf $(OUT) $(VENV)

# langdetect comes as source only and is built with the pinned setuptools that the first step installs.
WHEELS := --require-hashes --only-binary :all:
SOURCE := --no-binary langdetect --no-build-isolation

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "vis-à-vis needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 2; }
ifdef UV
	$(UV) venv -q --python $(PYTHON) $(VENV)
else
	$(PYTHON) -m venv $(VENV) || { echo "this Python cannot make a virtual environment: apt-get install python3-venv"; rm -rf $(VENV); exit 2; }
endif

ifdef UV
PIP := $(UV) pip install -q --python $(PY)
else
PIP := $(PY) -m pip install -q --disable-pip-version-check
endif

$(VENV)/run.stamp: requirements.lock requirements-build.lock pyproject.toml | $(PY)
	$(PIP) $(WHEELS) -r requirements-build.lock
	$(PIP) $(WHEELS) $(SOURCE) -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(PIP) $(WHEELS) $(SOURCE) -r requirements-dev.lock
	@touch $@
