"""Pieces of the set-up that cannot be met without a broken mirror or a full disk."""

import errno
import hashlib
import os
import shutil
import sys

import pytest
from oe import (
    __main__ as entry,
    apt,
    database,
    odoo_source,
    paths,
    postgres,
    python_env,
    serve,
    testing,
    ui,
)

PINS = {"package": "odoo-19", "version": "19.0.0+dfsg-1", "sha256": "0" * 64}


class FakeApt(apt.PrivateApt):
    """An apt whose mirror hands out whatever the test says."""

    def __init__(self, home, content=b"", known=()):
        self.home = home
        self.content = content
        self.known = list(known)
        (home / "debs").mkdir(parents=True)

    def update(self):
        """There is no index."""

    def versions(self, package):
        """What the mirror of the test has."""
        return self.known

    def _run(self, *arguments, why):
        (self.home / "debs" / "odoo-19_19.0_all.deb").write_bytes(self.content)


def test_checksum_that_differs_is_refused_and_the_file_removed(tmp_path):
    mirror = FakeApt(tmp_path, b"something else")
    with pytest.raises(ui.Stop, match="not the pinned 000000000000…; nothing was"):
        mirror.download("odoo-19", PINS["version"], PINS["sha256"])
    assert not list((tmp_path / "debs").iterdir())


def test_checksum_that_agrees_is_taken(tmp_path):
    right = hashlib.sha256(b"the package").hexdigest()
    deb = FakeApt(tmp_path, b"the package").download("odoo-19", "19.0", right)
    assert deb.read_bytes() == b"the package"


def test_the_pinned_version_wins_over_a_newer_one(tmp_path):
    sid = FakeApt(tmp_path, known=["19.1-1", PINS["version"]])
    assert odoo_source._choose_version(sid, PINS) == (PINS["version"], PINS["sha256"])


def test_a_vanished_version_is_replaced_with_a_warning(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("OE_STRICT", raising=False)
    sid = FakeApt(tmp_path, known=["19.1-1"])
    assert odoo_source._choose_version(sid, PINS) == ("19.1-1", "")
    assert "warning: 19.0.0+dfsg-1 is gone, taking 19.1-1" in capsys.readouterr().out


def test_strict_refuses_another_version(tmp_path, monkeypatch):
    monkeypatch.setenv("OE_STRICT", "1")
    sid = FakeApt(tmp_path, known=["19.1-1"])
    with pytest.raises(ui.Stop, match="has 19.1-1, and OE_STRICT refuses"):
        odoo_source._choose_version(sid, PINS)


def test_a_mirror_without_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv("OE_STRICT", raising=False)
    with pytest.raises(ui.Stop, match="no longer has odoo-19"):
        odoo_source._choose_version(FakeApt(tmp_path), PINS)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")]),
    ],
)
def test_full_disk_is_one_sentence(error, monkeypatch, capsys):
    def full(arguments):
        raise error

    monkeypatch.setattr(entry.cli, "run", full)
    assert entry.main() == 2
    told = capsys.readouterr().err
    assert told.startswith("oe: the disk is full; free about 3 GB")
    assert "Traceback" not in told


def test_another_system_error_is_not_called_a_full_disk(monkeypatch):
    def broken(arguments):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(entry.cli, "run", broken)
    with pytest.raises(OSError, match="Input/output"):
        entry.main()


