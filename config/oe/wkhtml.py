"""wkhtmltopdf, which Odoo prints with: the machine's, or Debian's unpacked privately.

Without it the stock flow stops where it prints: a client cannot even sign a quote on
the portal. Nothing is installed on the machine: the package and what it needs of the
machine's own release go below the cache, with a small start script.
"""

import os
import re
import shutil
from pathlib import Path

from . import apt, paths, ui

NAME = "wkhtmltopdf"
START = """#!/bin/sh
# Debian's {name} with the libraries unpacked beside it.
root="{root}"
export LD_LIBRARY_PATH="{libraries}"
export FONTCONFIG_PATH="${{FONTCONFIG_PATH:-{fonts}}}"
export QT_QPA_PLATFORM=offscreen
export QT_QPA_PLATFORM_PLUGIN_PATH="{plugins}"
export XDG_RUNTIME_DIR="${{XDG_RUNTIME_DIR:-/tmp}}"
exec "$root/usr/bin/{name}" "$@"
"""


def folder() -> Path | None:
    """The folder to put on the path, or None when the machine has the program."""
    if shutil.which(NAME):
        return None
    if not shutil.which("apt-get"):
        ui.say("  no wkhtmltopdf here: documents are not printed as PDF; install it.")
        return None
    home = paths.CACHE / "print"
    if not (home / "bin" / NAME).exists():
        with paths.locked("print"):
            if not (home / "bin" / NAME).exists():
                _fetch(home)
    return home / "bin"


def _codename() -> str:
    release = Path("/etc/os-release").read_text()
    named = re.search(r"^VERSION_CODENAME=(\S+)", release, re.M)
    return named.group(1).strip('"') if named else "stable"


def _fetch(home: Path) -> None:
    part = home.with_name("print_part")
    shutil.rmtree(part, ignore_errors=True)
    with ui.step("printing: Debian's wkhtmltopdf and its libraries"):
        source = apt.PrivateApt(_codename())
        for deb in source.download_with_needs(NAME):
            apt.unpack(deb, part)
        _write_start(part, home)
        paths.replace_tree(part, home)


def _write_start(part: Path, home: Path) -> None:
    def placed(path: Path) -> str:
        return str(home / path.relative_to(part))

    libraries = sorted({lib.parent for lib in part.glob("usr/lib/*/lib*.so*")})
    libraries += sorted({lib.parent for lib in part.glob("lib/*/lib*.so*")})
    plugins = next(iter(part.glob("usr/lib/*/qt5/plugins/platforms")), part)
    fonts = Path("/etc/fonts")
    own_fonts = not fonts.is_dir() and (part / "etc" / "fonts").is_dir()
    (part / "bin").mkdir(parents=True)
    script = part / "bin" / NAME
    script.write_text(
        START.format(
            name=NAME,
            root=home,
            libraries=":".join(map(placed, libraries)),
            fonts=placed(part / "etc" / "fonts") if own_fonts else fonts,
            plugins=placed(plugins),
        )
    )
    script.chmod(0o755)


def on_path(path: str) -> str:
    """A PATH on which Odoo finds the program."""
    own = folder()
    return os.pathsep.join(filter(None, (str(own) if own else "", path)))
