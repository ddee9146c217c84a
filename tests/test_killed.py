"""Processes killed in the middle: the next run finishes, nothing is half done."""

import os

import pytest

CLOSE = """
import os, signal
from odoo.addons.oe_cae.tests.common import CaeCase

class Case(CaeCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
month = Case._period(Case.cae, "2026-06-01")
"""
PREPARE = (
    CLOSE
    + """
scheme = Case._scheme()
client = env["res.partner"].create({"name": "Client"})
for rank in range(5):
    _person, activity = Case._worker(f"P{rank}", scheme)
    Case._invoice(Case.cae, client, [(1000, activity, None)], "2026-06-10")
env.cr.commit()
model = type(env[%(model)r])

def killed(*args, **more):
    env.flush_all()
    os.kill(os.getpid(), signal.SIGKILL)

setattr(model, %(method)r, killed)
month.action_cae_close()
"""
)
FINISH = (
    CLOSE
    + """
entries = env["account.analytic.line"]
told = [("oe_cae_statement_id", "!=", False)]
if month.state != "open" or entries.search_count(told):
    raise SystemExit("something of the killed close stayed")
month.action_cae_close()
env.cr.commit()
if month.state != "closed" or entries.search_count(told) != 10:
    raise SystemExit("the next close did not finish it")
"""
)
OPEN = """
import os, signal
opening = env["oe.territory.opening"].create({"name": "85"})
opening.action_start()
env.cr.commit()
model, calls = type(env["res.company"]), []
books = model._oe_open_books

def killed(companies):
    books(companies)
    calls.append(1)
    if len(calls) == 2:
        env.flush_all()
        os.kill(os.getpid(), signal.SIGKILL)

model._oe_open_books = killed
env["oe.territory.opening.line"]._cron_open()
"""
OPENED = """
opening = env["oe.territory.opening"].search([], limit=1)
companies = env["res.company"].search([("oe_territory_id.code", "=", "85")])
if (opening.done, len(companies)) != (1, 1):
    raise SystemExit(f"killed in the second: {opening.done}, {companies}")
env["oe.territory.opening.line"]._cron_open()
companies = env["res.company"].search([("oe_territory_id.code", "=", "85")])
if (opening.done, len(companies)) != (2, 2) or opening.failed:
    raise SystemExit(f"not finished: {opening.done}, {companies}")
"""


def _killed_then(label, first, then):
    if "OE_ROOT" not in os.environ:
        pytest.skip("needs the site: run it with bin/oe test")
    from oe.database import PREFIX, Site  # noqa: PLC0415

    site = Site()
    name = f"{PREFIX}killed_{label}_{os.getpid()}"
    site.clone(site.ready(), name)
    try:
        assert site.shell(name, first) != 0, "it was to be killed"
        assert site.shell(name, then) == 0
    finally:
        site.drop(name)


@pytest.mark.parametrize(
    ("model", "method"),
    [
        ("oe.cae.statement", "create"),
        ("oe.cae.statement", "_enter_contributions"),
        ("oe.period", "_close"),
    ],
)
def test_a_close_killed_is_finished_by_the_next(model, method):
    first = PREPARE % {"model": model, "method": method}
    _killed_then(f"close_{method.strip('_')}", first, FINISH)


def test_an_opening_killed_goes_on_where_it_was():
    _killed_then("opening", OPEN, OPENED)
