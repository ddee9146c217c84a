"""Debian packages without installing them: a private, unprivileged apt.

The mirror is derived from the machine's own sources; signatures are verified with
Debian's archive keyring; packages are unpacked into the cache.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import paths, ui

MACHINE_STATUS = Path("/var/lib/dpkg/status")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def mirror() -> str:
    """The address of the Debian archive this machine itself uses.

    ``OE_DEBIAN_MIRROR`` overrides.

    :raises Stop: when there is no apt, or no source of this Debian release in it
    """
    if given := os.environ.get("OE_DEBIAN_MIRROR"):
        return given.rstrip("/")
    if not shutil.which("apt-get"):
        raise ui.Stop(
            "this machine has no apt-get, so Odoo cannot be fetched as a Debian "
            "package; set ODOO_HOME to an Odoo 19 checkout."
        )
    release = Path("/etc/os-release").read_text()
    named = re.search(r"^VERSION_CODENAME=(\S+)", release, re.M)
    codename = named.group(1).strip('"') if named else "stable"
    uris = subprocess.run(
        ["apt-get", "update", "--print-uris"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    pattern = rf"'([^']+)/dists/(?:{codename}|stable|testing|sid)/(?:In)?Release'"
    if found := re.search(pattern, uris):
        return found.group(1)
    raise ui.Stop(
        "no Debian mirror in this machine's apt sources; set OE_DEBIAN_MIRROR to one, "
        "or ODOO_HOME to an Odoo 19 checkout."
    )


class PrivateApt:
    """One suite of Debian with its own lists and cache.

    :param suite: ``sid`` or ``trixie``: what the machine itself may not follow
    """

    def __init__(self, suite: str):
        if not KEYRING.exists():
            raise ui.Stop(
                "Debian's archive keyring is missing, so nothing fetched could be "
                "verified; install the package debian-archive-keyring."
            )
        self.home = paths.CACHE / "apt" / suite
        for folder in ("lists/partial", "cache/archives/partial", "debs"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        (self.home / "status").touch()
        (self.home / "sources.list").write_text(
            f"deb [signed-by={KEYRING}] {mirror()} {suite} main\n"
        )
        self.options = [
            f"-o{key}={value}"
            for key, value in {
                "Dir::Etc::sourcelist": self.home / "sources.list",
                "Dir::Etc::sourceparts": "/dev/null",
                "Dir::Etc::preferencesparts": "/dev/null",
                "Dir::State::Lists": self.home / "lists",
                "Dir::State::status": self.home / "status",
                "Dir::Cache": self.home / "cache",
                "Debug::NoLocking": "1",
                "APT::Sandbox::User": "root",
                "Acquire::Languages": "none",
                "Acquire::Retries": "3",
                # Without it an index that does not come is a warning and no error.
                "APT::Update::Error-Mode": "any",
            }.items()
        ]
        self._updated = False

    def _run(self, *arguments: str, why: str) -> str:
        tool, *rest = arguments
        return ui.call([tool, *self.options, *rest], why=why, cwd=self.home / "debs")

    def update(self) -> None:
        """Fetch the signed index once a call."""
        if not self._updated:
            self._run(
                "apt-get",
                "update",
                "-q",
                why="the Debian mirror does not answer; try again, or set "
                "OE_DEBIAN_MIRROR or ODOO_HOME.",
            )
            self._updated = True

    def versions(self, package: str) -> list[str]:
        """Versions the signed index has, newest first."""
        self.update()
        listed = self._run("apt-cache", "madison", package, why=f"no {package}.")
        return [line.split("|")[1].strip() for line in listed.splitlines() if line]

    def download_with_needs(self, package: str) -> list[Path]:
        """Fetch a package and what this machine lacks to run it, all verified."""
        self.update()
        archives = self.home / "cache" / "archives"
        self._run(
            *("apt-get", "install", "-y", "-q", "--download-only"),
            *("--no-install-recommends", package),
            # What the machine has already need not be fetched.
            f"-oDir::State::status={MACHINE_STATUS}",
            why=f"{package} is not to be had.",
        )
        return sorted(archives.glob("*.deb"))

    def download(self, package: str, version: str = "", sha256: str = "") -> Path:
        """Fetch one package; apt verifies it against the signed index.

        :raises Stop: when the file is not the one that was pinned
        """
        self.update()
        wanted = f"{package}={version}" if version else package
        self._run(
            "apt-get", "download", "-q", wanted, why=f"{wanted} is not to be had."
        )
        found = sorted(
            (self.home / "debs").glob(f"{package}_*.deb"),
            key=lambda path: path.stat().st_mtime,
        )
        deb = found[-1]
        if sha256:
            got = hashlib.sha256(deb.read_bytes()).hexdigest()
            if got != sha256:
                deb.unlink()
                raise ui.Stop(
                    f"{package} {version} has checksum {got[:12]}… and not the pinned "
                    f"{sha256[:12]}…; nothing was installed."
                )
        return deb


def unpack(deb: Path, target: Path, exclude: tuple[str, ...] = ()) -> None:
    """Unpack a package's files below ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE
    ) as source:
        ui.call(
            ["tar", "-x", "-C", target, "--no-same-owner"]
            + [f"--exclude={pattern}" for pattern in exclude],
            why=f"{deb.name} cannot be unpacked.",
            stdin=source.stdout,
        )
