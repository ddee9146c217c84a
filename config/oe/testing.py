"""bin/oe test: calc and house tests, Odoo tests, browser journeys; one true line."""

import concurrent.futures
import contextlib
import os
import re
import socket
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from . import browser, paths, python_env, serve, ui
from .database import PREFIX, Site, core_depends, our_addons

ODOO_TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
FAILED = re.compile(
    r" (?:FAIL|ERROR): (?:Subtest )?(setUpClass \([\w.]+\)|\w+\.test\w+)"
)
CORE_SUITES = ("hr_timesheet", "sale_timesheet", "portal", "crm", "event", "hr_skills")


@dataclass
class Tally:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        return self

    def line(self) -> str:
        """The closing line, for people and for CI."""
        extra = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{extra}"


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _pytest(
    label: str, python: Path, env: dict, *arguments: str, log: Path | None = None
) -> Tally:
    """Run pytest; with ``log`` what it says goes there, to be shown afterwards."""
    report = paths.LOGS / f"pytest-{label}.xml"
    report.unlink(missing_ok=True)
    command = [
        *(str(python), "-B", "-m", "pytest", "-q", "--no-header", "-p", "no:odoo"),
        *("-p", "no:cacheprovider", f"--junitxml={report}", *arguments),
    ]
    with open(log, "w") if log else contextlib.nullcontext() as out:
        done = subprocess.run(
            command,
            cwd=paths.ROOT,
            env=env,
            stdout=out,
            stderr=out and subprocess.STDOUT,
            check=False,
        )
    if not report.exists():
        raise ui.Stop(f"the {label} tests did not run (exit {done.returncode}).")
    tally = Tally()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        count = {
            key: int(suite.get(key))
            for key in ("tests", "failures", "errors", "skipped")
        }
        bad = count["failures"] + count["errors"]
        tally += Tally(count["tests"] - bad - count["skipped"], bad, count["skipped"])
    if done.returncode and not tally.failed:
        tally.failed = 1  # a run that ended badly without naming a test has failed
    return tally


def root_tests(site: Site, log: Path) -> Tally:
    """calc/ properties, house rules, races and kills: everything below tests/."""
    arguments = ("tests", "--ignore=tests/journeys")
    return _pytest("root", site.python, site.child_env, *arguments, log=log)


def odoo_tests(site: Site, tags: str = "") -> Tally:
    """Run the add-ons' tests on a clone that has them and the pilot network."""
    ui.say("\n== add-ons, in a fresh French database (Odoo) ==")
    ready = site.ready()
    name = f"{PREFIX}test_{os.getpid()}"
    site.clone(ready, name)
    try:
        return _run_odoo_tests(site, name, tags or _our_tags())
    finally:
        site.drop(name)


def _our_tags() -> str:
    return ",".join(f"/{module}" for module in our_addons())


