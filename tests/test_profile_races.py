"""A request sent twice at once is one; two at once do not pass the limit."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = (
    IMPORTS
    + """
from odoo.addons.oe_missions.tests.profile_common import ProfileCase

ProfileCase.setUpClass = classmethod(lambda cls: None)

class Case(ProfileCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae_sap = Case.territory._company_of("cae_sap")
Case.pole = env.ref("oe_base.pole_autonomy")
Case.tutor = env.ref("oe_base.skill_tutor")
Case.care = Case._service("Aide", 30, "tva_reduite_encaissement")
Case.cleaning = Case._service("Menage", 25, "tva_intermediaire_encaissement")
person = Case._worker("Nadia Test", login="nadia-race")
person_id = person.id
FORM = {
    "name": "Lucie", "phone": "02 40 99 88 77", "place": "44000", "words": "x",
    "consent": "1",
}
SENDERS = {"session": "s", "address": "a"}

def warm(own):
    own["oe.public.profile"].search_count([])

def profiles():
    return env["oe.public.profile"].search([("entrepreneur_id", "=", person_id)])

def needs():
    return env["crm.lead"].search_count([("oe_profile_id", "=", profiles().id)])

def ask(own, ref):
    profile = own["oe.public.profile"].browse(profile_id)
    own["crm.lead"]._oe_contact(profile, {**FORM, "sent_ref": ref}, SENDERS)
"""
    + BOTH
)

MADE = """
both(lambda own: own["oe.public.profile"]._of(own["oe.entrepreneur"].browse(person_id)))
must(told == ["done", "done"] and len(profiles()) == 1)
"""

TWICE = """
profile_id = Case._published(person).id
env.cr.commit()
both(lambda own: ask(own, "same"))
must(told == ["done", "done"] and needs() == 1)
"""

LIMIT = """
profile_id = Case._published(person).id
env["oe.home.parameter"].search([]).contacts_session = 1
env.cr.commit()
both(lambda own: ask(own, threading.current_thread().name))
refused = [text for text in told if text != "done"]
must(told.count("done") == 1 and len(refused) == 1 and needs() == 1)
"""


@pytest.mark.parametrize(
    ("label", "script"),
    [("profile_made", MADE), ("profile_twice", TWICE), ("profile_limit", LIMIT)],
)
def test_two_at_once(label, script):
    assert_runs(label, START + script)
