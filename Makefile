# What a newcomer types. `make help` lists it; what is already there is neither installed nor built again.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

export PATH := $(CURDIR)/.build-tools/python/bin:$(PATH)

# An import that the manifest doesn't name is an error, so that a clean build can't fail where an old one passed.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
CASSIA := .build/release/cassia
DEMO := data/cassia.db
DEMO_DAY := 2017-07-19
PORT ?= 8080

.PHONY: help run release test check format bench soak prove clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: release ## Build Cassia, make the demonstration province in data/ if there is none, serve the site over it
	@test -f $(DEMO) || $(MAKE) --no-print-directory $(DEMO)
	@$(CASSIA) migrate --database sqlite:$(DEMO) >/dev/null
	@$(CASSIA) figures --as-of $(DEMO_DAY) --database sqlite:$(DEMO)
	@$(CASSIA) demo --people-only --database sqlite:$(DEMO)
	@echo
	@$(CASSIA) serve --today $(DEMO_DAY) --port $(PORT) --database sqlite:$(DEMO)

# Made under another name, so that a province broken off halfway is never taken for a whole one.
$(DEMO):
	rm -rf data/unfinished
	mkdir -p data/unfinished
	$(CASSIA) demo --database sqlite:data/unfinished/cassia.db >/dev/null
	mv data/unfinished/cassia.db* data/
	rmdir data/unfinished

release: ## Build the command for use: .build/release/cassia
	@scripts/install.sh build
	swift build $(SWIFT_FLAGS) -c release --product cassia

test: ## Install what the tests need, then run them all
	@scripts/test.sh

check: ## Look for faults of style, and for anything that the compiler warns of
	@scripts/install.sh build
	swift format lint --strict -r Sources Tests Package.swift
	CASSIA_STRICT=1 swift build $(SWIFT_FLAGS) --build-tests

format: ## Lay the source out as the style asks
	swift format -i -r Sources Tests Package.swift

bench: release ## Measure, beside PostgreSQL's own pgbench, and print the table
	@scripts/install.sh build bench
	@scripts/bench.sh

soak: ## Run the fault tests long: hundreds of killed processes, full disks, lost servers
	@CASSIA_SOAK=1 scripts/test.sh --filter Fault

prove: release ## Decide a million made-up firms by every policy, and by the plain reference: all results must agree
	@scripts/prove-policies.sh

clean: ## Remove what was built; the data stay
	rm -rf .build .build-tools
