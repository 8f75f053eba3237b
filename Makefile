# The commands of the house. `make run` and `make test` work from a fresh checkout.
.PHONY: run test check bench setup-run setup-test format

run: setup-run
	@.venv/bin/sundial serve

# The databases of tests lie in memory where that is possible: waiting for a disk shows nothing. What Python compiles is
# kept, whatever the environment says of it: tests start hundreds of processes.
test: check
	@TMPDIR=$$(test -w /dev/shm && echo /dev/shm || echo /tmp) env -u PYTHONDONTWRITEBYTECODE \
		.venv/bin/python -m pytest -n 2

check: setup-test
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/ruff check --quiet
	@.venv/bin/lint-imports > .lint-imports.log || (cat .lint-imports.log; exit 1)
	@.venv/bin/pyright

bench: setup-test
	@.venv/bin/python -m benchmarks
	@.venv/bin/python -m benchmarks.people
	@.venv/bin/python -m benchmarks.time
	@.venv/bin/python -m benchmarks.reports
	@.venv/bin/python -m benchmarks.reminders

format: setup-test
	@.venv/bin/ruff format --quiet
	@.venv/bin/ruff check --fix --quiet

setup-run:
	@scripts/setup run

setup-test:
	@scripts/setup test
