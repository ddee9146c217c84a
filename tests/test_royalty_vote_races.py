"""Two clicks at once: one vote of the network, one table of a plan, one receipt."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

VOTE = """
from datetime import timedelta
from odoo import fields
from odoo.addons.oe_royalty_cae.tests.test_revision_vote import TestRevisionVote

class Case(TestRevisionVote):
    pass

companies = env["res.company"].search([("oe_kind", "!=", False)])
env.user.company_ids = companies
Case.env = env(context=dict(env.context, tracking_disable=True,
                            no_reset_password=True,
                            allowed_company_ids=companies.ids))
Case.sas = env.ref("base.main_company")
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
Case.cae_sap = Case.territory._company_of("cae_sap")
Case._royalty()
Case._people()
Case._month()
revision = Case._revision()
revision.action_simulate()
revision_id = revision.id

def warm(own):
    own["oe.royalty.revision"].browse(revision_id).proposal_ids.mapped("state")

both(lambda own: own["oe.royalty.revision"].browse(revision_id).action_vote())
revision = env["oe.royalty.revision"].browse(revision_id)
votes = revision.proposal_ids
must(
    told.count("done") == 1
    and any("no longer changes" in said for said in told)
    and votes.company_id == Case.cae.with_env(env) | Case.cae_sap.with_env(env)
    and len(votes) == 2
    and len(votes.elector_ids) == len(votes.elector_ids.entrepreneur_id) == 3
)
"""
COMPUTE = """
plan = env.ref("oe_royalty.plan_bottom_up").copy({"name": "Deux fois"})
plan_id = plan.id

def warm(own):
    row = own["oe.plan"].browse(plan_id)
    row.point_ids.mapped("royalty"), row.cell_ids.mapped("computed")

both(lambda own: own["oe.plan"].browse(plan_id).action_compute())
plan = env["oe.plan"].browse(plan_id)
years, columns = len(plan.year_ids), len(plan.column_ids)
cells = {(cell.column_id.id, cell.year) for cell in plan.cell_ids}
points = {(point.variant_id.id, point.year) for point in plan.point_ids}
must(
    told == ["done", "done"]
    and len(plan.cell_ids) == len(cells) == years * columns
    and len(plan.point_ids) == len(points) == years * len(plan.variant_ids)
    and plan.variant_ids.mapped("parameter").count("base") == 1
)
"""
GIFT = """
home = env["oe.territory"].search([("code", "=", "44")])._company_of("association")
env.user.company_ids |= home
giver = env["res.partner"].create({"name": "Élise"})
project = env["oe.project.supported"].create(
    {"name": "Jardin d'école", "company_id": home.id})
gifts = env["oe.project.gift"].create([
    {"project_id": project.id, "partner_id": giver.id, "name": name,
     "date": "2026-06-15", "amount": 100, "currency_id": home.currency_id.id}
    for name in ("Semences", "Outils", "Serre")
])
ids = gifts.ids
# Both receive the first one; each has one of its own (the same one when retried).
todo, mine = ids[1:], threading.local()

def warm(own):
    own["oe.project.gift"].browse(ids).mapped("number")

def receive(own):
    if not hasattr(mine, "id"):
        mine.id = todo.pop()
    rows = own["oe.project.gift"].browse([mine.id]) | own["oe.project.gift"].browse(
        ids[0])
    rows.action_receive()

both(receive)
gifts = env["oe.project.gift"].browse(ids)
numbers = gifts.mapped("number")
print(numbers)
must(
    told == ["done", "done"]
    and all(numbers) and len(set(numbers)) == 3
    and set(gifts.mapped("state")) == {"received"}
)
"""


@pytest.mark.parametrize(
    ("label", "script"), [("vote", VOTE), ("plan", COMPUTE), ("gift", GIFT)]
)
def test_two_at_once(label, script):
    start, warm, race = script.partition("def warm(own):")
    # BOTH commits what was made before.
    assert_runs(f"royalty_{label}", IMPORTS + start + BOTH + warm + race)
