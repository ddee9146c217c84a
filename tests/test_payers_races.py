"""Two who match and post one transfer; one voucher twice; two runs of one cap."""

from two_at_once import IMPORTS, JOBS, assert_runs

COMMON = """
from odoo.addons.oe_sap.tests.test_payers import PayerCase

class Case(PayerCase):
    pass

env = env(context=dict(env.context, tracking_disable=True, no_reset_password=True))
Case.env = env
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae_sap = Case.territory._company_of("cae_sap")
env = env(context=dict(env.context, allowed_company_ids=[Case.cae_sap.id]))
Case.env = env
Case.cae_sap = env["res.company"].browse(Case.cae_sap.id)
Case.pole = env.ref("oe_base.pole_autonomy")
Case.cae_sap.write({"company_registry": "852456789 00017",
    "oe_sap_exclusivity": "exclusive"})
env["oe.sap.authorization"].search([("company_id", "=", Case.cae_sap.id)]).unlink()
env["oe.sap.authorization"].create({"company_id": Case.cae_sap.id,
    "kind": "declaration", "number": "SAP852456789", "date_start": "2025-01-01"})
Case.client = env["res.partner"].create({"name": "Jeanne", "zip": "44000"})
Case.county = env["res.partner"].create({"name": "Departement", "is_company": True})
Case.worker = Case._worker("Nadia", register_number="042")
Case._rule(hourly=10, cap_hours=6)
journal = env["account.journal"].create({"name": "B", "code": "BQR", "type": "bank",
    "company_id": Case.cae_sap.id})
journal.inbound_payment_method_line_ids.payment_account_id = (
    Case.cae_sap._oe_chart_ref("pcg_5121").copy({"code": "5129BQR"}))
def invoice(day="2026-06-15"):
    return Case._sap_invoice(day)
"""

POST = """
lead = invoice()
lead.action_oe_sap_share_out()
lead.action_post()
share = lead.oe_sap_share_ids
row = env["oe.sap.remittance"].create({"name": "V", "company_id": Case.cae_sap.id,
    "payer_id": Case.county.id, "journal_id": journal.id, "amount": 40,
    "line_ids": [(0, 0, {"client_text": "Jeanne", "amount": 40})]})
row_id = row.id
def both_steps(own):
    mine = own["oe.sap.remittance"].browse(row_id)
    mine.action_match()
    mine.action_post()
    return "posted"
both(both_steps, both_steps)
payments = env["account.payment"].search([("partner_id", "=", Case.county.id)])
print(told, row.state, payments.mapped("amount"), share.amount_residual)
if row.state != "posted" or len(payments) != 1 or share.amount_residual:
    raise SystemExit(1)
"""

CAP = """
leads = [invoice("2026-06-15").id, invoice("2026-06-16").id]
def share(own, ref):
    own["account.move"].browse(ref)._oe_sap_share_out()
    return "shared"
both(*[lambda own, ref=ref: share(own, ref) for ref in leads])
taken = sum(env["oe.sap.payer.use"].search(
    [("move_id", "in", leads)]).mapped("taken"))
print(told, taken)
# Eight hours, of which the cap covers six.
if taken != 60:
    raise SystemExit(1)
"""

VOUCHER = """
move = invoice()
move.action_post()
values = {"partner_id": Case.client.id, "company_id": Case.cae_sap.id,
    "issuer_id": env.ref("oe_sap.cesu_up").id, "move_id": move.id}
def receive(own):
    row = own["oe.sap.cesu.receipt"].create({**values,
        "voucher_ids": [(0, 0, {"number": "X1", "amount": 20})]})
    row.action_receive()
    own.cr.flush()
    return "received"
try:
    both(receive, receive)
except Exception as error:
    print(error)
rows = env["oe.sap.cesu.voucher"].search([("number", "=", "X1")])
print(told, len(rows), move.amount_residual)
if len(rows) != 1 or move.amount_residual != 90:
    raise SystemExit(1)
"""


def test_a_transfer_matched_and_posted_by_two_is_paid_once():
    assert_runs("remittance", IMPORTS + COMMON + JOBS + POST)


def test_two_batches_of_a_month_share_one_cap():
    assert_runs("payer_cap", IMPORTS + COMMON + JOBS + CAP)


def test_one_voucher_recorded_by_two_pays_once():
    assert_runs("voucher", IMPORTS + COMMON + JOBS + VOUCHER)
