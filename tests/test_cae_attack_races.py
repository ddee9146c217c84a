"""One person takes two slots at once; two clicks ask for the entry of a year."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

SLOTS = """
import datetime
from odoo import fields
from odoo.addons.oe_cae.tests.common import CaeCase

class Case(CaeCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
person, activity = Case._worker("Nadia", Case._scheme())
advisor = Case._staff("marc-course", "advisor", Case.cae)
person.advisor_id = advisor
base = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
todo = env["oe.cae.meeting"].create([
    {"advisor_id": advisor.id, "company_id": Case.cae.id,
     "start": base + datetime.timedelta(days=day)} for day in (3, 4)
]).ids
slots = env["oe.cae.meeting"].browse(list(todo))
person_id = person.id
# Each retry takes the same slot, not the other one.
mine = threading.local()

def warm(own):
    own["oe.cae.meeting"].search([]).mapped("state")
    own["oe.entrepreneur"].browse(person_id).name

def work(own):
    if not hasattr(mine, "id"):
        mine.id = todo.pop()
    own["oe.cae.meeting"].browse(mine.id)._book(
        own["oe.entrepreneur"].browse(person_id)
    )
"""
ENTRY = """
from odoo.addons.oe_cae.tests.test_volunteer import VolunteerCase

class Case(VolunteerCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
home = Case.territory._company_of("association")
ines = Case._person("Ines", home, "volunteer")
env["oe.cae.volunteer.terms"].create({
    "company_id": home.id, "date_start": "2026-01-01", "hourly_value": 12.31,
    "km_rate": 0.529, "fee": 15,
})
env["oe.cae.volunteer.hour"].create({
    "entrepreneur_id": ines.id, "company_id": home.id, "date": "2026-06-10",
    "hours": 2, "name": "Accueil",
}).action_confirm()
env["oe.cae.volunteer.terms"]._journal(home)
home_id = home.id

def warm(own):
    own["account.move"].search([]).mapped("state")

def work(own):
    own["oe.cae.volunteer.wizard"].with_context(
        allowed_company_ids=[home_id]
    ).create({"company_id": home_id, "year": 2026}).action_entry()
"""
TAKEN = """
both(work)
must(told.count("done") == 1 and slots.mapped("state").count("taken") == 1)
"""
MADE = """
env["res.users"].browse(1).company_ids = [(4, home_id)]
both(work)
moves = env["account.move"].search([("journal_id.code", "=", "BENEV")])
must(told.count("done") == 1 and len(moves) == 1)
"""


@pytest.mark.parametrize(
    "script", [SLOTS + BOTH + TAKEN, ENTRY + BOTH + MADE], ids=["slots", "entry"]
)
def test_two_at_once(script):
    assert_runs("attack", IMPORTS + script)
