"""Two people at the same shares, the same application, the same payslip."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = """
import base64
from odoo.addons.oe_cae.tests.common import PIXEL
from odoo.addons.oe_cae.tests.member_common import MemberCase

class Case(MemberCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
Case.buyer = env["res.partner"].create({"name": "Client"})
Case.members = env["oe.cae.member"]
Case.moves = env["oe.cae.share.move"]
env["oe.cae.share.terms"].create({
    "company_id": Case.cae.id, "date_start": "2026-01-01", "nominal": 50,
})
person, activity = Case._case_2("Nadia", "44-001")
company_id = Case.cae.id

def warm(own):
    own["oe.cae.share.move"].search([]).mapped("state")
"""
TRANSFER = """
nadia, paul, zoe = Case._member(), Case._member("Paul", 1), Case._member("Zoe", 1)
drafts = [
    Case.moves.create({
        "member_id": nadia.id, "to_member_id": other.id, "kind": "transfer",
        "shares": 7, "date": "2026-03-01",
    }).id
    for other in (paul, zoe)
]
env.cr.commit()
todo = list(drafts)
# Each retry enters the same draft, not the other one.
mine = threading.local()
def work(own):
    if not hasattr(mine, "id"):
        mine.id = todo.pop()
    own["oe.cae.share.move"].browse(mine.id).action_enter()
both(work)
members = env["oe.cae.member"].search([])
held = sorted(members.mapped("shares"))
told.append(held)
must(told.count("done") == 1 and held == [1, 3, 8])
"""
DECIDE = """
contract = person.cae_contract_ids
row = env["oe.cae.candidature"]._apply(contract, {
    "motive": "Voter", "shares": 4, "monthly_cents": 0, "consents": False,
})
row.opinion = "for"
row.action_opinion()
row.write({"decision_date": Case.cae._oe_today(), "resolution": "AG 7",
           "refusal_reason": "Plus tard"})
row_id = row.id
env.cr.commit()
verbs = ["action_accept", "action_refuse"]
mine = threading.local()
def work(own):
    if not hasattr(mine, "verb"):
        mine.verb = verbs.pop()
    getattr(own["oe.cae.candidature"].browse(row_id), mine.verb)()
both(work)
shares = sum(env["oe.cae.member"].search([]).mapped("shares"))
told.append((row.state, shares))
must(told.count("done") == 1 and shares == (4 if row.state == "accepted" else 0))
"""
APPLY = """
contract_id = person.cae_contract_ids.id
env.cr.commit()
both(lambda own: own["oe.cae.candidature"]._apply(
    own["oe.cae.contract"].browse(contract_id),
    {"motive": "Voter", "shares": 4, "monthly_cents": 0, "consents": False},
))
must(told.count("done") == 1 and env["oe.cae.candidature"].search_count([]) == 1)
"""
DEDUCT = """
member = Case._member(partner=person.partner_id)
Case._consent(person)
run = Case._run()
run.action_agree()
env.cr.commit()
data = (
    "matricule;mois;brut;cotisations_patronales;cotisations_salariales;"
    "net_avant_impot;prelevement_source;net_paye\\n"
    "44-001;2026-06;1000;100;200;800;0;800"
)
def work(own):
    own["oe.cae.payslip.wizard"].create({
        "company_id": company_id, "file": base64.b64encode(data.encode())
    }).action_import()
both(work)
must(told == ["done", "done"] and member.paid == 30
     and len(run.pay_ids.share_move_ids) == 1)
"""
OTHERWISE = """
member = Case._member(partner=person.partner_id)
Case._consent(person)
run = Case._run()
run.action_agree()
pay_id = run.pay_ids.id
env.cr.commit()
both(lambda own: own["oe.cae.pay"].browse(pay_id).action_booked_otherwise())
must(told.count("done") == 1 and member.paid == 30)
"""
CONSENT = """
member = Case._member(partner=person.partner_id)
rows = env["oe.cae.share.deduction"].create([
    {"entrepreneur_id": person.id, "company_id": company_id, "amount": 30,
     "date_start": "2026-06-01"} for _twice in range(2)
])
rows.action_send()
todo = list(rows.ids)
env.cr.commit()
mine = threading.local()
def work(own):
    if not hasattr(mine, "id"):
        mine.id = todo.pop()
    row = own["oe.cae.share.deduction"].browse(mine.id)
    row._sign_es(row.entrepreneur_id.partner_id, "Nadia", PIXEL)
both(work)
must(told.count("done") == 1 and rows.mapped("state").count("signed") == 1)
"""


@pytest.mark.parametrize(
    "work",
    [TRANSFER, DECIDE, APPLY, DEDUCT, OTHERWISE, CONSENT],
    ids=["transfer", "decide", "apply", "deduct", "otherwise", "consent"],
)
def test_two_at_once(work):
    assert_runs("member", IMPORTS + START + BOTH + work)
