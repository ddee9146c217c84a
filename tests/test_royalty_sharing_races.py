"""Two people share or pay the same royalty at once: once shared, once paid."""

import pytest
from two_at_once import BOTH, IMPORTS, assert_runs

START = """
from odoo.addons.oe_royalty.tests.sharing_common import SharingCase

class Case(SharingCase):
    pass

Case.env = env(context=dict(env.context, tracking_disable=True))
Case.sas = env.ref("base.main_company")
Case.territory = env["oe.territory"].search([("code", "=", "44")])
Case.cae = Case.territory._company_of("cae_general")
Case.cae_sap = Case.territory._company_of("cae_sap")
env.user.company_ids = Case.sas | Case.cae | Case.cae_sap
Case.env = Case.env(
    context=dict(Case.env.context, allowed_company_ids=env.user.company_ids.ids)
)
Case.scheme = Case.env["oe.royalty.scheme"].create(
    {"name": "Marque", "company_id": Case.sas.id, "sharing_every": "month"}
)
Case._rate(5, "2027-01-01")
Case.household = Case.env["res.partner"].create({"name": "Foyer"})
Case.conceptual, Case.operational = Case.scheme.pool_ids.sorted("sequence")
Case._license()
for name in ("Ana", "Bob", "Cid"):
    Case._points(Case._holder(name))
Case._royalty(100, "2027-01")
sharing = Case.env["oe.royalty.sharing"].create(
    {"scheme_id": Case.scheme.id, "date_start": "2027-01-01"}
)
sharing_id = sharing.id

def warm(own):
    own["oe.royalty.sharing"].browse(sharing_id).source_ids.mapped("amount")
"""
APPROVE = """
both(lambda own: own["oe.royalty.sharing"].browse(sharing_id).action_approve())
sharing = env["oe.royalty.sharing"].browse(sharing_id)
must(
    sorted(said == "done" for said in told) == [False, True]
    and len(sharing.source_ids) == 1
    and sorted(sharing.allocation_ids.mapped("amount")) == [20, 20, 20, 40]
    and sharing.is_intact
)
"""
COMPUTE = """
both(lambda own: own["oe.royalty.sharing"].browse(sharing_id).action_compute())
sharing = env["oe.royalty.sharing"].browse(sharing_id)
must(told == ["done", "done"] and len(sharing.source_ids) == 1
     and sorted(sharing.allocation_ids.mapped("amount")) == [20, 20, 20, 40])
"""

PAY = """
sharing.action_approve()
env.cr.commit()
scheme_id = Case.scheme.id

def warm(own):
    own["oe.royalty.allocation"].search([]).mapped("payout_id")

def pay(own):
    scheme = own["oe.royalty.scheme"].browse(scheme_id)
    own["oe.royalty.payout"]._make(scheme, "2027-12-31")

both(pay)
payouts = env["oe.royalty.payout"].search([])
must(told == ["done", "done"] and payouts.mapped("amount") == [20, 20, 20])
"""


@pytest.mark.parametrize(
    "work", [APPROVE, COMPUTE, PAY], ids=["approve", "compute", "pay"]
)
def test_a_royalty_is_shared_once(work):
    assert_runs("royalty sharing", IMPORTS + START + BOTH + work)
