"""Two choices of one order at once; an offer, and hours, sent twice at once."""

import pytest
from two_at_once import IMPORTS, JOBS, assert_runs

COMMON = """
from odoo.addons.oe_missions.tests.works_common import FACADE, LATE, OTHER, WorksCase
from odoo.addons.oe_missions.tests.common import PIXEL

WorksCase.setUpClass = classmethod(lambda cls: None)

class Case(WorksCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
Case.building = env.ref("oe_base.pole_building")
Case.client = env["res.partner"].create({"name": "Jeanne"})
Case.place = env["res.partner"].create({"name": "Maison", "city": "Reze"})
Case.bretonneau = Case._firm("Bretonneau")
Case.chaux = Case._firm("Chaux")
"""

CHOOSE = """
order = Case._order(Case.bretonneau, Case.chaux)
ids = [Case._offered(order, Case.bretonneau).id, Case._offered(order, Case.chaux).id]
order_id, client_id = order.id, Case.client.id
def choose(own, one):
    own["oe.works.order"].browse(order_id)._choose(
        own["oe.works.offer"].browse(one),
        own["res.partner"].browse(client_id),
        "Jeanne",
        PIXEL,
    )
    return "chosen"
both(*[lambda own, one=one: choose(own, one) for one in ids])
states = sorted(order.offer_ids.mapped("state"))
print(told, states)
refused = [text for text in told if text != "chosen"]
if len(refused) != 1 or "already" not in refused[0] or states != ["chosen", "lost"]:
    raise SystemExit(1)
"""

SEND = """
order = Case._order(Case.bretonneau)
link_id = order.link_ids.id
lines = Case._lines(Case.bretonneau, FACADE)
def send(own):
    return own["oe.works.link"].browse(link_id)._offer(
        {"valid_until": LATE}, lines, sent_ref="phone-1"
    )
both(send, send)
print(sorted(told), len(order.offer_ids))
if sorted(told) != ["known", "recorded"] or len(order.offer_ids) != 1:
    raise SystemExit(1)
"""

HOURS = """
order = Case._chosen()
technician_id, order_id = Case._technician().id, order.id
day = order.chosen_on
def declare(own):
    return own["oe.works.order"].browse(order_id)._record_hours(
        own["oe.partner.technician"].browse(technician_id), day, 420, "phone-2"
    )
both(declare, declare)
print(sorted(told), order.worked_hours)
if sorted(told) != ["known", "recorded"] or order.worked_hours != 7:
    raise SystemExit(1)
"""

# Another order, another row held: the day of one person still holds twelve hours.
DAY = """
orders = Case._chosen() | Case._chosen()
technician_id, ids = Case._technician().id, orders.ids
day = orders[0].chosen_on
def declare(own, one):
    return own["oe.works.order"].browse(one)._record_hours(
        own["oe.partner.technician"].browse(technician_id), day, 420
    )
both(*[lambda own, one=one: declare(own, one) for one in ids])
print(told, orders.mapped("worked_hours"))
if sum(orders.mapped("worked_hours")) != 7 or told.count("recorded") != 1:
    raise SystemExit(1)
"""


@pytest.mark.parametrize(
    "script", [CHOOSE, SEND, HOURS, DAY], ids=["choose", "send", "hours", "day"]
)
def test_two_at_once(script):
    assert_runs("works", IMPORTS + COMMON + JOBS + script)
