"""Odoo 19 itself: a checkout, an installed one, or the pinned Debian package."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, paths, ui

EXCLUDED = (
    "./usr/share/doc/*",
    # Keep French (and Lao): the other translations are half of the unpacked size.
    *(f"*/i18n/[{a}]*.po" for a in "abcdeghijkmnopqrstuvwxyz"),
    "*/i18n/fa.po",
    "*/i18n/fi.po",
    "*/i18n/fil.po",
    "*/i18n/lt.po",
    "*/i18n/lv.po",
    "*/i18n/lb.po",
)


@dataclass(frozen=True)
class Odoo:
    """A usable Odoo: its launcher, the Python path and the add-on folders."""

    launcher: Path
    python_path: Path | None
    addons: tuple[Path, ...]
    build: str


def _pins() -> dict:
    return json.loads(paths.PINS.read_text())["odoo"]


def _release(folder: Path) -> str:
    text = (folder / "odoo" / "release.py").read_text()
    scope: dict = {}
    exec(compile(text, "release.py", "exec"), scope)  # noqa: S102 -- Odoo's own file
    return scope["version"]


def _from_checkout(home: Path) -> Odoo:
    if not (home / "odoo" / "release.py").exists() or not (home / "odoo-bin").exists():
        raise ui.Stop(f"ODOO_HOME={home} holds no Odoo checkout (odoo-bin is missing).")
    version = _release(home)
    if not version.startswith("19."):
        raise ui.Stop(f"ODOO_HOME={home} is Odoo {version}; this project needs 19.0.")
    addons = [home / "odoo" / "addons", home / "addons"]
    return Odoo(
        home / "odoo-bin",
        home,
        tuple(path for path in addons if path.is_dir()),
        paths.digest(version, home),
    )


def _installed() -> Odoo | None:
    """Debian's own odoo-19, when somebody installed it on this machine."""
    package = Path("/usr/lib/python3/dist-packages")
    launcher = Path("/usr/bin/odoo")
    if not launcher.exists() or not (package / "odoo" / "release.py").exists():
        return None
    version = _release(package)
    if not version.startswith("19."):
        return None
    return Odoo(
        launcher,
        package,
        (package / "odoo" / "addons",),
        paths.digest(version, package),
    )


def _choose_version(sid: apt.PrivateApt, pins: dict) -> tuple[str, str]:
    versions = sid.versions(pins["package"])
    if pins["version"] in versions:
        return pins["version"], pins["sha256"]
    newest = versions[0] if versions else None
    if not newest or os.environ.get("OE_STRICT"):
        raise ui.Stop(
            f"the mirror no longer has {pins['package']} {pins['version']}"
            + (
                f" (it has {newest}, and OE_STRICT refuses another one)"
                if newest
                else ""
            )
            + "; set ODOO_HOME to an Odoo 19 checkout."
        )
    ui.say(f"  warning: {pins['version']} is gone, taking {newest} of the signed index")
    return newest, ""


def _repair(root: Path) -> None:
    """Mend what the Debian package leaves broken for browsers.

    A file deleted for its licence is still listed in an assets bundle, and two of
    FontAwesome's links point at each other: real browsers then log errors.
    """
    addons = root / "usr/lib/python3/dist-packages/odoo/addons"
    stub = addons / "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if not stub.exists():
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("/* left out of the package; nothing of ours uses it */\n")
    real = root / "usr/share/fonts-font-awesome/fonts"
    web = addons / "web/static/src/libs/fontawesome/fonts"
    for path in sorted(web.glob("fontawesome-webfont.*")):
        source = real / path.name
        if source.exists():
            path.unlink()
            shutil.copy(source, path)


def _relink(made: Path, home: Path) -> None:
    """Make the package's absolute links point into the root it will live in."""
    for base, folders, files in os.walk(made):
        for name in folders + files:
            path = Path(base, name)
            if path.is_symlink():
                target = os.readlink(path)
                if target.startswith("/") and (made / target.lstrip("/")).exists():
                    path.unlink()
                    path.symlink_to(home / target.lstrip("/"))


def _fetch() -> Odoo:
    pins = _pins()
    companions = json.loads(paths.PINS.read_text())["companions"]
    key = paths.digest(pins["version"], pins["sha256"], *companions, *EXCLUDED)
    home = paths.CACHE / "odoo" / key
    if not home.exists():
        with paths.locked("odoo"):
            if not home.exists():
                _download(pins, companions, home)
    package = home / "usr/lib/python3/dist-packages"
    return Odoo(home / "usr/bin/odoo", package, (package / "odoo/addons",), key)


def _download(pins: dict, companions: list[str], home: Path) -> None:
    made = home.with_name(home.name + ".part")
    shutil.rmtree(made, ignore_errors=True)
    with ui.step("Odoo 19: Debian's signed index"):
        sid = apt.PrivateApt("sid")
        version, sha256 = _choose_version(sid, pins)
    with ui.step(f"Odoo {version}: download (123 MB), checksum"):
        deb = sid.download(pins["package"], version, sha256)
    with ui.step("Odoo: unpack, with its fonts and scripts"):
        apt.unpack(deb, made, EXCLUDED)
        trixie = apt.PrivateApt("trixie")
        for name in companions:
            apt.unpack(trixie.download(name), made)
        _repair(made)
        _relink(made, home)
        paths.replace_tree(made, home)
    deb.unlink()


def find() -> Odoo:
    """The Odoo to use: ODOO_HOME, else an installed one, else the package."""
    if home := os.environ.get("ODOO_HOME"):
        return _from_checkout(Path(home).expanduser().resolve())
    return _installed() or _fetch()
