"""bin/oe: one word, one job."""

import argparse
import shutil
from typing import NoReturn

from . import (
    backup,
    bench,
    i18n,
    lint,
    paths,
    postgres,
    serve,
    simulator,
    testing,
    ui,
)

HELP = """bin/oe COMMAND

  run [--port N] [--detach]   set up what is missing, serve the demo database
  stop                        stop the server that run started
  simulator [--port N]        stand-in of Urssaf's immediate advance, for the demo
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


class Options(argparse.ArgumentParser):
    """Options whose refusal is one sentence, like every other one."""

    def error(self, message: str) -> NoReturn:
        """Refuse instead of printing a usage that fits no command."""
        raise ui.Stop(f"{self.prog}: {message}; bin/oe help lists what there is.")


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


COMMANDS = {
    "run": lambda given: serve.run(given.port or 8069, given.detach),
    "stop": lambda given: serve.stop(),
    "simulator": lambda given: simulator.run(given.port),
    "test": lambda given: testing.run(not given.no_browser),
    "test-core": lambda given: testing.run_core(),
    "lint": lambda given: lint.run(),
    "bench": lambda given: bench.run(given.values),
    "shell": lambda given: serve.shell(),
    "i18n": lambda given: i18n.run(),
    "backup": lambda given: backup.backup(*given.values[:1]),
    "restore": lambda given: backup.restore(*given.values[:2]),
    "demo-clean": lambda given: serve.demo_clean(),
    "clean": lambda given: _clean(given.all),
}


def run(arguments: list[str]) -> int:
    """Run one command; its exit code is the process's."""
    command, *rest = arguments or ["help"]
    if command in ("help", "-h", "--help"):
        ui.say(HELP)
        return 0
    if command == "pytest":
        return testing.quick(rest)
    if command not in COMMANDS:
        raise ui.Stop(f"there is no command {command}; bin/oe help lists them.")
    options = Options(prog=f"bin/oe {command}", add_help=False)
    options.add_argument("values", nargs="*")
    options.add_argument("--port", type=int)
    options.add_argument("--detach", action="store_true")
    options.add_argument("--no-browser", action="store_true")
    options.add_argument("--all", action="store_true")
    return COMMANDS[command](options.parse_args(rest))
