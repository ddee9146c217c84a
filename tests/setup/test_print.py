"""Printing: the program the stock flow needs is there, without installing anything."""

import shutil
import subprocess

from oe import wkhtml


def test_a_page_is_printed_as_odoo_would(site, tmp_path):
    program = shutil.which(wkhtml.NAME, path=site.path)
    assert program, "Odoo finds it on its path"
    assert site.env["PATH"] == site.path
    page = tmp_path / "page.html"
    page.write_text('<meta charset="utf-8"><h1>Été : 1 234,56 €</h1>')
    out = tmp_path / "page.pdf"
    subprocess.run([program, "-q", page, out], check=True, capture_output=True)
    assert out.read_bytes().startswith(b"%PDF")


def test_the_machines_own_program_comes_first(monkeypatch):
    monkeypatch.setattr(wkhtml.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert wkhtml.folder() is None
    assert wkhtml.on_path("/usr/bin") == "/usr/bin"


def test_without_apt_it_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(wkhtml.shutil, "which", lambda name: None)
    assert wkhtml.folder() is None
    assert "install it" in capsys.readouterr().out


def test_interrupted_it_is_fetched_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(wkhtml.paths, "CACHE", tmp_path)
    monkeypatch.setattr(
        wkhtml.shutil, "which", lambda name: name if name == "apt-get" else None
    )
    (tmp_path / "print_part" / "bin").mkdir(parents=True)

    class Source:
        def __init__(self, suite):
            assert suite

        def download_with_needs(self, package):
            return []

    monkeypatch.setattr(wkhtml.apt, "PrivateApt", Source)
    own = wkhtml.folder()
    script = own / wkhtml.NAME
    assert script.stat().st_mode & 0o111
    assert str(tmp_path / "print") in script.read_text()
    assert not (tmp_path / "print_part").exists()
