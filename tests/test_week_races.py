"""A phone sends one record twice at once; a conflict twice; a manager accepts twice."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = (
    IMPORTS
    + """
import datetime
from odoo.addons.oe_missions.tests.week_common import WeekCase, SIGNATURE

WeekCase.setUpClass = classmethod(lambda cls: None)

class Case(WeekCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae_sap = Case.territory._company_of("cae_sap")
Case.cae = Case.territory._company_of("cae_general")
Case.pole = env.ref("oe_base.pole_autonomy")
Case.care = Case._service("Aide", 30, "tva_reduite_encaissement")
Case.cleaning = Case._service("Menage", 25, "tva_intermediaire_encaissement")
Case.client = env["res.partner"].create({"name": "Jeanne", "zip": "44000"})
person = Case._worker("Nadia")
mission = Case._mission(person)
visit = mission.intervention_ids.sorted("planned_start")[0]
# Whatever the day of the test, the visit was yesterday.
yesterday = datetime.date.today() - datetime.timedelta(days=1)
mission.date_end = datetime.date.today()
nine = datetime.datetime.combine(yesterday, datetime.time(9))
utc = Case.cae_sap._oe_utc
visit.write({"planned_start": utc(nine), "planned_end": utc(nine.replace(hour=12))})
item = Case._item(
    visit, start=f"{yesterday}T09:05", end=f"{yesterday}T12:05"
)
person_id, visit_id = person.id, visit.id

def warm(own):
    own["oe.intervention"].browse(visit_id).state

def send(own):
    person = own["oe.entrepreneur"].browse(person_id)
    answer = own["oe.intervention"]._week_take(person, [item])[0]
    told.append(answer["result"])

def hours():
    return env["account.analytic.line"].search_count(
        [("oe_part_id", "in", env["oe.intervention"].browse(visit_id).part_ids.ids)]
    )
"""
    + BOTH
)

SEND = """
both(send)
must(sorted(set(told) - {"done"}) == ["known", "recorded"] and hours() == 2)
# The answer was lost after the server took it: the phone sends again.
send(env)
must(told[-1] == "known" and hours() == 2)
"""

ASIDE = """
visit.action_cancel()
env.cr.commit()
both(send)
drafts = env["oe.visit.draft"].search([("intervention_id", "=", visit_id)])
must(set(told) - {"done"} == {"conflict"} and len(drafts) == 1 and hours() == 0)
"""

ACCEPT = """
visit.action_cancel()
send(env)
env.cr.commit()
draft_id = env["oe.visit.draft"].search([("intervention_id", "=", visit_id)]).id
both(lambda own: own["oe.visit.draft"].browse(draft_id).action_accept())
refused = [text for text in told if "already" in text]
must(told.count("done") == 1 and len(refused) == 1 and hours() == 2)
"""


@pytest.mark.parametrize(
    ("label", "script"),
    [("week_send", SEND), ("week_aside", ASIDE), ("week_accept", ACCEPT)],
)
def test_two_at_once(label, script):
    assert_runs(label, START + script)
