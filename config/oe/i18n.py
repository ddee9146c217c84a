"""bin/oe i18n: export terms, keep the translations we have, list the holes."""

import os
import subprocess

from . import paths, ui
from .database import PREFIX, Site, our_addons

MERGE = """
import pathlib
import sys
import polib
pot, po, *core = sys.argv[1:]
new = polib.pofile(pot)
old = {}
# Labels the core has already put into French (Followers, Activities, …).
for folder in core:
    for addon in ("base", "web", "mail", "portal", "account", "hr"):
        path = pathlib.Path(folder, addon, "i18n", "fr.po")
        if path.exists():
            old.update((e.msgid, e.msgstr) for e in polib.pofile(str(path)) if e.msgstr)
if pathlib.Path(po).exists():
    old.update((e.msgid, e.msgstr) for e in polib.pofile(po) if e.msgstr)
for entry in new:
    entry.msgstr = old.get(entry.msgid, "")
    entry.flags = []
new.metadata["Language"] = "fr"
new.metadata["Plural-Forms"] = "nplurals=2; plural=(n > 1);"
new.sort(key=lambda entry: entry.msgid)
new.save(po)
missing = [entry.msgid for entry in new if not entry.msgstr]
print(len(missing))
for msgid in missing:
    print(repr(msgid))
"""


def run() -> int:
    """Refresh i18n/*.pot and fr.po of every add-on; 1 when a term has no French."""
    site = Site()
    name = f"{PREFIX}i18n_{os.getpid()}"
    holes = 0
    site.clone(site.template(), name)
    try:
        with ui.step("database: the add-ons, for their terms"):
            site.run(
                *("-d", name, "-i", ",".join(our_addons())),
                *("--no-http", "--stop-after-init"),
                log=paths.LOGS / "i18n.log",
                why="the add-ons could not be installed.",
            )
        for addon in our_addons():
            holes += _export(site, name, addon)
    finally:
        site.drop(name)
    return int(bool(holes))


def _export(site: Site, database: str, addon: str) -> int:
    folder = paths.ADDONS / addon / "i18n"
    folder.mkdir(exist_ok=True)
    pot = folder / f"{addon}.pot"
    addons = ",".join(str(p) for p in (*site.odoo.addons, paths.ADDONS))
    config = paths.STATE / "i18n.conf"
    config.write_text(
        f"[options]\naddons_path = {addons}\ndb_host = {site.server.host}\n"
        f"db_port = {site.server.port}\ndb_user = {site.server.user}\n"
        f"data_dir = {paths.DATA_DIR}\n"
    )
    command = [str(site.python), "-B", str(site.odoo.launcher), "i18n", "export"]
    command += ["-c", str(config), "-d", database, "-o", str(pot), addon]
    ui.call(command, env=site.env, why=f"the terms of {addon} could not be exported.")
    text = pot.read_text()
    dates = ("POT-Creation-Date", "PO-Revision-Date")
    kept = [line for line in text.splitlines() if not line.startswith(_quoted(dates))]
    pot.write_text("\n".join(kept) + "\n")
    done = subprocess.run(
        [str(site.python), "-c", MERGE, str(pot), str(folder / "fr.po")]
        + [str(path) for path in site.odoo.addons],
        capture_output=True,
        text=True,
        check=True,
    )
    count, *missing = done.stdout.splitlines()
    ui.say(f"{addon}: {count} terms without French")
    for term in missing:
        ui.say(f"    {term}")
    return int(count)


def _quoted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f'"{name}' for name in names)
