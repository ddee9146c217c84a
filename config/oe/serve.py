"""The demo database and its server: bin/oe run, stop, shell, demo-clean."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from . import paths, ui
from .database import PREFIX, Site, addons_key, our_addons

DEMO = f"{PREFIX}demo"
PID_FILE = paths.STATE / "server.pid"
DEMO_SCRIPTS = paths.ROOT / "config" / "demo"


def demo_database(site: Site) -> str:
    """The demo database, made or brought up to date; interrupted work is redone."""
    key_file = paths.STATE / "demo.key"
    key = addons_key()
    known = key_file.read_text() if key_file.exists() else ""
    if site.exists(DEMO):
        if known != key:
            with ui.step("database: bring the add-ons up to date"):
                site.run(
                    *("-d", DEMO, "-u", ",".join(our_addons())),
                    # Else screens keep the French of the day they were installed.
                    "--i18n-overwrite",
                    *("--no-http", "--stop-after-init"),
                    log=paths.LOGS / "demo-update.log",
                    why="the update failed.",
                )
            key_file.write_text(key)
        return DEMO
    make_demo(site, DEMO)
    key_file.write_text(key)
    return DEMO


def make_demo(site: Site, name: str, script: str = "load.py") -> None:
    """Build a database with every add-on and the demo data under ``name``."""
    part = f"{name}_part"
    ready = site.ready()
    with ui.step("database: demo data of the pilot territory"):
        site.clone(ready, part)
        site.script(part, DEMO_SCRIPTS / script)
        site.drop(name)
        site.rename(part, name)


def port_is_free(port: int) -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def running_pid() -> int | None:
    """The process id of our own server, when it runs."""
    try:
        pid = int(PID_FILE.read_text())
        if f"--data-dir={paths.DATA_DIR}" in _arguments(pid):
            return pid
    except (OSError, ValueError):
        pass
    return None


def _arguments(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def _port_of(pid: int) -> str:
    for argument in _arguments(pid):
        if argument.startswith("--http-port="):
            return argument.removeprefix("--http-port=")
    return "8069"


def wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    """Wait until the server answers.

    :raises Stop: when the process ends first
    """
    for _attempt in range(240):
        if process.poll() is not None:
            tail = "\n    ".join(log.read_text().splitlines()[-8:])
            raise ui.Stop(f"Odoo stopped while starting ({log}).\n    {tail}")
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return
        except OSError:
            time.sleep(0.25)
    raise ui.Stop(f"Odoo does not answer after a minute; its log: {log}")


def start(site: Site, database: str, port: int, log: Path) -> subprocess.Popen:
    """Start a server on one database and wait until it answers."""
    command = site.command(
        *("-d", database, f"--db-filter=^{database}$"),
        *(f"--http-port={port}", "--http-interface=127.0.0.1"),
        "--max-cron-threads=1",
    )
    with open(log, "w") as out:
        process = subprocess.Popen(
            command,
            env=site.env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    wait_for(f"http://127.0.0.1:{port}/web/login", process, log)
    return process


def run(port: int = 8069, detach: bool = False) -> int:
    """Set up what is missing, serve the demo database, print who can log in."""
    paths.prepare()
    if pid := running_pid():
        ui.say(f"Already running (process {pid}): http://localhost:{_port_of(pid)}")
        return 0
    if not port_is_free(port):
        raise ui.Stop(
            f"port {port} is taken by another program; stop it, or bin/oe run --port N."
        )
    site = Site()
    with paths.locked("demo"):
        database = demo_database(site)
        # Links that leave in messages lead to the port of today.
        site.server.sql(
            f"UPDATE ir_config_parameter SET value = 'http://localhost:{port}'"
            " WHERE key = 'web.base.url' AND value LIKE 'http://localhost:%'",
            database,
        )
    log = paths.LOGS / "server.log"
    with ui.step("Odoo: start"):
        process = start(site, database, port, log)
    PID_FILE.write_text(str(process.pid))
    print_personas(site, port, log)
    if detach:
        return 0
    try:
        return process.wait()
    except KeyboardInterrupt:
        stop()
        return 0


def print_personas(site: Site, port: int, log: Path) -> None:
    """The address and the logins, from the file the demo data wrote."""
    ui.say(f"\nOui Ensemble is served on http://localhost:{port}\n")
    known = paths.STATE / "personas.txt"
    ui.say(known.read_text() if known.exists() else "(the demo logins were removed)\n")
    ui.say(f"Log: {log}. Stop: Ctrl-C or bin/oe stop. Remove logins: demo-clean.")
    sys.stdout.flush()


def stop() -> int:
    """Stop our server."""
    if pid := running_pid():
        os.kill(pid, signal.SIGTERM)
        for _attempt in range(100):
            if running_pid() is None:
                break
            time.sleep(0.1)
        else:
            os.kill(pid, signal.SIGKILL)
        ui.say("Stopped.")
    else:
        ui.say("Nothing was running.")
    PID_FILE.unlink(missing_ok=True)
    return 0


def demo_clean() -> int:
    """Archive every demo login, so that the database can be kept and used."""
    site = Site()
    if not site.exists(DEMO):
        raise ui.Stop("there is no demo database; bin/oe run makes one.")
    site.script(DEMO, DEMO_SCRIPTS / "personas.py")
    (paths.STATE / "personas.txt").unlink(missing_ok=True)
    ui.say("The demo logins are archived; the administrator stays.")
    return 0


def shell() -> int:
    """An Odoo shell on the demo database; reads a script on standard input."""
    site = Site()
    database = demo_database(site)
    command = site.command("-d", database, "--no-http", sub="shell")
    return subprocess.run(
        [*command, "--shell-interface=python"], env=site.env, check=False
    ).returncode
