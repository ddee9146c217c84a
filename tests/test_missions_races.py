"""Two people accept the same mission at once; a phone sends a visit twice at once."""

import pytest
from two_at_once import IMPORTS, JOBS, assert_runs

COMMON = """
from odoo.addons.oe_missions.tests.common import MissionCase, JUNE

MissionCase.setUpClass = classmethod(lambda cls: None)

class Case(MissionCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae_sap = Case.territory._company_of("cae_sap")
Case.cae = Case.territory._company_of("cae_general")
Case.pole = env.ref("oe_base.pole_autonomy")
Case.care = Case._service("Aide", 30, "tva_reduite_encaissement")
Case.cleaning = Case._service("Menage", 25, "tva_intermediaire_encaissement")
Case.client = env["res.partner"].create(
    {"name": "Jeanne", "zip": "44000", "city": "Nantes", "street": "1 rue"}
)
"""

ACCEPT = """
mission = Case._mission()
people = [Case._worker(f"P{rank}") for rank in range(2)]
ids = [mission._propose(person).id for person in people]
both(*[
    lambda own, one=one: own["oe.mission.proposal"].browse(one)._answer(True)
    for one in ids
])
print(sorted(told), len(mission.member_ids), mission.state)
if sorted(told) != ["accepted", "taken"] or len(mission.member_ids) != 1:
    raise SystemExit(1)
"""

SEND = """
worker = Case._worker("P")
mission = Case._mission(worker)
visit = mission.intervention_ids.sorted("planned_start")[0]
visit_id = visit.id
def send(own):
    return Case._record(own["oe.intervention"].browse(visit_id), sent_ref="phone-1")
both(send, send)
hours = env["account.analytic.line"].search_count([("oe_part_id", "!=", False)])
print(sorted(told), hours)
if sorted(told) != ["known", "recorded"] or hours != 2:
    raise SystemExit(1)
"""


APPLY = """
mission = Case._mission(oe_date_end="2030-06-30")
mission.is_open = True
worker = Case._worker("P")
mission_id, worker_id = mission.id, worker.id
def apply(own):
    person = own["oe.entrepreneur"].browse(worker_id)
    return own["oe.mission"].browse(mission_id)._apply(person).id
both(apply, apply)
print(told, len(mission.proposal_ids))
if len(set(told)) != 1 or len(mission.proposal_ids) != 1:
    raise SystemExit(1)
"""

TURN = """
mission = Case._mission()
people = [Case._worker(f"P{rank}") for rank in range(3)]
mission.action_find_candidates()
mission.action_propose_in_turn()
first = mission.proposal_ids.sorted("rank")[0]
first.deadline = "2026-01-01 00:00:00"
turn = lambda own: own["oe.mission.proposal"]._cron_turn()
both(turn, turn)
states = mission.proposal_ids.sorted("rank").mapped("state")
print(states)
if states != ["expired", "sent", "queued"]:
    raise SystemExit(1)
"""

REPLACE = """
import datetime
from odoo import fields
worker = Case._worker("P")
today = fields.Date.today()
mission = Case._mission(
    oe_date_start=today, oe_date_end=today + datetime.timedelta(days=40)
)
mission._propose(worker)._answer(True)
visit = mission.intervention_ids.sorted("planned_start")[1]
day = visit.company_id._oe_wall(visit.planned_start).date()
wanted = env["oe.replacement"]._ask(worker, day, day)
ids = [wanted._propose(Case._worker(f"R{rank}")).id for rank in range(2)]
both(*[
    lambda own, one=one: own["oe.mission.proposal"].browse(one)._answer(True)
    for one in ids
])
print(sorted(told), visit.entrepreneur_id.name, wanted.state)
if sorted(told) != ["accepted", "taken"] or wanted.state != "filled":
    raise SystemExit(1)
"""

SCRIPTS = {
    "accept": ACCEPT,
    "send": SEND,
    "apply": APPLY,
    "turn": TURN,
    "replace": REPLACE,
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_two_at_once(script):
    assert_runs("missions", IMPORTS + COMMON + JOBS + script)
