"""Two real transactions at the same instant, on a disposable clone.

A script is Python for the shell of that clone: ``both(work)`` runs ``work(own)`` in two
threads, each with its own environment and the server's own retries, and fills ``told``
with "done" or the sentence of the refusal; ``must(good)`` fails the script.
"""

import os

import pytest

IMPORTS = """
import threading
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo import api
from odoo.exceptions import UserError
"""
# ``warm(own)`` reads something first, so that both have their picture of the data.
BOTH = """
env.cr.commit()
dbname = env.cr.dbname
told, start = [], threading.Barrier(2)

def both(work):
    def one():
        with Registry(dbname).cursor() as cr:
            own = api.Environment(cr, 1, {})
            warm(own)
            start.wait()
            try:
                retrying(lambda: work(own), own)
                told.append("done")
            except UserError as error:
                cr.rollback()
                told.append(str(error))

    threads = [threading.Thread(target=one) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    env.cr.rollback()
    env.invalidate_all()

def must(good):
    print(told)
    if not good:
        raise SystemExit(1)
"""

# ``both(*jobs)`` for work that answers: ``told`` holds what each job returns, or the
# sentence of its refusal. ``env`` may be one with another context.
JOBS = """
told, start = [], threading.Barrier(2)

def both(*jobs):
    env.cr.commit()
    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    env.cr.rollback()
    env.invalidate_all()

def run(job):
    with Registry(env.cr.dbname).cursor() as cr:
        own = api.Environment(cr, 1, {})
        start.wait()
        try:
            told.append(retrying(lambda: job(own), own))
        except UserError as refusal:
            cr.rollback()  # as a page does
            told.append(str(refusal))
"""


def assert_runs(label: str, script: str) -> None:
    """Run a script in the shell of a clone that has the add-ons and the territory."""
    if "OE_ROOT" not in os.environ:
        pytest.skip("needs the site: run it with bin/oe test")
    from oe.database import PREFIX, Site  # noqa: PLC0415

    site = Site()
    name = f"{PREFIX}race_{label}_{os.getpid()}"
    site.clone(site.ready(), name)
    try:
        assert site.shell(name, script) == 0
    finally:
        site.drop(name)
