"""A phone that sends one form twice at once, two who answer at once: one record."""

import os

import pytest

START = """
import datetime, threading
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo import api
from odoo.exceptions import UserError
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
dbname = env.cr.dbname
today = Case.cae._oe_today()
"""
BOTH = """
env.cr.commit()
told, start = [], threading.Barrier(2)

def both(work):
    def one():
        with Registry(dbname).cursor() as cr:
            own = api.Environment(cr, 1, {})
            own["oe.activity"].browse(ids).mapped("name")
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
    if "OE_ROOT" not in os.environ:
        pytest.skip("needs the site: run it with bin/oe test")
    from oe.database import PREFIX, Site  # noqa: PLC0415

    site = Site()
    name = f"{PREFIX}race_claims_{os.getpid()}"
    site.clone(site.ready(), name)
    try:
        assert site.shell(name, START + BOTH + work) == 0
    finally:
        site.drop(name)
