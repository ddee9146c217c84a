"""Refusals of bin/oe as a person meets them: one sentence, exit code 2, no damage."""

import shutil
import socket
from pathlib import Path

import pytest

# A port nobody uses: whoever runs the tests may be running the demo too.
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    RUN = ("run", "--port", str(probe.getsockname()[1]))


def test_help_is_no_refusal(oe):
    for arguments in ((), ("help",), ("--help",), ("-h",)):
        answer = oe(*arguments)
        assert answer.code == 0
        assert "bin/oe COMMAND" in answer.out


def test_unknown_command(oe):
    oe("frobnicate").refuses("no command frobnicate", "bin/oe help")
    oe("frobnicate", "--now").refuses("no command frobnicate")


def test_option_that_is_none(oe):
    oe("run", "--prot", "8080").refuses("--prot", "bin/oe help")
    oe("run", "--port", "http").refuses("--port", "http")


def test_measurement_that_is_none(oe):
    oe("bench", "speed").refuses("no measurement bench_speed")


def test_python_that_odoo_does_not_accept(oe, tmp_path):
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for given in (old, tmp_path / "nowhere"):
        answer = oe("help", OE_PYTHON=str(given))
        answer.refuses(f"OE_PYTHON={given}", "3.11 to 3.13")


def test_cache_that_cannot_be_written(oe, tmp_path):
    file = tmp_path / "file"
    file.touch()
    oe("run", OE_CACHE=str(file)).refuses(str(file), "OE_CACHE")


def test_port_taken(oe, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        oe("run", "--port", port).refuses(f"port {port} is taken", "--port N")
    assert not (tmp_path / "cache" / "odoo").exists()


def test_server_that_does_not_answer(oe, tmp_path):
    answer = oe(*RUN, PGHOST="127.0.0.1", PGPORT="1")
    answer.refuses("PGHOST=127.0.0.1", "port 1", "PGPASSWORD")
    oe(*RUN, PGHOST="127.0.0.1", PGPORT="many").refuses("PGPORT=many")
    oe(*RUN, PGHOST="127.0.0.1", PGUSER="postgres").refuses("set PGUSER")
    assert not (tmp_path / "cache" / "odoo").exists(), "refused before the downloads"


def _checkout(home, version):
    (home / "odoo").mkdir(parents=True)
    (home / "odoo-bin").touch()
    (home / "odoo" / "release.py").write_text(f"version = {version!r}\n")


def test_odoo_home_without_a_checkout(oe, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    oe(*RUN, ODOO_HOME=str(empty)).refuses(f"ODOO_HOME={empty}", "no Odoo checkout")


def test_odoo_home_of_another_version(oe, tmp_path):
    _checkout(tmp_path / "older", "18.0")
    oe(*RUN, ODOO_HOME=str(tmp_path / "older")).refuses("is Odoo 18.0", "needs 19.0")


@pytest.mark.skipif(
    Path("/usr/bin/odoo").exists() or not shutil.which("apt-get"),
    reason="this machine does not fetch Odoo as a Debian package",
)
def test_mirror_not_reachable(oe, tmp_path):
    answer = oe(*RUN, OE_DEBIAN_MIRROR="http://127.0.0.1:9")
    answer.refuses("mirror does not answer", "OE_DEBIAN_MIRROR", "ODOO_HOME")
    assert not list((tmp_path / "cache").glob("odoo/*"))


def test_restore_of_what_is_no_archive(oe, tmp_path):
    text = tmp_path / "letter.tar"
    text.write_text("Dear Sir or Madam")
    oe("restore", str(text)).refuses("letter.tar is not an archive of bin/oe backup")
    oe("restore", "nowhere.tar").refuses("no file 'nowhere.tar'")
    oe("restore").refuses("bin/oe restore FILE")
    oe("restore", str(text), 'x"; DROP').refuses("no name for a database")
    assert not (tmp_path / "cache" / "odoo").exists()


def test_backup_into_a_folder_that_is_none(oe, tmp_path):
    oe("backup", str(tmp_path / "no" / "save.tar")).refuses("existing folder")
