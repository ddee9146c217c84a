"""A backup brings back the same rows and files, and never overwrites a database."""

import os
import tarfile

import pytest
from oe import backup, paths, ui

COUNT = "SELECT count(*) FROM res_partner"
ONE_FILE = """SELECT store_fname FROM ir_attachment
    WHERE store_fname IS NOT NULL AND file_size > 0 ORDER BY id LIMIT 1"""


def _file(name, stored):
    return (paths.DATA_DIR / "filestore" / name / stored).read_bytes()


def test_round_trip(site, oe, tmp_path):
    name = f"oe_save_{os.getpid()}"
    back = f"{name}_back"
    archive = tmp_path / "save.tar"
    try:
        site.clone(site.ready(), name)
        site.server.sql("UPDATE oe_territory SET name = 'Kept'", name)
        assert backup.backup(str(archive), name) == 0
        assert [path.name for path in tmp_path.iterdir()] == ["save.tar"]
        # What an interrupted call left behind is in nobody's way.
        site.server.sql(f'CREATE DATABASE "{back}_part"')
        assert backup.restore(str(archive), back) == 0
        assert not site.exists(f"{back}_part")
        assert site.server.sql(COUNT, back) == site.server.sql(COUNT, name)
        assert site.server.sql("SELECT name FROM oe_territory", back) == [["Kept"]]
        ((stored,),) = site.server.sql(ONE_FILE, name)
        assert _file(back, stored) == _file(name, stored)
        again = oe("restore", str(archive), back, **_this_cache())
        again.refuses(f"database {back} exists", "another name")
        assert site.server.sql(COUNT, back) == site.server.sql(COUNT, name)
    finally:
        for each in (name, back, f"{back}_part"):
            site.drop(each)


def test_a_dump_that_cannot_be_read_leaves_no_database(site, tmp_path):
    broken = tmp_path / "broken.tar"
    (tmp_path / "database.dump").write_text("no dump")
    with tarfile.open(broken, "w") as archive:
        archive.add(tmp_path / "database.dump", "database.dump")
    name = f"oe_broken_{os.getpid()}"
    with pytest.raises(ui.Stop, match="pg_restore failed"):
        backup.restore(str(broken), name)
    assert not site.exists(name)
    assert not site.exists(f"{name}_part")


def _this_cache():
    """The environment of this run's own site."""
    known = ("OE_CACHE", "ODOO_HOME", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
    return {each: os.environ[each] for each in known if each in os.environ}
