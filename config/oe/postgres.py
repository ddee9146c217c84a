"""A private PostgreSQL cluster, or the server the environment names.

PGHOST set: that server is used as it is. Otherwise the machine's binaries, else the
binaries of a wheel, run a cluster below the cache that listens on a socket only.
"""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import paths, python_env, ui

ROLE = "odoo"


@dataclass(frozen=True)
class Server:
    """Where a server listens and how to call its tools."""

    host: str
    port: int
    user: str
    password: str
    bindir: Path | None
    data: Path | None = None

    def env(self) -> dict:
        """The environment that psql and its fellows read."""
        given = {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user}
        if self.password:
            given["PGPASSWORD"] = self.password
        return {**os.environ, **given}

    def tool(self, name: str) -> str:
        """The path of one of PostgreSQL's own commands."""
        return str(self.bindir / name) if self.bindir else name

    def sql(self, query: str, database: str = "postgres") -> list[list[str]]:
        """Rows of a query, as text."""
        out = ui.call(
            [self.tool("psql"), "-XAtq", "-F", "\t", "-d", database, "-c", query],
            why="PostgreSQL refused a query.",
            env=self.env(),
        )
        return [line.split("\t") for line in out.splitlines() if line]


def _binaries() -> Path:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[4]),
    )
    for initdb in reversed(found):
        if (initdb.parent / "pg_ctl").exists():
            return initdb.parent
    python = python_env.environment("postgres", "postgres")
    for initdb in python.parent.parent.glob("lib/*/site-packages/**/bin/initdb"):
        return initdb.parent
    raise ui.Stop(
        "no PostgreSQL on this machine and the wheel holds none; install Debian's "
        "postgresql package, or set PGHOST."
    )


def _as_owner(command: list) -> list:
    """PostgreSQL refuses root: run as an unprivileged user then."""
    if not paths.IS_ROOT:
        return command
    uid = str(paths.POSTGRES_UID)
    return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", *command]


def external() -> Server | None:
    """The server PGHOST names, when it does and answers.

    :raises Stop: with what is wrong and what to do
    """
    if not os.environ.get("PGHOST"):
        return None
    port = os.environ.get("PGPORT") or "5432"
    if not port.isdigit():
        raise ui.Stop(f"PGPORT={port} is no port number; correct or unset it.")
    user = os.environ.get("PGUSER") or ROLE
    if user == "postgres":
        raise ui.Stop("Odoo refuses the database user postgres; set PGUSER.")
    password = os.environ.get("PGPASSWORD", "")
    server = Server(os.environ["PGHOST"], int(port), user, password, None)
    ui.call(
        [server.tool("psql"), "-Xq", "-d", "postgres", "-c", ""],
        why=f"the PostgreSQL of PGHOST={server.host}, port {port}, does not let {user} "
        "in; start it, or correct PGHOST, PGPORT, PGUSER and PGPASSWORD.",
        env={"PGCONNECT_TIMEOUT": "10", **server.env()},
    )
    return server


def _init(server: Server) -> None:
    made = server.data.with_name("data.part")
    shutil.rmtree(made, ignore_errors=True)
    made.parent.mkdir(parents=True, exist_ok=True)
    made.mkdir(mode=0o700)
    if paths.IS_ROOT:
        for folder in (made.parent, made, Path(server.host)):
            os.chown(folder, paths.POSTGRES_UID, paths.POSTGRES_UID)
    ui.call(
        _as_owner(
            [
                *(server.tool("initdb"), "-D", made, "-U", ROLE, "-A", "trust"),
                *("--no-sync", "-E", "UTF8", "--locale=C.UTF-8"),
            ]
        ),
        why="the private PostgreSQL cluster could not be made.",
        cwd="/",
    )
    made.rename(server.data)


SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "random_page_cost": "1.1",
    # A cache that can be rebuilt: speed before durability. Real data belongs on a
    # server of its own (PGHOST), as the README says.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
}


def _start(server: Server) -> None:
    options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
    options += f" -c unix_socket_directories={server.host} -p {server.port}"
    log = paths.CACHE / "pg" / "server.log"
    with open(paths.LOGS / "pg_ctl.log", "w") as out:
        subprocess.run(
            _as_owner(
                [
                    *(server.tool("pg_ctl"), "-D", str(server.data), "-w", "-t", "60"),
                    *("-l", str(log), "-o", options, "start"),
                ]
            ),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
            cwd="/",
        )
    if not _answers(server):
        tail = "\n    ".join(log.read_text().splitlines()[-5:]) if log.exists() else ""
        raise ui.Stop(f"PostgreSQL does not start (log: {log}).\n    {tail}")


def _answers(server: Server) -> bool:
    for _attempt in range(20):
        done = subprocess.run(
            [server.tool("pg_isready"), "-q"], env=server.env(), check=False
        )
        if done.returncode == 0:
            return True
        if done.returncode == 2:  # nobody listens: waiting changes nothing
            return False
        time.sleep(0.5)
    return False


def ensure() -> Server:
    """A server that answers.

    :raises Stop: with what is wrong and what to do
    """
    if server := external():
        return server
    home = paths.CACHE / "pg"
    bindir = _binaries()
    version = bindir.parent.name if "postgresql" in bindir.parts else "wheel"
    data, run = home / f"data-{version}", home / "run"
    server = Server(str(run), 5432, ROLE, "", bindir, data)
    with paths.locked("postgres"):
        run.mkdir(parents=True, exist_ok=True)
        if not data.exists():
            with ui.step("PostgreSQL: a private cluster"):
                _init(server)
        if not _answers(server):
            _start(server)
    return server


def stop() -> None:
    """Stop the private cluster, if it runs, and wait until it has ended."""
    for data in (paths.CACHE / "pg").glob("data-*"):
        running = data / "postmaster.pid"
        if not running.exists():
            continue
        try:
            os.kill(int(running.read_text().split()[0]), signal.SIGINT)
        except ProcessLookupError:
            continue
        for _attempt in range(100):
            if not running.exists():
                break
            time.sleep(0.1)