def _run_odoo_tests(
    site: Site, name: str, tags: str, install: str = "", quiet: bool = False
) -> Tally:
    log = paths.LOGS / "test-odoo.log"
    options = ["-i", install] if install else []
    with ui.step(f"Odoo tests (log: {log})"), open(log, "w") as out:
        done = subprocess.run(
            site.command(
                *("-d", name, *options, "--stop-after-init", "--test-enable"),
                *(
                    f"--test-tags={tags}",
                    "--http-interface=127.0.0.1",
                    f"--http-port={free_port()}",
                ),
            ),
            env=site.env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return _read_odoo_log(log, done.returncode, quiet)


def _read_odoo_log(log: Path, returncode: int, quiet: bool = False) -> Tally:
    """Counts of the last total line; a silent or broken run counts as a failure."""
    text = log.read_text(errors="replace")
    totals = ODOO_TOTAL.findall(text)
    if not totals:
        ui.say("\n".join(text.splitlines()[-40:]))
        return Tally(failed=1)
    failed, errors, count = map(int, totals[-1])
    bad = failed + errors
    noisy = [
        line for line in text.splitlines() if re.search(r" \d+ (ERROR|CRITICAL) ", line)
    ]
    if (bad or returncode or noisy) and not quiet:
        _show_failures(text)
    if not bad and (returncode or noisy):
        bad = 1
    if not count:
        ui.say("No test ran.")
        return Tally(failed=1)
    return Tally(max(count - bad, 0), bad)


def _show_failures(text: str) -> None:
    show = 0
    for line in text.splitlines():
        starts = re.match(r"^\d{4}-\d\d-\d\d .* \d+ (\w+) ", line)
        if starts:
            show = 60 if starts.group(1) in ("ERROR", "CRITICAL") else 0
        if show:
            ui.say(line)
            show -= 1


def journey_tests(site: Site) -> Tally:
    """People in a real browser, on a clone of the demo database, really served."""
    ui.say("\n== journeys, in Chromium on a phone and a desktop ==")
    chromium = browser.ensure()
    name = f"{PREFIX}journey_{os.getpid()}"
    with paths.locked("journey"):
        serve.make_demo(site, name, "load_stage.py")
    port = free_port()
    process = serve.start(site, name, port, paths.LOGS / "journey-server.log")
    try:
        env = {
            **site.env,
            "PYTHONPATH": str(paths.ROOT / "config"),
            "OE_URL": f"http://127.0.0.1:{port}",
            "OE_DATABASE": name,
            "OE_CHROMIUM": chromium,
            "OE_SHOTS": str(paths.CACHE / "shots"),
        }
        return _pytest("journeys", python_env.tools(), env, "-x", "tests/journeys")
    finally:
        process.terminate()
        process.wait(30)
        site.drop(name)


def run(with_browser: bool = True) -> int:
    """Everything; the last line is the truth and so is the exit code."""
    site = Site()
    site.ready()
    if with_browser:
        browser.ensure()
    # Each of the two uses little more than a core, and a database of its own.
    log = paths.LOGS / "test-root.log"
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        root = beside.submit(root_tests, site, log)
        total = odoo_tests(site)
        ui.say("\n== calc, house rules, processes (pytest) ==")
        with ui.step(f"those begun at the same time (log: {log})"):
            total += root.result()
    ui.say(log.read_text(errors="replace"))
    if with_browser and (paths.ROOT / "tests" / "journeys").exists():
        total += journey_tests(site)
    ui.say(f"\n{total.line()}")
    return int(bool(total.failed or not total.passed))


def run_core() -> int:
    """Core suites without and with our add-ons: we must not break Odoo's own.

    A French database breaks some core tests by itself (they read English words); what
    fails beside our add-ons and not without them is ours.
    """
    site = Site()
    browser.ensure()
    suites = [name for name in CORE_SUITES if name in core_depends()]
    tags = ",".join(f"/{name}" for name in suites)
    ui.say("\n== core suites, without our add-ons ==")
    alone, _tally = _core_suites(site, site.template(), tags)
    ui.say("\n== core suites, with our add-ons ==")
    beside, tally = _core_suites(site, site.ready(), tags)
    new = sorted(beside - alone)
    ui.say(f"\n{len(beside & alone)} tests fail without our add-ons too")
    for name in new:
        ui.say(f"  fails beside our add-ons: {name}")
    tally = Tally(tally.passed, len(new))
    ui.say(f"\n{tally.line()}")
    return int(bool(tally.failed or not tally.passed))


def _core_suites(site: Site, source: str, tags: str) -> tuple[set[str], Tally]:
    """Names of the core tests that fail on a clone of a database, and the count."""
    name = f"{PREFIX}core_{os.getpid()}"
    site.clone(source, name)
    try:
        tally = _run_odoo_tests(site, name, tags, quiet=True)
    finally:
        site.drop(name)
    return failing((paths.LOGS / "test-odoo.log").read_text(errors="replace")), tally


def failing(text: str) -> set[str]:
    """Names of the tests that an Odoo log says failed, whatever their subtests."""
    return set(FAILED.findall(text))


def quick(arguments: list[str]) -> int:
    """pytest-odoo on a cloned database that already has the add-ons."""
    site = Site()
    ready = site.ready()
    name = f"{PREFIX}quick_{os.getpid()}"
    site.clone(ready, name)
    addons = ",".join(str(p) for p in (*site.odoo.addons, paths.ADDONS))
    config = paths.STATE / "pytest-odoo.conf"
    config.write_text(
        f"[options]\naddons_path = {addons}\ndb_host = {site.server.host}\n"
        f"db_port = {site.server.port}\ndb_user = {site.server.user}\n"
        f"data_dir = {paths.DATA_DIR}\nhttp_port = {free_port()}\n"
    )
    command = [str(site.python), "-B", "-m", "pytest", "-p", "no:cacheprovider"]
    command += [f"--odoo-config={config}", f"--odoo-database={name}", "--odoo-http"]
    try:
        return subprocess.run(
            [*command, *arguments], env=site.env, cwd=paths.ROOT, check=False
        ).returncode
    finally:
        site.drop(name)


def lint_tests(site: Site) -> Tally:
    """Odoo's test_lint, told to look at our add-ons only."""
    ready = site.ready()
    name = f"{PREFIX}lint_{os.getpid()}"
    site.clone(ready, name)
    try:
        return _run_odoo_tests(site, name, "/test_lint", "test_lint")
    finally:
        site.drop(name)
