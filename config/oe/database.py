"""Databases: templates that cost a minute once, and clones that cost a second."""

import ast
import os
import shutil
import subprocess
from pathlib import Path

from . import odoo_source, paths, postgres, python_env, ui, wkhtml

PREFIX = "oe_"
SERVER_NAMES = ("PGHOST", "PGPORT", "PGUSER", "PGDATABASE")


def our_addons() -> list[str]:
    """Names of the suite's add-ons that can be installed."""
    return sorted(path.parent.name for path in paths.ADDONS.glob("*/__manifest__.py"))


def manifest(addon: str) -> dict:
    """The manifest of one of our add-ons."""
    return ast.literal_eval((paths.ADDONS / addon / "__manifest__.py").read_text())


def core_depends() -> list[str]:
    """What our add-ons need of Odoo, l10n_fr for the French company included."""
    ours = set(our_addons())
    needed = {dep for addon in ours for dep in manifest(addon)["depends"]}
    return sorted((needed | {"l10n_fr_account"}) - ours)


class Site:
    """Odoo, its Python and its server, ready to run commands on databases."""

    def __init__(self):
        paths.prepare()
        given = postgres.external()  # refused before minutes are spent on the rest
        self.odoo = odoo_source.find()
        self.python = python_env.odoo()
        self.server = given or postgres.ensure()
        self.path = wkhtml.on_path(os.environ.get("PATH", os.defpath))

    @property
    def env(self) -> dict:
        """The environment of an Odoo process."""
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        # Odoo reads the PG* variables itself; ours are given as options.
        for name in SERVER_NAMES:
            env.pop(name, None)
        if self.server.password:
            env["PGPASSWORD"] = self.server.password
        python_path = [str(self.odoo.python_path)] if self.odoo.python_path else []
        env["PYTHONPATH"] = os.pathsep.join(python_path)
        env["PATH"] = self.path
        env["OE_ROOT"] = str(paths.ROOT)
        env["OE_STATE"] = str(paths.STATE)
        env["ODOO_RC"] = str(paths.ROOT / "config" / "odoo.conf")
        env.setdefault("XDG_DATA_HOME", str(fonts_home(self.odoo)))
        return env

    @property
    def child_env(self) -> dict:
        """The environment of a Python of ours that makes a Site of its own."""
        named = {key: os.environ[key] for key in SERVER_NAMES if key in os.environ}
        env = {**self.env, **named, "OE_CACHE": str(paths.CACHE)}
        config = str(paths.ROOT / "config")
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (env["PYTHONPATH"], config)))
        return env

    def command(self, *arguments: str, sub: str = "") -> list[str]:
        """An Odoo command line on our server with our add-ons."""
        addons = ",".join(str(p) for p in (*self.odoo.addons, paths.ADDONS))
        return [
            str(self.python),
            "-B",
            str(self.odoo.launcher),
            *([sub] if sub else []),
            f"--addons-path={addons}",
            f"--db_host={self.server.host}",
            f"--db_port={self.server.port}",
            f"--db_user={self.server.user}",
            f"--data-dir={paths.DATA_DIR}",
            *arguments,
        ]

    def run(self, *arguments: str, log: Path, why: str) -> str:
        """Run Odoo to its end; its log goes to a file."""
        return ui.call(self.command(*arguments), log=log, why=why, env=self.env)

    def shell(self, database: str, script: str, log: Path | None = None) -> int:
        """Feed a script to the Odoo shell of a database; the exit code is true."""
        command = self.command("-d", database, "--no-http", sub="shell")
        command.append("--shell-interface=python")
        with subprocess.Popen(
            command,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=open(log, "w") if log else None,
            stderr=subprocess.STDOUT if log else None,
            text=True,
        ) as process:
            process.communicate(script)
        return process.returncode

    def exists(self, name: str) -> bool:
        """Whether the server has this database."""
        return bool(
            self.server.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
        )

    def drop(self, name: str) -> None:
        """Remove a database and its files."""
        self.server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(paths.DATA_DIR / "filestore" / name, ignore_errors=True)

    def clone(self, source: str, target: str) -> None:
        """Copy a database on the server, its files by hard links."""
        self.drop(target)
        self.server.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        files = paths.DATA_DIR / "filestore" / source
        if files.exists():
            shutil.copytree(
                files, paths.DATA_DIR / "filestore" / target, copy_function=os.link
            )

    def rename(self, source: str, target: str) -> None:
        """Give a finished database its name: whole or not there."""
        files = paths.DATA_DIR / "filestore"
        shutil.rmtree(files / target, ignore_errors=True)
        if (files / source).exists():
            (files / source).rename(files / target)
        self.server.sql(f'ALTER DATABASE "{source}" RENAME TO "{target}"')

    def template(self) -> str:
        """A French database with every core add-on we depend on, none of ours.

        Kept per Odoo build, dependencies and this file's own recipe.
        """
        depends = core_depends()
        key = paths.digest(self.odoo.build, *depends, FRENCH_COMPANY)
        name = f"{PREFIX}template_{key}"
        if self.exists(name):
            return name
        with paths.locked("template"):
            if not self.exists(name):
                self._make_template(name, depends)
        return name

    def _make_template(self, name: str, depends: list[str]) -> None:
        part = f"{name}_part"
        with ui.step(f"database: a French company and {len(depends)} core add-ons"):
            self.drop(part)
            self.server.sql(
                f"CREATE DATABASE \"{part}\" TEMPLATE template0 ENCODING 'UTF8' "
                "LC_COLLATE 'C'"
            )
            log = paths.LOGS / "template.log"
            why = "the template database could not be made."
            common = ("-d", part, "--no-http", "--stop-after-init")
            self.run(
                *common,
                *("-i", "base,web", "--load-language=fr_FR"),
                log=log,
                why=why,
            )
            if self.shell(part, FRENCH_COMPANY, paths.LOGS / "template-company.log"):
                raise ui.Stop(f"{why} (log: {paths.LOGS}/template-company.log)")
            self.run(*common, "-i", ",".join(depends), log=log, why=why)
            if self.shell(part, QUIET, paths.LOGS / "template-company.log"):
                raise ui.Stop(f"{why} (log: {paths.LOGS}/template-company.log)")
            self.rename(part, name)

    def ready(self) -> str:
        """The template with our add-ons and the pilot network, without people.

        Kept as long as no file of the add-ons changes; a step that fails or is
        interrupted leaves nothing under the final name.
        """
        build = (self.odoo.build, *core_depends(), FRENCH_COMPANY, QUIET)
        name = f"{PREFIX}ready_{paths.digest(addons_key(), *build)}"
        with paths.locked("ready"):
            if not self.exists(name):
                template = self.template()
                for (old,) in self.server.sql(
                    "SELECT datname FROM pg_database WHERE datname LIKE 'oe\\_ready%'"
                ):
                    self.drop(old)
                self._make_ready(template, name)
        return name

    def _make_ready(self, template: str, name: str) -> None:
        part = f"{PREFIX}ready_part"
        with ui.step("database: the add-ons of the suite"):
            self.clone(template, part)
            log = paths.LOGS / "ready-install.log"
            self.run(
                *("-d", part, "-i", ",".join(our_addons())),
                *("--no-http", "--stop-after-init"),
                log=log,
                why="the add-ons could not be installed.",
            )
            refuse_noise(log)
        with ui.step("database: the pilot territory and its companies"):
            self.script(part, paths.ROOT / "config" / "world.py")
            self.rename(part, name)

    def script(self, database: str, path: Path) -> None:
        """Run a script in the Odoo shell.

        :raises Stop: with the last lines of its log when it fails
        """
        log = paths.LOGS / f"script-{path.stem}.log"
        if self.shell(database, path.read_text(), log):
            tail = "\n    ".join(log.read_text().splitlines()[-8:])
            raise ui.Stop(f"{path.name} failed ({log}).\n    {tail}")


