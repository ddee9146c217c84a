"""From ``bin/oe run`` to a log-in page that answers.

Warm, by default: Odoo, its Python and the demo database are in the cache and only
the server starts. Nothing that runs is stopped: a served demo makes it refuse.

Cold, by hand: everything is fetched and built in a new folder that shares nothing
with the cache (pip's own cache included) and is removed at the end, its PostgreSQL
stopped first. It needs the network, 3 GB and some minutes:

    OE_BENCH_COLD=/tmp/oe-cold bin/oe bench setup

Run: bin/oe bench setup
"""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import common

ROUNDS = 3
STEP = re.compile(r"^  (.+?) \.* ?done, (\d+) s$", re.M)


def _oe(*arguments: str, **given: str) -> str:
    """Call bin/oe as a person does; its output."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for name in ("XDG_DATA_HOME", "ODOO_RC", "OE_STATE"):
        env.pop(name, None)
    root = Path(os.environ["OE_ROOT"])
    done = subprocess.run(
        [str(root / "bin" / "oe"), *arguments],
        env={**env, **given},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bin/oe {' '.join(arguments)} failed.\n{done.stdout}")
    return done.stdout


def _served(port: int, **given: str) -> tuple[float, str]:
    """Seconds until the log-in page is there, and what bin/oe said."""
    started = time.perf_counter()
    said = _oe("run", "--detach", "--port", str(port), **given)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login") as page:
        page.read()
    return time.perf_counter() - started, said


def _stop_postgres(**given: str) -> None:
    command = "from oe import postgres; postgres.stop()"
    subprocess.run(
        [sys.executable, "-c", command], env={**os.environ, **given}, check=True
    )


def warm(port: int) -> str:
    """Start an existing demo several times."""
    from oe import serve

    if serve.running_pid():
        raise SystemExit("the demo is being served; bin/oe stop first.")
    watch = common.Watch()
    try:
        _served(port)  # makes or updates the demo where needed, not counted
        for _round in range(ROUNDS):
            _oe("stop")
            seconds, _said = _served(port)
            watch.seconds.append(seconds)
    finally:
        _oe("stop")
    row = ["`bin/oe run --detach` until it answers", f"{watch.typical:.1f}"]
    return common.table(
        "Warm start", ["Step", "median s", f"of {ROUNDS}"], [[*row, watch.spread]]
    )


def cold(folder: Path, port: int) -> str:
    """Everything from nothing, once.

    :raises SystemExit: when the folder exists: it could hold something
    """
    if folder.exists():
        raise SystemExit(f"{folder} exists; name a folder that does not.")
    given = {"OE_CACHE": str(folder), "PIP_NO_CACHE_DIR": "1"}
    try:
        seconds, said = _served(port, **given)
        size = subprocess.run(
            ["du", "-sm", str(folder)], capture_output=True, text=True, check=True
        ).stdout.split()[0]
    finally:
        if folder.exists():
            _oe("stop", **given)
            _stop_postgres(**given)
            shutil.rmtree(folder)
    rows = [[label, took] for label, took in STEP.findall(said)]
    rows.append(["**from nothing to a log-in page**", f"**{seconds:.0f}**"])
    note = f"The cache then holds {size} MB."
    return common.table("Cold set-up", ["Step", "s"], rows, note)


if __name__ == "__main__":
    from oe.testing import free_port

    folder = os.environ.get("OE_BENCH_COLD")
    if folder:
        print(cold(Path(folder).resolve(), free_port()))
    else:
        print(warm(free_port()))
