"""Where things lie. Everything that can be rebuilt is below one cache folder."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

from . import ui

ROOT = Path(os.environ.get("OE_ROOT") or Path(__file__).resolve().parents[2])
ADDONS = ROOT / "addons"
REQUIREMENTS = ROOT / "config" / "requirements"
PINS = ROOT / "config" / "pins.json"
IS_ROOT = os.geteuid() == 0
# PostgreSQL refuses root, and its user cannot enter a home of mode 700.
POSTGRES_UID = 65534


def _default_cache() -> Path:
    if given := os.environ.get("OE_CACHE"):
        return Path(given).expanduser().resolve()
    if IS_ROOT:
        return Path("/var/cache/oui-ensemble")
    base = os.environ.get("XDG_CACHE_HOME")
    home = Path(base) if base else Path(pwd.getpwuid(os.geteuid()).pw_dir) / ".cache"
    return home / "oui-ensemble"


CACHE = _default_cache()
LOGS = CACHE / "logs"
STATE = CACHE / "state"
DATA_DIR = CACHE / "data"


def prepare() -> None:
    """Make the cache folders; say so when they cannot be written."""
    try:
        for folder in (CACHE, LOGS, STATE, DATA_DIR):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ui.Stop(
            f"{CACHE} cannot be written ({error.strerror}); set OE_CACHE to a folder "
            "of yours."
        ) from error
    free = shutil.disk_usage(CACHE).free
    if free < 2_000_000_000:
        raise ui.Stop(
            f"only {free // 1_000_000} MB are free under {CACHE} and about 2 GB are "
            "needed; free some space or set OE_CACHE to another disk."
        )


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """One process at a time for a piece of set-up; the kernel frees a dead one."""
    with open(CACHE / f"{name}.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            ui.say(f"  waiting for another call that prepares: {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(*parts: object) -> str:
    """Ten characters that change when any of the parts does."""
    joined = "\n".join(
        part.read_text() if isinstance(part, Path) else str(part) for part in parts
    )
    return hashlib.sha256(joined.encode()).hexdigest()[:10]


def replace_tree(made: Path, target: Path) -> None:
    """Put a finished folder in place in one rename: whole or not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    made.rename(target)