def refuse_noise(log: Path) -> None:
    """An install that logs an error is a failure, even when Odoo goes on.

    :raises Stop: with the first such line
    """
    for line in log.read_text(errors="replace").splitlines():
        if " ERROR " in line or " CRITICAL " in line:
            raise ui.Stop(f"an error while installing ({log}): {line}")


def addons_key() -> str:
    """Changes whenever a file that the database holds a copy of changes."""
    wanted = {".xml", ".csv", ".py", ".po"}
    files = [
        path
        for folder in (paths.ADDONS, paths.ROOT / "config" / "demo")
        for path in folder.rglob("*")
        if path.suffix in wanted and "tests" not in path.relative_to(folder).parts
    ]
    files = [paths.ROOT / "config" / "world.py", *sorted(files)]
    return paths.digest(*(f"{path}:{path.stat().st_mtime_ns}" for path in files))


FRENCH_COMPANY = (paths.ROOT / "config" / "company.py").read_text()


# The Peppol crons and outgoing mail call outside: off in tests and demo.
QUIET = """
crons = env["ir.cron"].with_context(active_test=False).search([])
crons.filtered(lambda cron: "peppol" in (cron.code or "").lower()).active = False
env["ir.mail_server"].search([]).active = False
env.cr.commit()
"""


def fonts_home(odoo: odoo_source.Odoo) -> Path:
    """A data home whose fonts folder shows browsers the package's fonts."""
    home = paths.CACHE / "fonts-home"
    if odoo.python_path and not (home / "fonts").exists():
        source = odoo.launcher.parent.parent / "share" / "fonts"
        if source.is_dir():
            home.mkdir(parents=True, exist_ok=True)
            (home / "fonts").symlink_to(source)
    return home
