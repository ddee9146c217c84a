"""A phone that sends one form twice at once, two who answer at once: one record."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = """
from odoo.addons.oe_cae.tests.common import CaeCase
from odoo.addons.oe_cae.tests.test_expense import photo

class Case(CaeCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
scheme = Case._scheme()
person, activity = Case._worker("Nadia", scheme)
other, bought = Case._worker("Paul", scheme)
ids = (activity.id, bought.id)
today = Case.cae._oe_today()

def warm(own):
    own["oe.activity"].browse(ids).mapped("name")
"""
CLAIM = """
def send(own):
    given = {
        "day": today,
        "product": own.ref("oe_cae.expense_supplies"),
        "name": "Gants",
        "cents": 1200,
        "vat": "20",
    }
    own["hr.expense"]._oe_send_receipt(
        own["oe.activity"].browse(ids[0]), given, (photo(1), "r.jpg", "image/jpeg"), "x"
    )

both(send)
must(told == ["done", "done"] and len(env["hr.expense"]._oe_claims(person)) == 1)
"""
ORDER = """
def send(own):
    given = {
        "supplier": own["res.partner"],
        "supplier_name": "Outils du Val",
        "product": own.ref("oe_cae.purchase_equipment"),
        "name": "Escabeau",
        "quantity": 1,
        "price": 90,
        "vat": "20",
    }
    own["purchase.order"]._oe_buy(own["oe.activity"].browse(ids[0]), given, "x")

both(send)
orders = env["purchase.order"].search([("oe_activity_id", "=", ids[0])])
must(told == ["done", "done"] and len(orders) == 1)
"""
INSIDE = """
sales = env["oe.cae.internal.sale"]
sale_id = sales._ask(activity, bought, "Affiche", 5000).id
partner_id = other.partner_id.id
env.cr.commit()

def answer(own):
    own["oe.cae.internal.sale"].browse(sale_id)._answer(
        own["res.partner"].browse(partner_id), True
    )

both(answer)
must(sorted(told)[1:] == ["done"] and len(sales.browse(sale_id).line_ids) == 2)
"""


@pytest.mark.parametrize(
    "work", [CLAIM, ORDER, INSIDE], ids=["claim", "order", "internal"]
)
def test_two_at_once_make_one(work):
    assert_runs("claims", IMPORTS + START + BOTH + work)