def test_interrupted_says_that_the_next_call_goes_on(monkeypatch, capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(entry.cli, "run", interrupted)
    assert entry.main() == 130
    assert "goes on from here" in capsys.readouterr().err


def test_a_tool_that_meets_a_full_disk_is_known_as_such():
    command = "print('x: No space left on device'); raise SystemExit(1)"
    with pytest.raises(OSError) as caught:
        ui.call([sys.executable, "-c", command])
    assert caught.value.errno == errno.ENOSPC


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    for name in ("LOGS", "STATE", "DATA_DIR"):
        monkeypatch.setattr(paths, name, tmp_path / name.lower())
    return tmp_path


def test_too_little_room_is_refused_before_anything_is_fetched(cache, monkeypatch):
    usage = shutil.disk_usage(cache)._replace(free=500_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(ui.Stop, match="only 500 MB are free"):
        paths.prepare()


def test_half_an_odoo_is_built_again(cache, monkeypatch):
    made = []
    home = cache / "odoo" / "key"
    left = home.with_name("key.part")
    (left / "half").mkdir(parents=True)
    monkeypatch.setattr(
        apt, "PrivateApt", lambda suite: FakeApt(cache / suite, known=["19.1-1"])
    )

    def unpack(deb, target, exclude=()):
        target.mkdir(exist_ok=True)
        made.append(deb)
        (target / "whole").touch()

    monkeypatch.setattr(apt, "unpack", unpack)
    monkeypatch.delenv("OE_STRICT", raising=False)
    odoo_source._download(PINS, [], home)
    assert made
    assert (home / "whole").exists()
    assert not (home / "half").exists()
    assert not left.exists()


def test_half_an_environment_is_built_again(cache, monkeypatch):
    builds = []

    def build(home, python, files):
        assert not home.exists()
        builds.append(home)
        home.mkdir(parents=True)
        if len(builds) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(python_env, "_build", build)
    with pytest.raises(KeyboardInterrupt):
        python_env.environment("odoo", "odoo", "test")
    for _call in range(2):
        python_env.environment("odoo", "odoo", "test")
    assert len(builds) == 2, "the half one again, the whole one no more"


def test_half_a_cluster_is_made_again(cache, monkeypatch):
    left = cache / "pg" / "data.part"
    (cache / "pg" / "run").mkdir(parents=True)
    left.mkdir()
    (left / "half").touch()
    data = cache / "pg" / "data-15"
    server = postgres.Server(
        str(cache / "pg" / "run"), 5432, "odoo", "", cache / "bin", data
    )
    monkeypatch.setattr(ui, "call", lambda command, **options: (left / "whole").touch())
    postgres._init(server)
    assert [path.name for path in data.iterdir()] == ["whole"]


def test_a_python_of_ours_finds_the_same_server(monkeypatch, tmp_path):
    server = postgres.Server("db.example", 5433, "odoo", "", None)
    odoo = odoo_source.Odoo(tmp_path / "odoo-bin", tmp_path, (), "build")
    site = database.Site.__new__(database.Site)
    site.server, site.odoo, site.path = server, odoo, os.defpath
    monkeypatch.setenv("PGHOST", "db.example")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert "PGHOST" not in site.env, "Odoo gets the server as options"
    assert site.child_env["PGHOST"] == "db.example"
    assert site.child_env["OE_CACHE"] == str(paths.CACHE)


def test_only_our_own_server_is_known_as_running(cache, monkeypatch):
    monkeypatch.setattr(serve, "PID_FILE", cache / "server.pid")
    (cache / "server.pid").write_text(str(os.getpid()))
    arguments = ["odoo-bin", "--data-dir=/of/somebody/else", "--http-port=8070"]
    monkeypatch.setattr(serve, "_arguments", lambda pid: arguments)
    assert serve.running_pid() is None
    arguments[1] = f"--data-dir={paths.DATA_DIR}"
    assert serve.running_pid() == os.getpid()
    assert serve._port_of(os.getpid()) == "8070"


def test_failing_core_tests_are_named_once():
    log = """
ERROR db odoo.addons.a.tests.t: FAIL: Subtest TestMail.test_a (x=1)
ERROR db odoo.addons.a.tests.t: FAIL: Subtest TestMail.test_a (x=2)
ERROR db odoo.tests.suite: ERROR: setUpClass (odoo.addons.b.T)
ERROR db odoo.addons.a.t.Test.test_ui.browser: FAILED: [8/109] Tour
INFO db odoo.tests.result: 3 failed, 0 error(s) of 9 tests
"""
    assert testing.failing(log) == {"TestMail.test_a", "setUpClass (odoo.addons.b.T)"}
