"""Two apply one file, two batches want one pay or one invoice, with real commits."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = """
import base64
from odoo.addons.oe_cae.tests.test_transfer import OURS, THEIRS, TransferCase

class Case(TransferCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
Case.buyer = env["res.partner"].create({"name": "Client"})
company_id = Case.cae.id

def warm(own):
    own["oe.cae.moving"].search([]).mapped("state")
    own["oe.cae.transfer"].search([]).mapped("state")
"""
MOVE = """
data = base64.b64encode(b"reference;nom\\nP1;Nadia\\nP2;Paul")
jobs = env["oe.cae.moving"].create(
    [{"company_id": company_id, "kind": "people", "file": data} for _ in range(2)]
)
for job in jobs:
    job.action_check()
ids = jobs.ids
"""
ONE_JOB = """
both(lambda own: own["oe.cae.moving"].browse(ids[0]).action_apply())
told.append(env["oe.cae.moving.key"].search_count([]))
people = env["oe.entrepreneur"].search_count([("name", "in", ("Nadia", "Paul"))])
must(told.count("done") == 1 and told[-1] == 2 and people == 2)
"""
TWO_JOBS = """
turn = iter(ids)
both(lambda own, mine={}: own["oe.cae.moving"].browse(
    mine.setdefault(threading.get_ident(), next(turn, None) or ids[1])
).action_apply())
people = env["oe.entrepreneur"].search_count([("name", "in", ("Nadia", "Paul"))])
same = sum(env["oe.cae.moving"].browse(ids).mapped("same_count"))
told.append((people, same))
must(told.count("done") == 2 and told[-1] == (2, 2))
"""
PAY = """
person, activity = Case._case_2("Nadia", "44-001")
run = Case._run()
run.action_agree()
pay = run.pay_ids
pay._put({"real_on": "2026-07-01", "real_paid": 100, "state": "paid"})
journal = env["account.journal"].search(
    [("type", "=", "bank"), ("company_id", "=", company_id)], limit=1
)
for partner, iban in ((Case.cae.partner_id, OURS), (person.partner_id, THEIRS)):
    bank = env["res.partner.bank"].create(
        {"partner_id": partner.id, "acc_number": iban, "allow_out_payment": True}
    )
    if partner == Case.cae.partner_id:
        journal.bank_account_id = bank
batches = env["oe.cae.transfer"].create(
    [
        {"company_id": company_id, "journal_id": journal.id, "date": "2100-01-01"}
        for _ in range(2)
    ]
)
ids = batches.ids
turn = iter(ids)
mine = {}
def batch_of(own):
    key = threading.get_ident()
    if key not in mine:
        mine[key] = next(turn)
    return own["oe.cae.transfer"].browse(mine[key])
"""
COLLECT = """
both(lambda own: batch_of(own).action_collect())
live = env["oe.cae.transfer.line"].search([("live", "=", True)])
told.append(len(live))
must(told.count("done") == 2 and told[-1] == 1)
"""
SENT = """
batches[0].action_collect()
batches[0].action_make()
env.cr.commit()
both(lambda own: own["oe.cae.transfer"].browse(ids[0]).action_sent())
moves = env["account.move"].search_count([("ref", "like", batches[0].name)])
told.append(moves)
must(told.count("done") == 1 and told[-1] == 1)
"""

DEBIT = """
from odoo.addons.oe_cae.tests.test_debit import ICS
from odoo.addons.oe_cae.tests.common import PIXEL
Case.cae.oe_creditor_ref = ICS
person, activity = Case._worker("Samira", Case._scheme())
client = env["res.partner"].create({"name": "Elise", "email": "elise@example.com"})
mandate = env["oe.cae.debit.mandate"].create(
    {"company_id": company_id, "partner_id": client.id}
)
mandate.action_send()
mandate._sign("Elise", THEIRS, PIXEL)
Case._invoice(Case.cae, client, [(100, activity, None)], "2026-06-10")
ids = env["oe.cae.debit"].create(
    [{"company_id": company_id, "date": "2028-01-01"} for _ in range(2)]
).ids
turn, mine = iter(ids), {}
def batch_of(own):
    key = threading.get_ident()
    if key not in mine:
        mine[key] = next(turn)
    return own["oe.cae.debit"].browse(mine[key])
"""
DEBIT_COLLECT = """
both(lambda own: batch_of(own).action_collect())
live = env["oe.cae.debit.line"].search([("live", "=", True)])
told.append(len(live))
must(told.count("done") == 2 and told[-1] == 1)
"""
SIGN = """
env["oe.cae.debit.mandate"].browse(mandate.id)._set({"state": "to_sign"})
env.cr.commit()
mandate_id = mandate.id
def work(own):
    own["oe.cae.debit.mandate"].browse(mandate_id)._sign("E", THEIRS, PIXEL)
both(work)
must(told.count("done") == 1 and len(told) == 2)
"""


@pytest.mark.parametrize(
    ("label", "work"),
    [
        ("moving_one_job", MOVE + "{both}" + ONE_JOB),
        ("moving_two_jobs", MOVE + "{both}" + TWO_JOBS),
        ("transfer_collect", PAY + "{both}" + COLLECT),
        ("transfer_sent", PAY + "{both}" + SENT),
        ("debit_collect", DEBIT + "{both}" + DEBIT_COLLECT),
        ("debit_sign", DEBIT + "{both}" + SIGN),
    ],
)
def test_two_at_once(label, work):
    assert_runs(label, IMPORTS + START + work.replace("{both}", BOTH))
