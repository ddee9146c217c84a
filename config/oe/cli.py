"""bin/oe: one word, one job."""

import argparse
import shutil

from . import backup, bench, i18n, lint, paths, postgres, serve, testing, ui

HELP = """bin/oe COMMAND

  run [--port N] [--detach]   set up what is missing, serve the demo database
  stop                        stop the server that run started
  test [--no-browser]         every test, in a fresh French database
  lint                        ruff, pylint-odoo, Odoo's test_lint, house checks
  bench [NAME…]               measurements of benchmarks/, side by side
  shell                       Odoo shell on the demo database (reads standard input)
  pytest ARGS…                quick loop: pytest-odoo on a cloned database
  test-core                   core suites with our add-ons installed
  i18n                        export terms, merge into fr.po, list what is missing
  backup [FILE]               database and files of the demo database, in one file
  restore FILE [NAME]         the other way round, into database NAME
  demo-clean                  archive the demo logins
  clean [--all]               drop databases (with --all: the whole cache)
"""


def _clean(everything: bool) -> int:
    serve.stop()
    if everything:
        postgres.stop()
        if paths.CACHE.exists():
            shutil.rmtree(paths.CACHE, ignore_errors=True)
        ui.say(f"{paths.CACHE} is gone.")
        return 0
    site = serve.Site()
    for (name,) in site.server.sql(
        "SELECT datname FROM pg_database WHERE datname LIKE 'oe\\_%'"
    ):
        site.drop(name)
    for name in ("demo.key", "personas.txt"):
        (paths.STATE / name).unlink(missing_ok=True)
    ui.say("Databases dropped; Odoo and its packages stay in the cache.")
    return 0


def run(arguments: list[str]) -> int:
    """Run one command; its exit code is the process's."""
    parser = argparse.ArgumentParser(prog="bin/oe", usage=HELP, add_help=False)
    parser.add_argument("command", nargs="?", default="help")
    command = parser.parse_args(arguments[:1]).command
    rest = arguments[1:]
    if command == "pytest":
        return testing.quick(rest)
    options = argparse.ArgumentParser(prog=f"bin/oe {command}")
    options.add_argument("values", nargs="*")
    options.add_argument("--port", type=int, default=8069)
    options.add_argument("--detach", action="store_true")
    options.add_argument("--no-browser", action="store_true")
    options.add_argument("--all", action="store_true")
    given = options.parse_args(rest)
    jobs = {
        "run": lambda: serve.run(given.port, given.detach),
        "stop": serve.stop,
        "test": lambda: testing.run(not given.no_browser),
        "test-core": testing.run_core,
        "lint": lint.run,
        "bench": lambda: bench.run(given.values),
        "shell": serve.shell,
        "i18n": i18n.run,
        "backup": lambda: backup.backup(*given.values[:1]),
        "restore": lambda: backup.restore(*given.values[:2]),
        "demo-clean": serve.demo_clean,
        "clean": lambda: _clean(given.all),
    }
    if command in ("help", "-h", "--help"):
        ui.say(HELP)
        return 0
    if command not in jobs:
        raise ui.Stop(f"there is no command {command}; bin/oe help lists them.")
    return jobs[command]()
