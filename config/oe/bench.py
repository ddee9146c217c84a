"""bin/oe bench: run the scripts of benchmarks/ on disposable databases."""

import subprocess

from . import paths, ui
from .database import Site


def run(names: list[str]) -> int:
    """Run the named measurements, or all; each prints a table in Markdown.

    :raises Stop: for a name that does not exist
    """
    folder = paths.ROOT / "benchmarks"
    known = {path.stem: path for path in sorted(folder.glob("bench_*.py"))}
    wanted = [f"bench_{name.removeprefix('bench_')}" for name in names] or list(known)
    for name in wanted:
        if name not in known:
            listed = ", ".join(stem.removeprefix("bench_") for stem in known)
            raise ui.Stop(f"there is no measurement {name}; there are: {listed}.")
    site = Site()
    status = 0
    for name in wanted:
        ui.say(f"\n== {name} ==")
        status |= subprocess.run(
            [str(site.python), "-B", str(known[name])], env=site.child_env, check=False
        ).returncode
    return status
