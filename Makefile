# The verbs. `make` alone lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PORT ?= 8000
# Material announces its end (May 2027) at every start; the pages are kept fit to leave.
export NO_MKDOCS_2_WARNING := 1
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)) python3)
BIN := .venv/bin
READY := .venv/ready
SOURCES := docs data references.bib
BASE ?= main
FROM ?= .
RUN = --json $(FROM)/links-found.json --memory $(FROM)/links.json

help: ## list the verbs
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 20

serve: $(READY) ## build strictly and show the guide at http://127.0.0.1:8000/, live
	@$(BIN)/python scripts/check_port.py $(PORT)
	@$(BIN)/mkdocs serve --strict --livereload --dev-addr 127.0.0.1:$(PORT)

build: $(READY) ## write the guide to site/
	@$(BIN)/mkdocs build --strict
	@echo "The guide is in site/."
	@$(BIN)/python scripts/check_published.py

leaflets: build .venv/browser ## build, and print each treatment page as PDF
	@$(BIN)/python scripts/print_leaflets.py

offline: build ## build, and pack a zip that opens from a folder
	@$(BIN)/python scripts/pack_offline.py

publication: leaflets offline ## build all that is published: pages, leaflets, zip
	@$(BIN)/python scripts/check_published.py --refuse

check: $(READY) ## check every page and the library, in seconds
	@$(BIN)/python scripts/check_pages.py

# The words reach the program as they are, whatever quotes they hold.
search-library: export SEARCHED := $(WORDS)
search-library: $(READY) ## look for what was reported: WORDS="pregnan* ivig", BIBLIOGRAPHY=file.csv
	@$(BIN)/python scripts/search_library.py "$$SEARCHED" \
		$(if $(BIBLIOGRAPHY),--bibliography "$(BIBLIOGRAPHY)")

draw: build ## draw sentences to hold against their sources: N=60 SEED=7 SAFETY=20
	@$(BIN)/python scripts/draw_sentences.py --seed $(or $(SEED),1) \
		--sentences $(or $(N),60) --safety $(or $(SAFETY),20)

review: build ## print a page as a sheet to review: PAGE=treatments/ivig
	@$(BIN)/python scripts/review_page.py "$(PAGE)"

cited: $(READY) ## say which sources more than N=30 different sentences cite
	@$(BIN)/python scripts/report_cited.py --more-than $(or $(N),30)

settle: $(READY) ## take what is settled out of data/unsettled.yml
	@$(BIN)/python scripts/settle_words.py

addresses: $(READY) ## add new addresses and headings to the list of those that readers hold
	@$(BIN)/python scripts/list_addresses.py

reading: $(READY) ## say at what age each page can be read
	@$(BIN)/python scripts/report_reading.py

# Known dead links are marked on pages; the check needs them as they were written.
# Its exit 1 says that there are findings, which is no failure of the check; 2 is.
links: $(READY) ## look at every link, say what to do; FIX=1 writes moved addresses
	@rm -f links-found.json links-report.md
	@LINK_MEMORY= $(BIN)/mkdocs build --strict --site-dir .links-site
	@$(BIN)/python scripts/check_links.py .links-site --sources $(SOURCES) \
		--memory links.json --json links-found.json --report links-report.md \
		$(if $(filter-out 0,$(FIX)),--fix) || test $$? -eq 1

fetch-link-memory: $(READY) ## fetch what the last scheduled check knew of the links
	@$(BIN)/python scripts/keep_memory.py fetch

push-link-memory: $(READY) ## keep what a check knows of the links on its branch
	@$(BIN)/python scripts/keep_memory.py push --memory $(FROM)/links.json

references: $(READY) ## ask the registries of record whether each source is what we say
	@$(BIN)/python scripts/check_references.py --json references.json --report references.md \
		--tasks references-tasks.json --memory references-memory.json \
		--record data/reference-checks.yml || test $$? -eq 1

