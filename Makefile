# ALwrity: `make run` to use it, `make test` to prove it. Neither needs root, Node, Docker or keys.
PYTHON ?= python3
export PYTHON
BIN := .venv/bin
PORT ?= 8000
.DEFAULT_GOAL := help

.PHONY: help setup run web test test-kill check fix bench bench-web screenshots lock clean

help: ## List what this Makefile can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install ALwrity with its small model into .venv (the others call this first)
	@tools/setup run

run: setup ## Start the product on http://127.0.0.1:8000 (PORT=... for another port)
	@$(BIN)/alwrity serve --port $(PORT)

web: ## Work on the pages with hot reload; the API is that of ALWRITY_URL (make run serves it)
	@tools/setup dev
	@tools/web dev

test: ## Set up for development and run the tests
	@tools/setup dev
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

test-kill: ## Kill -9 servers and models twenty times, on both databases (minutes)
	@tools/setup dev
	@ALWRITY_KILLS=20 $(BIN)/python -m pytest tests/fleet -s $(ARGS)

check: ## Lint, types, import contract, dependencies; the same for the pages, and their unit tests
	@tools/setup dev
	@$(BIN)/ruff format --check src tests benchmarks examples tools
	@$(BIN)/ruff check src tests benchmarks examples tools
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/deptry src
	@tools/web check

fix: ## Format, and mend what the linter can mend
	@tools/setup dev
	@$(BIN)/ruff check --fix src tests benchmarks examples tools || true
	@$(BIN)/ruff format src tests benchmarks examples tools
	@tools/web client
	@tools/web fix

bench: ## Measure the budgets (ratios against a direct call in the same run)
	@tools/setup dev
	@$(BIN)/python -m benchmarks $(ARGS)

bench-web: ## Measure the pages against their budgets: sizes, scrolling, the editor, Lighthouse (ARGS=scroll for one)
	@tools/setup dev
	@$(BIN)/python -m benchmarks.web $(ARGS)

screenshots: ## Take every page in every dress, into web/screenshots
	@tools/setup dev
	@$(BIN)/python -m tests.web.screenshots $(ARGS)

lock: ## Resolve the lock files anew (names no registry host)
	@tools/setup dev
	@UV=$$(command -v uv || echo .uv/bin/uv); \
	FLAGS="--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock'"; \
	eval $$UV pip compile $$FLAGS pyproject.toml --extra embedded --group build -o run.lock && \
	eval $$UV pip compile $$FLAGS pyproject.toml --extra embedded --group build --group dev --group bench -o requirements.lock
	@tools/web lock

clean: ## Remove what was installed and built here (your data stays)
	@rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist web/node_modules src/alwrity/web_dist
