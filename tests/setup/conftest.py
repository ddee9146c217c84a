"""What tests of the set-up share: bin/oe as a person calls it, and a real site."""

import importlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "config"))
FORGOTTEN = ("OE_", "PG", "ODOO_", "PYTHONPATH")


@dataclass
class Answer:
    """What a call of bin/oe left behind."""

    code: int
    out: str
    err: str

    def refuses(self, *words: str) -> None:
        """Hold it to one clear sentence, exit code 2 and no stack of calls."""
        assert self.code == 2, self.out + self.err
        assert "Traceback" not in self.err
        first, *details = self.err.strip().splitlines()
        assert first.startswith("oe: ")
        assert first.endswith(".")
        assert all(line.startswith("    ") for line in details), self.err
        for word in words:
            assert word in first


@pytest.fixture
def oe(tmp_path):
    """Call bin/oe with an empty cache of its own, or with what is given."""

    def call(*arguments, **given):
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(FORGOTTEN)
        }
        env["OE_CACHE"] = str(tmp_path / "cache")
        env.update(given)
        done = subprocess.run(
            [str(ROOT / "bin" / "oe"), *arguments],
            env=env,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="session")
def site():
    """The site of this run: Odoo, its Python and the server."""
    if "OE_ROOT" not in os.environ:
        pytest.skip("needs the site: run it with bin/oe test")
    return importlib.import_module("oe.database").Site()
