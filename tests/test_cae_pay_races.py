"""Two people at the same pay list, the same reserve, the same file, with commits."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = """
import base64
from odoo.addons.oe_cae.tests.pay_common import PayCase

class Case(PayCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
Case.buyer = env["res.partner"].create({"name": "Client"})
person, activity = Case._case_2("Nadia", "44-001")
run = Case._run()
run_id, activity_id = run.id, activity.id
company_id = Case.cae.id

def warm(own):
    own["oe.cae.pay.run"].browse(run_id).pay_ids.mapped("state")
"""
COMPUTE = """
both(lambda own: own["oe.cae.pay.run"].browse(run_id).action_compute())
must(told == ["done", "done"] and len(run.pay_ids) == 1)
"""
AGREE = """
run.pay_ids.reserve = 100
env.cr.commit()
both(lambda own: own["oe.cae.pay.run"].browse(run_id).pay_ids.action_agree())
moves = env["oe.cae.reserve.move"].search([])
must(sorted(told)[0] != sorted(told)[1] and "done" in told and len(moves) == 1)
"""
RESERVE = """
env["oe.cae.reserve.move"].create(
    {"activity_id": activity_id, "date": "2026-06-01", "amount": 100}
)
env.cr.commit()
both(lambda own: own["oe.cae.reserve.move"].create(
    {"activity_id": activity_id, "date": "2026-06-20", "amount": 80,
     "direction": "out"}
))
held = sum(env["oe.cae.reserve.move"].search([]).mapped("movement"))
told.append(held)
must(told.count("done") == 1 and held == 20)
"""
IMPORT = """
run.action_agree()
env.cr.commit()
data = (
    "matricule;mois;brut;cotisations_patronales;cotisations_salariales;"
    "net_avant_impot;prelevement_source;net_paye\\n"
    "44-001;2026-06;1000;100;200;800;0;800"
)
def work(own):
    own["oe.cae.payslip.wizard"].create({
        "company_id": company_id, "file": base64.b64encode(data.encode())
    }).action_import()
both(work)
lines = env["account.move.line"].search([("oe_cae_pay_id", "!=", False)])
must(told == ["done", "done"] and sum(lines.mapped("debit")) == 1100)
"""


@pytest.mark.parametrize(
    "work",
    [COMPUTE, AGREE, RESERVE, IMPORT],
    ids=["compute", "agree", "reserve", "import"],
)
def test_two_at_once_do_it_once(work):
    assert_runs("pay", IMPORTS + START + BOTH + work)
