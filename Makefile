# Sao Làng. `make help` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
ELASTICSEARCH_PORT ?= 9200
T ?= tests
SCREENSHOTS ?=
TIMES ?= 20
# The workers of long imports, letters, pictures and search live as long as the web server they are started with.
QUEUE := django_tasks_db.DatabaseBackend
WORKER = $(BIN)/python manage.py db_worker --interval 2 --no-reload --verbosity 0 --backend
WITH_WORKERS = export LETTERS_BACKEND="$${LETTERS_BACKEND:-$(QUEUE)}" PICTURES_BACKEND="$${PICTURES_BACKEND:-$(QUEUE)}"; hands=""; trap 'kill $$hands 2>/dev/null || true' EXIT; \
	if [ "$${TASKS_BACKEND:-$(QUEUE)}" = $(QUEUE) ]; then $(WORKER) imports & hands="$$hands $$!"; fi; \
	if [ "$$LETTERS_BACKEND" = $(QUEUE) ]; then $(WORKER) letters & hands="$$hands $$!"; fi; \
	if [ "$$PICTURES_BACKEND" = $(QUEUE) ]; then $(WORKER) pictures & hands="$$hands $$!"; fi; \
	$(BIN)/python manage.py follow_search & hands="$$hands $$!";

.PHONY: help run dev serve elasticsearch install install-dev test postgres-test race-test browser-test bench lighthouse check format lock messages screenshots clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-15s %s\n", $$1, $$2}'

$(VENV)/installed: requirements.lock
	@echo "→ making the environment in $(VENV) (about half a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo "→ adding what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

MESSAGES := $(wildcard storefront/locale/*/LC_MESSAGES/*.po)
$(VENV)/messages: $(VENV)/installed $(MESSAGES)
	@for po in $(MESSAGES); do $(BIN)/pybabel --quiet compile --use-fuzzy -i $$po -o $${po%.po}.mo; done
	@touch $@

elasticsearch: ## a real Elasticsearch node on loopback for `make run` (ELASTICSEARCH_PORT; needs JDK 17 and Maven)
	@tests/services/elasticsearch/start $(ELASTICSEARCH_PORT)

install: $(VENV)/installed $(VENV)/messages ## make the environment in .venv

install-dev: install $(VENV)/installed-dev ## the environment with what tests and checks need

run: install ## the shop with its demo on http://127.0.0.1:8000 (keeps its data)
	@echo "→ preparing the database"
	@$(BIN)/python manage.py migrate --verbosity 0
	@echo "→ loading the demo"
	@PICTURES_BACKEND="$${PICTURES_BACKEND:-$(QUEUE)}" $(BIN)/python manage.py load_demo
	@echo
	@echo "  Cửa hàng     http://$(HOST):$(PORT)/"
	@echo "  Quản trị     http://$(HOST):$(PORT)/quan-tri/"
	@echo "  Dừng lại     Ctrl+C"
	@echo
	@export DJANGO_SETTINGS_MODULE=storefront.settings.dev; $(WITH_WORKERS) \
		$(BIN)/gunicorn storefront.wsgi --config python:storefront.serving --bind $(HOST):$(PORT) --workers $(WORKERS) --log-level warning

dev: install ## the same with Django's debug pages and reload
	@DJANGO_DEBUG=1 $(BIN)/python manage.py runserver $(HOST):$(PORT)

serve: install ## gunicorn and the workers with the production settings (docs/operations.md)
	@DJANGO_SETTINGS_MODULE=storefront.settings.production $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@export DJANGO_SETTINGS_MODULE=storefront.settings.production; $(WITH_WORKERS) \
		$(BIN)/gunicorn storefront.wsgi --config python:storefront.serving --bind $(HOST):$(PORT) --workers $(WORKERS) --access-logfile /dev/null

test: install-dev ## the tests, on SQLite (T=path for a part)
	@env -u DATABASE_URL -u REDIS_URL -u ELASTICSEARCH_URL -u CHROMIUM $(BIN)/python -m pytest $(T) -n auto --dist loadfile -q

postgres-test: install-dev ## the tests on the PostgreSQL that DATABASE_URL names (and the Elasticsearch of ELASTICSEARCH_URL)
	@$(BIN)/python -m pytest $(T) -n auto --dist loadfile -q

race-test: install-dev ## the tests that race, TIMES=20 times in a row, on the PostgreSQL that DATABASE_URL names
	@case "$${DATABASE_URL:-}" in postgres*) ;; *) echo "DATABASE_URL names no PostgreSQL"; exit 2;; esac
	@fresh=--create-db; for run in $$(seq $(TIMES)); do \
		echo "→ run $$run of $(TIMES)"; \
		$(BIN)/python -m pytest $(T) -m race -q --reuse-db $$fresh; fresh=; \
	done

browser-test: install-dev ## the journeys in the Chromium that CHROMIUM names
	@$(BIN)/python -m pytest tests/browser -q

bench: install-dev ## measure; prints ratios, asserts none
	@BENCH=1 $(BIN)/python -m pytest tests/benchmarks -q -s

lighthouse: install ## Lighthouse (mobile) on home, listing, product and story; TIMES runs of each (needs node 20 and Chromium)
	@tests/services/lighthouse/start $(if $(filter file,$(origin TIMES)),3,$(TIMES))

check: install-dev ## style, types, import floors, migrations, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/djlint templates --lint --quiet
	@SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w0) ALLOWED_HOSTS=saolang.example DJANGO_SETTINGS_MODULE=storefront.settings.production \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: install-dev ## put the code into the house's form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: ## renew the lock files from pyproject.toml (needs uv and npm)
	@uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	@uv pip compile pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock
	@cd tests/services/lighthouse && npm install --package-lock-only --no-audit --no-fund --silent
	@$(PYTHON) -c 'import json, pathlib; lock = pathlib.Path("tests/services/lighthouse/package-lock.json"); told = json.loads(lock.read_text()); \
		[part.pop(key, None) for part in told["packages"].values() for key in ("resolved", "funding")]; lock.write_text(json.dumps(told, indent=2) + "\n")'

messages: install ## gather the sentences for translation
	@$(BIN)/python manage.py makemessages -l en --no-obsolete --no-wrap --add-location file -i .venv -i var
	@$(BIN)/python manage.py makemessages -d djangojs -l en --no-obsolete --no-wrap --add-location file -i .venv -i var

screenshots: install-dev ## renew docs/screenshots from a fresh demo (needs Chromium; SCREENSHOTS=home,product for a part)
	@mkdir -p build; export DATABASE_URL=sqlite:///$(CURDIR)/build/screenshots.sqlite3 VAR_DIR=$(CURDIR)/build/screenshots-var \
		MEDIA_ROOT=$(CURDIR)/build/screenshots-media DJANGO_SETTINGS_MODULE=storefront.settings.dev; \
	$(BIN)/python manage.py migrate --verbosity 0; $(BIN)/python manage.py load_demo > /dev/null; \
	$(BIN)/gunicorn storefront.wsgi --config python:storefront.serving --bind $(HOST):8399 --workers 1 --log-level warning & server=$$!; \
	trap 'kill $$server' EXIT; for turn in $$(seq 60); do sleep 0.5; curl -fs http://$(HOST):8399/healthz > /dev/null && break; done; \
	$(BIN)/python -m tests.screenshots.take http://$(HOST):8399 --only "$(SCREENSHOTS)"

clean: ## remove the environment and what was built; the data in var/ stays
	rm -rf $(VENV) build
