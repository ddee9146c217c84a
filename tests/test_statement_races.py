"""Two who compute, declare or correct one statement; one voucher sent back twice."""

from test_payers_races import COMMON
from two_at_once import IMPORTS, JOBS, assert_runs

PLACE = """
Case.cae_sap.company_registry = "852456789 00019"
place = env["oe.sap.establishment"].create({"name": "N", "siret": "85245678900019",
    "company_id": Case.cae_sap.id, "is_main": True, "date_start": "2025-01-01"})
place_id = place.id
invoice("2026-05-15").action_post()
report = env["oe.sap.activity.report"].create({"establishment_id": place.id,
    "date_start": "2026-04-01", "date_due": "2026-07-15"})
report_id = report.id
"""

COMPUTE = """
def work(own):
    own["oe.sap.activity.report"].browse(report_id).action_compute()
    own.cr.flush()
    return "computed"
both(work, work)
print(told, len(report.figure_ids), len(report.item_ids))
if len(report.figure_ids) != 18 or len(report.item_ids) != 2:
    raise SystemExit(1)
def declare(own):
    own["oe.sap.activity.report"].browse(report_id).action_declare()
    own.cr.flush()
    return "declared"
both(declare, declare)
print(told, report.state, report.is_intact)
if report.state != "declared" or not report.is_intact:
    raise SystemExit(1)
def amend(own):
    row = own["oe.sap.activity.report"].browse(report_id)
    ref = row.action_amend()["res_id"]
    own.cr.flush()
    return ref
told.clear()
both(amend, amend)
print(told)
if len(set(told)) != 1:
    raise SystemExit(1)
"""

OPEN = """
import datetime
def work(own):
    places = own["oe.sap.establishment"]
    places._open_statements(places.browse(place_id), datetime.date(2026, 10, 20))
    own.cr.flush()
    return "opened"
both(work, work)
rows = env["oe.sap.activity.report"].search([("establishment_id", "=", place_id)])
print(told, rows.mapped("display_name"))
if len(rows) != 3:
    raise SystemExit(1)
"""

RETURN = """
move = invoice()
move.action_post()
receipt = env["oe.sap.cesu.receipt"].create({"partner_id": Case.client.id,
    "company_id": Case.cae_sap.id, "issuer_id": env.ref("oe_sap.cesu_up").id,
    "move_id": move.id, "voucher_ids": [(0, 0, {"number": "X1", "amount": 20})]})
receipt.action_receive()
slip = env["oe.sap.cesu.slip"].create({"company_id": Case.cae_sap.id,
    "issuer_id": env.ref("oe_sap.cesu_up").id})
slip.action_fill()
slip.action_send()
slip_id, voucher_id = slip.id, receipt.voucher_ids.id
def back(own):
    mine = own["oe.sap.cesu.slip"].browse(slip_id)
    voucher = own["oe.sap.cesu.voucher"].browse(voucher_id)
    mine._return(voucher, mine.date, "refused")
    own.cr.flush()
    return "back"
both(back, back)
print(told, move.amount_residual, receipt.returned)
if move.amount_residual != move.amount_total or receipt.returned != 20:
    raise SystemExit(1)
"""


def test_a_statement_computed_declared_and_corrected_by_two_is_one():
    assert_runs("statement", IMPORTS + COMMON + PLACE + JOBS + COMPUTE)


def test_statements_opened_by_two_are_opened_once():
    assert_runs("statement_open", IMPORTS + COMMON + PLACE + JOBS + OPEN)


def test_a_voucher_sent_back_by_two_is_reversed_once():
    assert_runs("voucher_back", IMPORTS + COMMON + JOBS + RETURN)
