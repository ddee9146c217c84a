"""One person votes twice at once, two people at once: each counts once."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = """
from datetime import timedelta
from odoo import fields
from odoo.addons.oe_cae.tests.common import CaeCase

class Case(CaeCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
scheme = Case._scheme()
people = [
    Case._worker(name, scheme, member_since="2026-01-01")[0].id
    for name in ("Nadia", "Paul", "Samira")
]
proposal = env["oe.cae.proposal"].create(
    {
        "name": "Quel taux ?",
        "company_id": Case.cae.id,
        "ballot": BALLOT,
        "vote_end": fields.Datetime.now() + timedelta(days=1),
    }
)
proposal.action_discuss()
proposal.action_open()
proposal_id, options = proposal.id, proposal.option_ids.ids
ballots = env["oe.cae.proposal.ballot"]
turns = iter(people)

def warm(own):
    own["oe.cae.proposal"].browse(proposal_id).elector_ids.mapped("voted_on")

def vote(own, person):
    row = own["oe.cae.proposal"].browse(proposal_id)
    row._vote(
        own["oe.entrepreneur"].browse(person), row.option_ids.browse(options[0])
    )
"""
TWICE = """
both(lambda own: vote(own, people[0]))
must(len(ballots.search([])) == 1 and proposal.voters == 1 and (
    told == ["done", "done"] if BALLOT == "open"
    else "done" in told and any("already" in said for said in told)
))
"""
TWO = """
mine = {}

def one(own):
    # A retry keeps its person.
    person = mine.get(own.cr) or next(turns)
    mine[own.cr] = person
    vote(own, person)

both(one)
must(told == ["done", "done"] and len(ballots.search([])) == 2)
must(proposal.voters == 2)
"""
LAST = """
for person in people[:2]:
    vote(env, person)
env.cr.commit()
roles = iter(("vote", "close"))
mine = {}

def one(own):
    # A retry keeps its role.
    role = mine.get(own.cr) or next(roles)
    mine[own.cr] = role
    if role == "vote":
        vote(own, people[2])
    else:
        own["oe.cae.proposal"].browse(proposal_id).action_close()

both(one)
row = env["oe.cae.proposal"].browse(proposal_id)
row.action_close()
must(len(ballots.search([])) == row.result["voters"] == 3)
"""


@pytest.mark.parametrize(
    ("kind", "work"),
    [("secret", TWICE), ("open", TWICE), ("secret", TWO), ("secret", LAST)],
    ids=["twice", "twice-called", "two", "last-and-close"],
)
def test_each_votes_once(kind, work):
    script = IMPORTS + f'BALLOT = "{kind}"\n' + START + BOTH + work
    assert_runs("votes", script)
