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

help: ## list the verbs
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

serve: $(READY) ## build strictly and show the guide at http://127.0.0.1:8000/, live
	@$(BIN)/python scripts/check_port.py $(PORT)
	@$(BIN)/mkdocs serve --strict --livereload --dev-addr 127.0.0.1:$(PORT)

build: $(READY) ## write the guide to site/
	@$(BIN)/mkdocs build --strict --quiet
	@echo "The guide is in site/."

leaflets: build .venv/browser ## build, and print each treatment page as PDF
	@$(BIN)/python scripts/print_leaflets.py

offline: build ## build, and pack a zip that opens from a folder
	@$(BIN)/python scripts/pack_offline.py

check: $(READY) ## check every page and the library, in seconds
	@$(BIN)/python scripts/check_pages.py

test: $(READY) .venv/browser ## prove everything: style, types, pages, site, browser
	@$(BIN)/ruff check --quiet && $(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/python scripts/check_pages.py
	@$(BIN)/pytest

bench: $(READY) .venv/browser ## measure build and first visits beside stock Material
	@$(BIN)/python scripts/measure_build.py
	@$(BIN)/python scripts/measure_pages.py

format: $(READY) ## set the code in its standard form
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format --quiet

lock: $(READY) ## renew requirements.txt, the exact lock with hashes
	@$(BIN)/uv pip compile pyproject.toml --all-extras --universal --upgrade \
		--generate-hashes --python-version 3.11 --quiet \
		--custom-compile-command "make lock" --output-file requirements.txt

clean: ## remove what was built and installed
	rm -rf site .venv .mypy_cache .pytest_cache .ruff_cache

$(READY): requirements.txt scripts/set_up_environment.py
	@$(PYTHON) scripts/set_up_environment.py

.venv/browser: $(READY) scripts/install_browser.py
	@$(BIN)/python scripts/install_browser.py $@

.PHONY: help serve build leaflets offline check test bench format lock clean
