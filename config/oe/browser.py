"""Debian's Chromium for the browser tests: the machine's, or installed as root."""

import shutil

from . import paths, ui


def ensure() -> str:
    """The path of a Chromium.

    :raises Stop: when there is none and we may not install it
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if not paths.IS_ROOT or not shutil.which("apt-get"):
        raise ui.Stop(
            "the browser tests need Chromium: install Debian's chromium package "
            "(apt-get install chromium), or run bin/oe test --no-browser."
        )
    with ui.step("Chromium, from Debian"):
        ui.call(["apt-get", "update", "-qq"], why="apt-get update failed.")
        ui.call(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
            log=paths.LOGS / "chromium.log",
            why="Debian's chromium could not be installed.",
        )
    return ensure()
