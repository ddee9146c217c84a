"""Two managers close the same month at once, in a real database with commits."""

import os

import pytest

SCRIPT = """
import sys, threading
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo import api
from odoo.exceptions import UserError
from odoo.addons.oe_cae.tests.common import CaeCase

class Case(CaeCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
scheme = Case._scheme()
for rank in range(5):
    person, activity = Case._worker(f"P{rank}", scheme)
    client = env["res.partner"].create({"name": "Client"})
    Case._invoice(Case.cae, client, [(1000, activity, None)], "2026-06-10")
period = Case._period(Case.cae, "2026-06-01")
period_id, dbname = period.id, env.cr.dbname
env.cr.commit()
told, start = [], threading.Barrier(2)

def close():
    with Registry(dbname).cursor() as cr:
        own = api.Environment(cr, 1, {})
        def run():
            own["oe.period"].browse(period_id).action_cae_close()
        own["oe.period"].browse(period_id).state
        start.wait()
        try:
            retrying(run, own)
            told.append("closed")
        except UserError as error:
            told.append(str(error))

threads = [threading.Thread(target=close) for _ in range(2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
env.cr.rollback()
env.invalidate_all()
lines = env["account.analytic.line"].search_count(
    [("oe_cae_statement_id", "!=", False)]
)
good = told.count("closed") == 1 and lines == 10 and any("06/2026" in t for t in told)
print(told, lines)
if not good:
    raise SystemExit(1)
"""


def test_two_closes_at_once_enter_one_contribution_each():
    if "OE_ROOT" not in os.environ:
        pytest.skip("needs the site: run it with bin/oe test")
    from oe.database import PREFIX, Site  # noqa: PLC0415

    site = Site()
    name = f"{PREFIX}race_cae_{os.getpid()}"
    site.clone(site.ready(), name)
    try:
        assert site.shell(name, SCRIPT) == 0
    finally:
        site.drop(name)
