# Two commands to know: `make serve` runs Amends, `make test` tests it. All the others serve these two.
# Python 3.11 or newer is enough; uv is used where it is there, and only makes it faster.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)
PORT   ?= 8000
MINUTES ?= 30
# Three lanes run side by side: a whole site and a browser, then who may open what, at every address, and the rehearsal;
# what is about rows on PostgreSQL, then many sites that are killed and models that are taught anew; and all the rest.
STORIES := tests/journeys
AFTER_STORIES := tests/web/test_doors.py tests/web/test_given_leaks.py tests/house/test_trace_post.py tests/rehearsal
AFTER_ROWS := tests/hard tests/training
IN_OTHER_LANES := $(STORIES) $(AFTER_STORIES) $(AFTER_ROWS)
# About words, or a longer form of what is asked there, or of what tests/store asks: on SQLite alone.
WORDS_ALONE := ages api asgi calm card give given_leaks given_link grade lengths library moment mutated_imports notes \
	offline phrases quiet safety_everywhere stop weight
# What PostgreSQL is asked: all about rows, nothing about words alone.
ABOUT_ROWS := tests/store tests/web tests/journeys/test_diary.py --ignore tests/store/test_mutated.py $(WORDS_ALONE:%=--ignore=tests/web/test_%.py)
HAS_SERVER := $(BIN)/python -c 'import tests.databases as d; print(d.TOOLS or "")'
# Line by line it is watched there only where a database differs: elsewhere SQLite runs the same lines.
WATCHED_ON_ROWS := amends.store
# What took longest is told, so that the next who has to make it shorter knows where to look.
PYTEST := -m pytest -W error --durations 25
# Seen in the processes that tests start, too (tests/commands.py): on SQLite they run everything.
STARTED := src/amends/cli/*,src/amends/settings.py
# Formatted by prettier (from npm, a tool for us only) where node is there.
STYLED := "src/amends/web/static/**/*.css" "src/amends/web/static/**/*.js" "src/amends/web/templates/*.js"

.PHONY: serve test check fix docs site pictures train train-neural bench bench-coach voice soak mutants fuzz lighthouse setup browser server lock wheel corpus sbom audit licences release clean

serve: $(VENV)/.serve            ## run the site and print its address
	@$(BIN)/amends serve --port $(PORT)

setup: $(VENV)/.work             ## everything that work on Amends needs

test: setup browser server       ## all tests, journeys in a real browser included; the store and the site on both databases
	@$(BIN)/coverage erase
	@( wrong=0; $(BIN)/python $(PYTEST) $(STORIES) || wrong=1; \
	  COVERAGE_FILE=.coverage.doors $(BIN)/coverage run $(PYTEST) $(AFTER_STORIES) || wrong=1; exit $$wrong \
	) >$(VENV)/stories.txt 2>&1 & stories=$$!; \
	( wrong=0; [ -z "$$($(HAS_SERVER))" ] || AMENDS_TESTS_ON=postgresql COVERAGE_FILE=.coverage.rows \
	  $(BIN)/coverage run --source $(WATCHED_ON_ROWS) $(PYTEST) $(ABOUT_ROWS) || wrong=1; \
	  $(BIN)/python $(PYTEST) $(AFTER_ROWS) || wrong=1; exit $$wrong ) >$(VENV)/rows.txt 2>&1 & rows=$$!; \
	AMENDS_COVERED=yes $(BIN)/coverage run $(PYTEST) $(IN_OTHER_LANES:%=--ignore=%); wrong=$$?; \
	for one in $$rows $$stories; do wait $$one || wrong=1; done; \
	cat $(VENV)/stories.txt $(VENV)/rows.txt; exit $$wrong
	@$(BIN)/coverage combine -q --append
	@$(BIN)/coverage report --include "$(STARTED)" --fail-under 96
	@if [ -n "$$($(HAS_SERVER))" ]; then \
	  $(BIN)/coverage report --omit "src/amends/web/*,$(STARTED)" && $(BIN)/coverage report --include "src/amends/web/*" --fail-under 95; \
	else \
	  echo "No PostgreSQL here: its tests were skipped. To run them: apt install postgresql"; \
	  [ -z "$$AMENDS_NO_SKIPS" ] && $(BIN)/coverage report --omit "$(STARTED)" --fail-under 99; \
	fi

check: setup                     ## format, lint, types, contracts, docs, then the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --target-version 5.2 --check src/amends/web/templates/*.html src/amends/web/templates/parts/*.html
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/amends guidance en
	$(BIN)/python docs/generate.py --check
	@$(MAKE) --no-print-directory test

fix: setup                       ## format, and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djade --target-version 5.2 src/amends/web/templates/*.html src/amends/web/templates/parts/*.html
	@command -v npx >/dev/null && npx --yes prettier@3 --log-level warn --print-width 120 --write $(STYLED) || \
	  echo "No node here: style and script were left as they are. To format them: apt install npm"

docs: setup                      ## the pages that are made from the code
	$(BIN)/python docs/generate.py

site: .venv-site/.done           ## the documents as a site, in build/site: read it with no network and no script
	rm -rf build/site
	.venv-site/bin/sphinx-build -q -n -W --keep-going -b html -d build/site-work -c docs/site docs build/site
	rm -f build/site/.buildinfo build/site/objects.inv
	.venv-site/bin/python docs/site/check.py build/site

.venv-site/.done: requirements/site.txt
	$(PYTHON) -m venv .venv-site
	.venv-site/bin/pip install -q --no-deps --require-hashes -r requirements/site.txt
	@touch $@

pictures: setup browser          ## the screenshots in docs/
	$(BIN)/python -m docs.pictures

train: setup                     ## the n-gram model from the corpus, and how much each opinion counts
	$(BIN)/python -m training.ngrams
	$(BIN)/python -m training.calibrate

bench: setup browser server      ## every figure: speed, size, accuracy; writes docs/benchmarks.md. ONLY="diary peers" chooses
	$(BIN)/python -m tests.benchmarks $(if $(ONLY),--only $(ONLY))

bench-coach: .venv-neural/.done  ## the coach beside every baseline, the slow ones too; FILES="more.jsonl" adds files
	.venv-neural/bin/python -m training.benchmark --write $(FILES)

voice: .venv-neural/.done        ## how a real language model words the child; ADDRESS="http://…/v1 model" asks another one
	.venv-neural/bin/python -m tests.voice_for_real $(ADDRESS)

train-neural: .venv-neural/.done ## the neural model from the corpus, into build/training: hours
	.venv-neural/bin/python -m training.neural

.venv-neural/.done: requirements/work.txt requirements/neural.txt
	$(PYTHON) -m venv .venv-neural
	.venv-neural/bin/pip install -q --upgrade pip
	.venv-neural/bin/pip install -q --no-deps --require-hashes -r requirements/work.txt
	CMAKE_ARGS="-DGGML_NATIVE=OFF" .venv-neural/bin/pip install -q -r requirements/neural.txt
	.venv-neural/bin/pip install -q --no-deps -e .
	@touch $@

soak: setup server               ## half an hour of all that may happen to a house; 500 rounds of kill -9; thousands of changed bytes and files
	$(BIN)/python -m tests.soak --minutes $(MINUTES)
	AMENDS_ROUNDS=500 $(BIN)/pytest -s -W error tests/hard/test_kill.py tests/web/test_mutated_imports.py
	AMENDS_SOAK=yes $(BIN)/pytest -W error tests/store/test_mutated.py tests/store/test_damaged.py tests/vault tests/process tests/journeys/test_measure.py

mutants: setup                   ## small faults, planted one at a time: which does no test notice? FAULTS="store cookie" chooses
	$(BIN)/python -m tests.mutants $(FAULTS)

fuzz: setup .venv-fuzz/.done      ## Schemathesis asks the whole API, every check it has, five thousand cases; SEED=7 chooses
	$(BIN)/python -m tests.fuzz_api $(SEED)

lighthouse: setup browser        ## Lighthouse on five pages (from npm, a tool for us only)
	$(BIN)/python -m tests.lighthouse

# Chromium is Debian's own, and certutil tells it whom to trust. Without them (and without root) the journeys say that they
# were skipped, and how to run them.
browser:
	@command -v chromium >/dev/null && command -v certutil >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium libnss3-tools >/dev/null; } || \
	  echo "No chromium or certutil here: browser journeys will be skipped. To run them: apt install chromium libnss3-tools"

# The same for PostgreSQL: the tests start a server of their own from Debian's programs.
server:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; } || true

lock: $(VENV)/.pip               ## newest versions of everything, written down
	$(BIN)/pip install -q uv
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export -q --frozen --no-dev --no-emit-project -o requirements/serve.txt
	$(BIN)/uv export -q --frozen --no-emit-project -o requirements/work.txt
	$(BIN)/uv export -q --frozen --no-dev --extra postgresql --no-emit-project -o requirements/image.txt
	$(BIN)/uv export -q --frozen --only-group build --no-emit-project -o requirements/build.txt
	$(BIN)/uv export -q --frozen --only-group sbom --no-emit-project -o requirements/sbom.txt
	$(BIN)/uv export -q --frozen --only-group audit --no-emit-project -o requirements/audit.txt
	$(BIN)/uv export -q --frozen --only-group fuzz --no-emit-project -o requirements/fuzz.txt
	$(BIN)/uv export -q --frozen --only-group site --no-emit-project -o requirements/site.txt

# The same commit gives the same bytes, whoever builds it: all times in it are the commit's.
wheel: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)
wheel: setup                     ## the wheel, in dist/, and its sha256
	rm -rf dist
	$(BIN)/python -m hatchling build -t wheel
	@cd dist && sha256sum *.whl | tee SHA256SUMS

corpus: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)
corpus: setup                    ## the corpus as a package of its own, beside the wheel in dist/, and its sha256
	$(BIN)/python -m training.package build/corpus
	cd build/corpus && ../../$(BIN)/python -m hatchling build -t wheel
	@mkdir -p dist && rm -f dist/amends_corpus-*.whl && cp build/corpus/dist/*.whl dist/
	@cd dist && sha256sum *.whl | tee SHA256SUMS

sbom: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)
sbom: .venv-sbom/.done           ## what is in a release, as CycloneDX (its tool is from the lock, too, and for us only)
	@mkdir -p dist
	.venv-sbom/bin/cyclonedx-py requirements requirements/image.txt --pyproject pyproject.toml --output-reproducible \
	  --validate -o dist/amends.cdx.json

# A package that could not be looked up counts as a hole: else no answer at all would read as a good one.
audit: .venv-audit/.done         ## has a locked package a known hole? It asks PyPI, so it is in no test
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/image.txt -r requirements/work.txt

.venv-sbom/.done .venv-audit/.done .venv-fuzz/.done: .venv-%/.done: requirements/%.txt
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/pip install -q --no-deps --require-hashes -r requirements/$*.txt
	@touch $@

licences: docs                   ## docs/licences.md, from what each installed package says of itself

release: check                   ## make release VERSION=1.2.3
	@test -n "$(VERSION)" || { echo "say which: make release VERSION=1.2.3"; exit 2; }
	sed -i 's/^version = .*/version = "$(VERSION)"/' pyproject.toml
	sed -i 's/^## Unreleased/## Unreleased\n\n## $(VERSION) - '"$$(date +%F)"'/' CHANGELOG.md
	git commit -am "Release $(VERSION)" && git tag "v$(VERSION)"

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# --- the environment -----------------------------------------------------------------------------------------------

$(VENV)/.pip:
ifdef UV
	@$(UV) venv -q --seed --allow-existing --python $(PYTHON) $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif
	@touch $@

$(VENV)/.serve: requirements/serve.txt pyproject.toml | $(VENV)/.pip
	@echo "Setting up (once) ..."
	$(call install,requirements/serve.txt)
	@touch $@

$(VENV)/.work: requirements/work.txt pyproject.toml | $(VENV)/.pip
	@echo "Setting up (once) ..."
	$(call install,requirements/work.txt)
	@touch $@ $(VENV)/.serve

# Locked and hash-checked; then the project itself, in place. The list is whole, so nothing is left to resolve:
# an older pip would take "coverage[toml]" for another package than the pinned "coverage" once a newer one is out.
ifdef UV
define install
	@$(UV) pip install -q --python $(BIN)/python --require-hashes --no-deps -r $(1)
	@$(UV) pip install -q --python $(BIN)/python --no-deps -e .
endef
else
define install
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r $(1)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
endef
endif
