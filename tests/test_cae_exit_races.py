"""Two people at the same exit, the same receipt of a volunteer, the same fee."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = """
from odoo.addons.oe_cae.tests.common import CaeCase

class Case(CaeCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
Case.association = Case.territory._company_of("association")
person, activity = Case._worker("Nadia", Case._scheme())
contract_id = person.cae_contract_ids.id
ines = Case._person("Ines", Case.association, "volunteer")
env["oe.cae.volunteer.terms"].create({
    "company_id": Case.association.id, "date_start": "2026-01-01",
    "hourly_value": 12, "km_rate": 0.5, "fee": 15,
})

def warm(own):
    own["oe.cae.contract"].browse(contract_id).date_end
    own["oe.cae.volunteer.cost"].search([]).mapped("state")
    own["oe.cae.volunteer.fee"].search([]).mapped("receipt_id")
"""
OPEN = """
both(lambda own: own["oe.cae.contract"].browse(contract_id)._end(
    own["oe.cae.contract"].browse(contract_id).date_start.replace(month=6), "es"
))
exits = env["oe.cae.exit"].search([])
must("done" in told and len(exits) == 1 and len(exits.part_ids) == 1)
"""
CLOSE = """
contract = env["oe.cae.contract"].browse(contract_id)
contract._end(contract.date_start.replace(month=6), "es")
row = env["oe.cae.exit"].search([])
row.item_ids.waive_reason = "Rien"
row.item_ids.action_waive()
row_id = row.id
env.cr.commit()
both(lambda own: own["oe.cae.exit"].browse(row_id).action_close())
must(told.count("done") == 1 and row.state == "closed")
"""
COST = """
cost = env["oe.cae.volunteer.cost"].create({
    "entrepreneur_id": ines.id, "company_id": Case.association.id,
    "date": "2026-06-10", "name": "Affiches", "amount": 20,
})
cost_id = cost.id
env.cr.commit()
both(lambda own: own["oe.cae.volunteer.cost"].browse(cost_id).action_accept())
made = env["account.move"].search_count([("move_type", "=", "in_receipt")])
must(told.count("done") == 1 and made == 1)
"""
FEE = """
fee = env["oe.cae.volunteer.fee"].create({
    "company_id": Case.association.id, "partner_id": ines.partner_id.id,
    "year": 2026, "amount": 15,
})
fee_id = fee.id
env.cr.commit()
both(lambda own: own["oe.cae.volunteer.fee"].browse(fee_id).action_receipt())
made = env["account.move"].search_count([("move_type", "=", "out_receipt")])
must("done" in told and made == 1)
"""


@pytest.mark.parametrize(
    "work", [OPEN, CLOSE, COST, FEE], ids=["open", "close", "cost", "fee"]
)
def test_two_at_once(work):
    assert_runs("exit", IMPORTS + START + BOTH + work)
