"""What the measurements share: a disposable database, a stopwatch, a table.

A measurement never asserts a time: it prints what it saw, ways side by side in one
run on one machine, so that ratios can be compared and absolute figures are hints.
"""

import contextlib
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

INSIDE = """
import sys
sys.path.insert(0, {folder!r})
import {module}
from pathlib import Path
Path({out!r}).write_text({module}.measure(env))
"""


def in_odoo(file: str) -> None:
    """Print what ``measure(env)`` of a benchmark tells (see :func:`measured`)."""
    print(measured(file), flush=True)


def measured(file: str) -> str:
    """Run ``measure(env)`` of a benchmark in Odoo, on a clone that is then dropped.

    :raises SystemExit: with the end of the log when it fails
    """
    from oe import paths
    from oe.database import PREFIX, Site

    module = Path(file).stem
    site = Site()
    name = f"{PREFIX}{module}_{os.getpid()}"
    log = paths.LOGS / f"{module}.log"
    site.clone(site.ready(), name)
    try:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "table.md"
            script = INSIDE.format(folder=str(FOLDER), module=module, out=str(out))
            if site.shell(name, script, log):
                tail = "\n".join(log.read_text().splitlines()[-15:])
                raise SystemExit(f"{module} failed ({log}).\n{tail}")
            return out.read_text()
    finally:
        site.drop(name)


@dataclass
class Watch:
    """Seconds and queries of repeated runs of one way."""

    seconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    @property
    def typical(self) -> float:
        """The median run."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> str:
        """The fastest and the slowest run."""
        return f"{min(self.seconds):.2f}–{max(self.seconds):.2f}"

    @contextlib.contextmanager
    def run(self, env=None) -> Iterator[None]:
        """Time one run; with ``env``, what is pending is written inside it."""
        first = env.cr.sql_log_count if env else 0
        started = time.perf_counter()
        yield
        if env:
            env.flush_all()
            self.queries.append(env.cr.sql_log_count - first)
        self.seconds.append(time.perf_counter() - started)


@contextlib.contextmanager
def undone(env) -> Iterator[None]:
    """Let every way start from the same rows and the same empty cache."""
    env.flush_all()
    env.invalidate_all()
    savepoint = env.cr.savepoint(flush=False)
    try:
        yield
    finally:
        env.clear()
        savepoint.rollback()
        savepoint.close(rollback=False)
        env.invalidate_all(flush=False)


def side_by_side(env, ways: dict[str, Callable], rounds: int) -> dict[str, Watch]:
    """Run every way once a round, the order turned round by round.

    The first two run once before, uncounted, to fill Odoo's caches for all alike.
    """
    watches = {name: Watch() for name in ways}
    names = list(ways)
    for name in names[:2]:
        with undone(env), Watch().run(env):
            ways[name]()
    for _round in range(rounds):
        for name in names:
            with undone(env), watches[name].run(env):
                ways[name]()
        names = names[1:] + names[:1]
    return watches


def table(title: str, header: list[str], rows: list[list], note: str = "") -> str:
    """A Markdown table under a heading with the day and the machine."""
    lines = [f"### {title}", "", machine(), ""]
    lines.append("| " + " | ".join(header) + " |")
    lines.append("|---" + "|---:" * (len(header) - 1) + "|")
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    if note:
        lines += ["", note]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """The day and what it was measured on."""
    model = platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":")[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} × {model}, {memory:.0f} GB, "
        f"Python {platform.python_version()}, load {load:.1f} at the end."
    )
