"""A cooperative opened with its territory has the draft of its licence."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestLicence(RoyaltyCase):
    def test_a_draft_counts_from_its_signature(self):
        contracts = self.env["oe.royalty.contract"]
        self.env["oe.royalty.scheme"].search([("id", "!=", self.scheme.id)]).active = 0
        company = self.env["oe.territory"]._open_company(
            "85", "Vendée", "2027-01-01", "cae_general", "CAE MSG Vendée"
        )
        licence = contracts.search([("company_id", "=", company.id)])
        self.assertEqual(licence.state, "draft")
        period = self._period("2027-06")
        period.action_compute()
        self.assertNotIn(licence, period.statement_ids.contract_id)
        with self.assertRefused(UserError, "pre-contract document", "who signed"):
            licence.action_sign()
        licence.write(
            {
                "information_date": "2026-12-01",
                "signed_on": "2026-12-20",
                "signed_by": "La gérante",
                "is_related_party": True,
            }
        )
        with self.assertRefused(UserError, "related-party"):
            licence.action_sign()
        licence.related_vote_date = "2026-12-10"
        with self.assertRefused(UserError, "20 days", "21/12/2026"):
            licence.action_sign()
        licence.signed_on = "2026-12-21"
        licence.action_sign()
        period.action_compute()
        self.assertIn(licence, period.statement_ids.contract_id)

    def test_opened_again_nothing_doubles(self):
        for _time in range(2):
            company = self.env["oe.territory"]._open_company(
                "85", "Vendée", "2027-01-01", "cae_general", "CAE MSG Vendée"
            )
        count = self.env["oe.royalty.contract"].search_count(
            [("company_id", "=", company.id)]
        )
        self.assertLessEqual(count, 1)
