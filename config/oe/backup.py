"""Backup and restore: the database and its files, in one archive."""

import datetime
import shutil
import tarfile
import tempfile
from pathlib import Path

from . import paths, ui
from .database import PREFIX, Site
from .serve import DEMO


def backup(target: str = "", database: str = DEMO) -> int:
    """Write a dump and the filestore into one .tar, whole or not at all."""
    site = Site()
    if not site.exists(database):
        raise ui.Stop(f"there is no database {database} to save.")
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    file = Path(target or f"{database}-{stamp}.tar").resolve()
    part = file.with_name(file.name + ".part")
    with (
        ui.step(f"backup of {database}"),
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
    if not file or not source.exists():
        raise ui.Stop("which archive? bin/oe restore FILE [NAME].")
    site = Site()
    if site.exists(name):
        raise ui.Stop(f"database {name} exists; choose another name or drop it first.")
    part = f"{name}_part"
    with (
        ui.step(f"restore into {name}"),
        tempfile.TemporaryDirectory(dir=paths.STATE) as folder,
    ):
        with tarfile.open(source) as archive:
            if "database.dump" not in archive.getnames():
                raise ui.Stop(f"{file} is not an archive of bin/oe backup.")
            archive.extractall(folder, filter="data")
        site.drop(part)
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
