"""Pinned Python environments: one for Odoo and its tests, one for tools."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import apt, paths, ui


def _pip_command(python: Path) -> tuple[list[str], dict]:
    """A pip that can install into ``python``: ours, or Debian's unpacked."""
    has_pip = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    )
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    if has_pip.returncode == 0:
        return [sys.executable, "-m", "pip", "--python", str(python)], env
    unpacked = paths.CACHE / "pip"
    if not unpacked.exists():
        with ui.step("pip, from Debian's package"):
            made = unpacked.with_name("pip.part")
            shutil.rmtree(made, ignore_errors=True)
            apt.unpack(apt.PrivateApt("trixie").download("python3-pip"), made)
            paths.replace_tree(made, unpacked)
    env["PYTHONPATH"] = str(unpacked / "usr/lib/python3/dist-packages")
    return [sys.executable, "-m", "pip", "--python", str(python)], env


def environment(name: str, *requirements: str) -> Path:
    """The Python of an environment with exactly the pinned requirements.

    Built beside and renamed, so that an interrupted build leaves nothing.
    """
    files = [paths.REQUIREMENTS / f"{each}.txt" for each in requirements]
    key = paths.digest(sys.version, *files)
    home = paths.CACHE / "venv" / f"{name}-{key}"
    python = home / "bin" / "python"
    if (home / "complete").exists():
        return python
    with paths.locked(f"venv-{name}"):
        if not (home / "complete").exists():
            with ui.step(f"Python environment for {name}"):
                shutil.rmtree(home, ignore_errors=True)
                _build(home, python, files)
                (home / "complete").touch()
    return python


def _build(home: Path, python: Path, files: list[Path]) -> None:
    ui.call(
        [sys.executable, "-m", "venv", "--without-pip", home],
        why="this Python has no venv module; install Debian's python3-venv.",
    )
    pip, env = _pip_command(python)
    command = [*pip, "install", "-q", "--no-warn-script-location"]
    for path in files:
        command += ["-r", str(path)]
    ui.call(
        command,
        log=paths.LOGS / f"pip-{home.name}.log",
        why="the Python packages could not be installed; is PyPI reachable?",
        env=env,
    )


def odoo() -> Path:
    """The environment that runs Odoo and its tests."""
    return environment("odoo", "odoo", "test")


def tools() -> Path:
    """The environment of linters and of the browser driver."""
    return environment("tools", "tools")
