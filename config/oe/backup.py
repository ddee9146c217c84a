"""Backup and restore: the database and its files, in one archive."""

import contextlib
import datetime
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import paths, ui
from .database import PREFIX, Site
from .serve import DEMO


def backup(target: str = "", database: str = DEMO) -> int:
    """Write a dump and the filestore into one .tar, whole or not at all."""
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    file = Path(target or f"{database}-{stamp}.tar").resolve()
    if file.is_dir() or not file.parent.is_dir():
        raise ui.Stop(f"{file} cannot be written; name a file in an existing folder.")
    site = Site()
    if not site.exists(database):
        raise ui.Stop(f"there is no database {database} to save; bin/oe run makes it.")
    part = file.with_name(file.name + ".part")
    with (
        ui.step(f"backup of {database}"),
        _removed(part),
        tempfile.TemporaryDirectory(dir=paths.STATE) as folder,
    ):
        dump = Path(folder) / "database.dump"
        ui.call(
            [site.server.tool("pg_dump"), "-Fc", "-f", dump, database],
            why="pg_dump failed.",
            env=site.server.env(),
        )
        with tarfile.open(part, "w") as archive:
            archive.add(dump, "database.dump")
            files = paths.DATA_DIR / "filestore" / database
            if files.exists():
                archive.add(files, "filestore")
        part.rename(file)
    ui.say(f"Saved: {file}")
    return 0


def restore(file: str = "", name: str = f"{PREFIX}restored") -> int:
    """Bring an archive back into a new database.

    :raises Stop: when the archive is not ours or the database exists
    """
    source = Path(file)
    if not file or not source.is_file():
        raise ui.Stop(f"there is no file {file!r}; bin/oe restore FILE [NAME].")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,50}", name):
        raise ui.Stop(f"{name} is no name for a database; a to z, 0 to 9 and _ are.")
    _check(source)
    site = Site()
    if site.exists(name):
        raise ui.Stop(f"database {name} exists; choose another name or drop it first.")
    part = f"{name}_part"
    with (
        ui.step(f"restore into {name}"),
        _dropped(site, part),
        tempfile.TemporaryDirectory(dir=paths.STATE) as folder,
    ):
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        site.server.sql(f'CREATE DATABASE "{part}" TEMPLATE template0')
        ui.call(
            [
                *(site.server.tool("pg_restore"), "--no-owner", "--no-acl"),
                *("-d", part, Path(folder) / "database.dump"),
            ],
            why="pg_restore failed.",
            env=site.server.env(),
        )
        if (Path(folder) / "filestore").exists():
            shutil.copytree(
                Path(folder) / "filestore", paths.DATA_DIR / "filestore" / part
            )
        site.rename(part, name)
    ui.say(f"Restored: {name}")
    return 0


@contextlib.contextmanager
def _removed(part: Path) -> Iterator[None]:
    """Leave no half archive behind, whatever happens."""
    try:
        yield
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _dropped(site: Site, part: str) -> Iterator[None]:
    """Leave no half database behind when something fails."""
    site.drop(part)
    try:
        yield
    except BaseException:
        site.drop(part)
        raise


def _check(source: Path) -> None:
    """Refuse what bin/oe backup did not write, or only half of it.

    :raises Stop: before anything is set up or changed
    """
    try:
        with tarfile.open(source) as archive:
            whole = "database.dump" in archive.getnames()
    except (tarfile.TarError, EOFError):
        whole = False
    if not whole:
        raise ui.Stop(f"{source} is not an archive of bin/oe backup.")
