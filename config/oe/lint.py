"""bin/oe lint: style, OCA's and Odoo's own checks, and the house's manifests."""

import os
import subprocess

from . import paths, python_env, testing, ui
from .database import Site, our_addons

# Our add-ons have a README.md; a large model is split over files on purpose.
PYLINT_OFF = "--disable=missing-readme,consider-merging-classes-inherited"


def _tool(label: str, command: list[str], env: dict | None = None) -> bool:
    ui.say(f"\n== {label} ==")
    return subprocess.run(command, cwd=paths.ROOT, env=env, check=False).returncode == 0


def run() -> int:
    """Every check, each shown; non-zero when one refuses."""
    paths.prepare()
    tools = python_env.tools()
    folders = ["addons", "config", "tests", "benchmarks"]
    folders = [folder for folder in folders if (paths.ROOT / folder).exists()]
    good = _tool("ruff", [str(tools), "-m", "ruff", "check", *folders])
    good &= _tool(
        "ruff format", [str(tools), "-m", "ruff", "format", "--check", *folders]
    )
    site = Site()
    path = [str(site.odoo.python_path)] if site.odoo.python_path else []
    good &= _tool(
        "pylint-odoo",
        [str(tools), "-m", "pylint", "--rcfile=config/pylintrc", PYLINT_OFF]
        + [f"addons/{name}" for name in our_addons()],
        {**os.environ, "PYTHONPATH": os.pathsep.join(path)},
    )
    good &= _test_lint(site)
    ui.say("\nlint: clean" if good else "\nlint: see above")
    return int(not good)


def _test_lint(site: Site) -> bool:
    """Odoo's own test_lint, pointed at our add-ons."""
    ui.say("\n== Odoo's test_lint on our add-ons ==")
    tally = testing.lint_tests(site)
    ui.say(tally.line())
    return not tally.failed
