"""Two choices at once are one; a double tap is one tap."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = (
    IMPORTS
    + """
from odoo.addons.oe_missions.tests.recruitment_common import RecruitmentCase

RecruitmentCase.setUpClass = classmethod(lambda cls: None)

class Case(RecruitmentCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae_sap = Case.territory._company_of("cae_sap")
Case.pole = env.ref("oe_base.pole_autonomy")
Case.cleaning = Case._service("Menage", 25, "tva_intermediaire_encaissement")
Case.client = env["res.partner"].create({"name": "Jeanne Test"})
Case.nadia = Case._worker("Nadia Course", login="nadia-course")
Case.commune = env["oe.commune"]._typed("44120 Vertou")
Case.recruitment = Case._recruitment()
people = [Case._employee(name) for name in ("Un Essai", "Deux Essai")]
kind = env["oe.pool.document.type"].create({"name": "Essai"})
rows = Case._presented(*people)
recruitment_id, client_id = Case.recruitment.id, Case.client.id
person_id, company_id, kind_id = Case.nadia.id, Case.cae_sap.id, kind.id
one, two = rows.ids

def warm(own):
    own["oe.recruitment"].search_count([])

def choose(own, candidate_id):
    own["oe.recruitment"].browse(recruitment_id)._choose(
        own["res.partner"].browse(client_id),
        own["oe.recruitment.candidate"].browse(candidate_id),
    )

def calls():
    return env["oe.call.task"].search_count([("subject", "=", Case.recruitment.title)])
"""
    + BOTH
)

CHOICE = """
turns, lock = {}, threading.Lock()

def turn():
    # A retried work chooses the same person again.
    with lock:
        return turns.setdefault(threading.get_ident(), (one, two)[len(turns) % 2])

both(lambda own: choose(own, turn()))
must(sorted(text == "done" for text in told) == [False, True] and calls() == 2)
"""

TAPS = """
both(lambda own: choose(own, one))
must(told == ["done", "done"] and calls() == 2)
"""

HIRED = """
choose(env, one)
env.cr.commit()
day = Case.recruitment.company_id._oe_today()
both(lambda own: own["oe.recruitment"].browse(recruitment_id)._hire(
    day, own["res.partner"].browse(client_id)))
duties = env["oe.recruitment.duty"].search([("recruitment_id", "=", recruitment_id)])
must(told == ["done", "done"] and len(duties) == len(duties.duty_id) > 0)
"""

SENT = """
def send(own):
    own["oe.pool.document"]._send(
        own["oe.entrepreneur"].browse(person_id),
        own["res.company"].browse(company_id),
        own["oe.pool.document.type"].browse(kind_id),
        (b"%PDF-1.4", "copie.pdf", "application/pdf"), False, "same",
    )

both(send)
mine = env["oe.pool.document"].search([("entrepreneur_id", "=", person_id)])
must(told == ["done", "done"] and len(mine) == 1)
"""

PRESENT = """
third = Case._employee("Trois Essai")
candidate = Case._candidates(third)
env.cr.commit()
both(lambda own: own["oe.recruitment"].browse(recruitment_id)._present())
must(told == ["done", "done"] and len(Case.recruitment._shown()) == 3)
"""


@pytest.mark.parametrize(
    ("label", "script"),
    [
        ("pool_choice", CHOICE),
        ("pool_taps", TAPS),
        ("pool_hired", HIRED),
        ("pool_sent", SENT),
        ("pool_present", PRESENT),
    ],
)
def test_two_at_once(label, script):
    assert_runs(label, START + script)