evidence: $(READY) ## look for new evidence: PubMed by the day of entry, changed trials
	@$(BIN)/python scripts/watch_evidence.py --report evidence.md \
		--tasks evidence-tasks.json || test $$? -eq 1

reference: $(READY) ## add a source to annotate: DOI=… or PMID=…
	@$(BIN)/python scripts/add_reference.py $(if $(DOI),--doi "$(DOI)",--pmid "$(PMID)")

accept-reference: $(READY) ## write what make references offers for KEY=… into references.bib
	@$(BIN)/python scripts/check_references.py --json references.json --accept "$(KEY)"

reviews: $(READY) ## say which pages are due for review
	@$(BIN)/python scripts/list_reviews.py --json reviews-tasks.json --report reviews.md \
		|| test $$? -eq 1

publish-tasks: $(READY) ## tell in one issue what was found; TOPIC=reviews
	@$(BIN)/python scripts/publish_issue.py --tasks $(FROM)/$(TOPIC)-tasks.json

publish-links: $(READY) ## tell in one issue which links need a person
	@$(BIN)/python scripts/publish_issue.py $(RUN)

publish-moves: $(READY) ## offer the addresses of moved links as one pull request
	@$(BIN)/python scripts/publish_moves.py $(RUN) --base "$(BASE)" \
		--sources $(SOURCES)

# A worker a processor; tests of one group stay with one worker, in their order.
WORKERS := -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder
PART = $(or $(if $(word 2,$(ONLY)),,$(wildcard tests/$(ONLY) tests/$(ONLY).py)),-k "$(ONLY)")

test: $(READY) .venv/browser ## prove everything; ONLY=unit, ONLY=test_still, ONLY="word": a part
ifdef ONLY
	@$(BIN)/pytest $(if $(findstring unit,$(ONLY)),,$(WORKERS)) $(PART)
else
	@$(BIN)/ruff check --quiet && $(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/python scripts/check_pages.py
	@$(BIN)/pytest $(WORKERS)
endif

bench: $(READY) .venv/browser ## measure build beside stock Material, links beside LinkChecker
	@$(BIN)/python scripts/measure_build.py
	@$(BIN)/python scripts/measure_pages.py
	@$(BIN)/python scripts/measure_search.py
	@$(BIN)/python -m tests.badweb.judge --load 1000 --hosts 50 --pause 1 -- \
		$(BIN)/python scripts/check_links.py
	@$(BIN)/python -m tests.badweb.judge --load 1000 --hosts 50 --pause 1 --linkchecker

judge: $(READY) ## judge the link checker by a bad web of 500 cases (15 minutes)
	@SITE_URL=https://guide.example/ $(BIN)/python -m tests.badweb.judge \
		-- $(BIN)/python scripts/check_links.py

mutants: $(READY) ## change the logic bit by bit, say which changes no test sees; ROOMS="library"
	@$(BIN)/python scripts/run_mutants.py $(ROOMS)

format: $(READY) ## set the code in its standard form
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format --quiet

lock: $(READY) ## renew requirements.txt, the exact lock with hashes
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --upgrade \
		--generate-hashes --python-version 3.11 --quiet \
		--custom-compile-command "make lock" --output-file requirements.txt

clean: ## remove what was built and installed
	rm -rf site .links-site .venv .mypy_cache .pytest_cache .ruff_cache

$(READY): requirements.txt scripts/set_up_environment.py
	@command -v $(PYTHON) >/dev/null || { echo "This guide needs Python 3.11 or newer,\
	and '$(PYTHON)' was not found. Install it, or name one: make PYTHON=/path/to/python3."\
	>&2; exit 2; }
	@$(PYTHON) scripts/set_up_environment.py

.venv/browser: $(READY) scripts/install_browser.py
	@$(BIN)/python scripts/install_browser.py $@

.PHONY: help serve build leaflets offline publication check reading addresses links fetch-link-memory push-link-memory \
	publish-links publish-moves publish-tasks evidence reference references accept-reference reviews search-library settle draw review cited test bench judge mutants format lock clean
