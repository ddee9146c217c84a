"""Two answers of one family at once; a withdrawal while somebody accepts."""

from two_at_once import IMPORTS, JOBS, assert_runs

COMMON = """
from odoo.addons.oe_missions.tests.home_common import HomeCase
from odoo.addons.oe_missions.tests.common import PIXEL

class Case(HomeCase):
    pass

env = env(context=dict(env.context, tracking_disable=True, no_reset_password=True))
Case.env = env
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae_sap = Case.territory._company_of("cae_sap")
Case.pole = env.ref("oe_base.pole_autonomy")
Case.cleaning = Case._service("Menage", 25, "tva_intermediaire_encaissement")
Case.client = env["res.partner"].create({"name": "Jeanne"})
def quote():
    order = Case._quotes(Case._need([(Case.cleaning, 60)]))
    order.action_quotation_sent()
    return order
"""

ANSWERS = """
order = quote()
order.action_confirm()
row = env["oe.satisfaction"].create(
    {"mission_id": order.oe_mission_ids.id, "quarter": "first"}
)
row_id, client_id = row.id, Case.client.id
def answer(own, rating):
    own["oe.satisfaction"].browse(row_id)._answer(
        own["res.partner"].browse(client_id), rating
    )
    return "kept"
both(*[lambda own, one=one: answer(own, one) for one in ("1", "4")])
print(told, row.rating)
refused = [text for text in told if text != "kept"]
if len(refused) != 1 or "already" not in refused[0]:
    raise SystemExit(1)
"""

WITHDRAW = """
person = Case._worker("Nadia")
order = quote()
order._oe_accept(Case.client, "Jeanne", PIXEL, express=True)
mission = order.oe_mission_ids
proposal = mission._propose(person)
order_id, proposal_id, client_id = order.id, proposal.id, Case.client.id
def withdraw(own):
    own["sale.order"].browse(order_id)._oe_withdraw(
        own["res.partner"].browse(client_id)
    )
    return "withdrawn"
def accept(own):
    return own["oe.mission.proposal"].browse(proposal_id)._answer(True)
both(withdraw, accept)
print(told, mission.state, order.state, mission.intervention_ids.mapped("state"))
planned = mission.intervention_ids.filtered(lambda visit: visit.state == "planned")
if mission.state != "cancelled" or order.state != "cancel" or planned:
    raise SystemExit(1)
"""


def test_of_two_answers_at_once_one_counts():
    assert_runs("answers", IMPORTS + COMMON + JOBS + ANSWERS)


def test_who_accepts_while_the_client_withdraws_keeps_nothing():
    assert_runs("withdraw", IMPORTS + COMMON + JOBS + WITHDRAW)
