"""Own net under each rate, one person one vote in the network, the decision."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase
from odoo.addons.oe_cae.tests.common import CaeCase


@tagged("post_install", "-at_install")
class TestRevisionVote(PageCase, CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._royalty()
        cls._people()
        cls._month()
        cls.revision = cls._revision()

    @classmethod
    def _royalty(cls):
        cls.royalty = cls.env["oe.royalty.scheme"].create(
            {"name": "Marque", "company_id": cls.sas.id}
        )
        rate = cls.env["oe.royalty.rate"].create(
            {"scheme_id": cls.royalty.id, "rate": 5, "date_start": "2026-01-01"}
        )
        rate.action_approve()
        for company in (cls.cae, cls.cae_sap):
            cls.env["oe.royalty.contract"].create(
                {
                    "scheme_id": cls.royalty.id,
                    "company_id": company.id,
                    "date_start": "2026-01-01",
                    "state": "signed",
                }
            )

    @classmethod
    def _revision(cls):
        return cls.env["oe.royalty.revision"].create(
            {
                "name": "Quel taux de redevance ?",
                "scheme_id": cls.royalty.id,
                "date_start": "2027-01-01",
                "date_reference": "2026-01-01",
                "ballot": "open",
                "vote_end": fields.Datetime.now() + timedelta(days=7),
                "option_ids": [
                    fields.Command.create({"name": name, "rate": value})
                    for name, value in (("Garder 5 %", 5), ("Passer à 6 %", 6))
                ],
            }
        )

    @classmethod
    def _people(cls):
        scheme, other = cls._scheme(rate=10), cls._scheme(cls.cae_sap, rate=10)
        cls.nadia, activity = cls._worker("Nadia", scheme, "cape", login="nadia-rev")
        cls.paul, _none = cls._worker("Paul", scheme, "cape", login="paul-rev")
        cls.samira, _none = cls._worker("Samira", other, "cape", login="samira-rev")
        # Hosted by both: one vote.
        cls.env["oe.affiliation"].create(
            {
                "entrepreneur_id": cls.nadia.id,
                "company_id": cls.cae_sap.id,
                "status": "cape",
                "date_start": "2026-01-01",
            }
        )
        cls._contract(cls.nadia, other, "cape")
        cls.activity = activity
        cls.env["oe.cae.target"].create(
            {
                "entrepreneur_id": cls.nadia.id,
                "date_start": "2026-01-01",
                "net": 895,
                "hours": 100,
            }
        )

    @classmethod
    def _month(cls):
        client = cls.env["res.partner"].create({"name": "Cliente"})
        cls._invoice(cls.cae, client, [(1000, cls.activity, None)], "2026-06-10")
        cls._close(cls.cae, "2026-06-01")
        period = cls.env["oe.royalty.period"].create(
            {"scheme_id": cls.royalty.id, "month": "2026-06-01"}
        )
        period.action_compute()
        period.action_lock()

    def _open(self):
        self.revision.action_simulate()
        self.revision.action_vote()
        return self.revision.proposal_ids.sorted("company_id")

    def _vote(self, person, name):
        proposal = self.revision.proposal_ids.filtered(
            lambda row: person in row.elector_ids.entrepreneur_id
        ).sudo()
        option = proposal.option_ids.filtered(lambda row: row.name == name)
        proposal._vote(person, option)

    def test_simulation_reads_closed_statements(self):
        self.revision.action_simulate()
        rows = self.revision.person_ids.filtered(
            lambda row: row.entrepreneur_id == self.nadia
        )
        # Turnover 1 000, contribution 10 %: 900 kept, 10 less at one point more.
        self.assertEqual(rows.mapped("before_amount"), [900, 900])
        self.assertEqual(sorted(rows.mapped("after_amount")), [890, 900])
        self.assertEqual(self.revision.under_ids.entrepreneur_id, self.nadia)
        effect = self.revision.effect_ids.filtered(
            lambda row: row.licensee_id == self.cae and row.option_id.rate == 6
        )
        self.assertEqual((effect.change_amount, effect.under_count), (10, 1))

    def test_a_licence_that_will_end_votes_while_it_pays(self):
        """A last day far away is no way to leave a cooperative out of the vote."""
        licences = self.royalty.contract_ids
        licences.filtered(
            lambda row: row.company_id == self.cae
        ).date_end = "2099-12-31"
        licences.filtered(
            lambda row: row.company_id == self.cae_sap
        ).date_end = "2026-12-31"
        self.assertEqual(self._open().company_id, self.cae)

    def test_one_person_one_vote(self):
        with self.assertRefused(UserError, "Simulate"):
            self.revision.action_vote()
        votes = self._open()
        self.assertEqual(votes.company_id, self.cae | self.cae_sap)
        electors = votes.elector_ids.entrepreneur_id
        self.assertEqual(electors, self.nadia | self.paul | self.samira)
        self.assertEqual(len(votes.elector_ids), 3)
        with self.assertRefused(UserError, "no longer changes"):
            self.revision.option_ids[0].rate = 7
        with self.assertRefused(UserError, "no longer changes"):
            self.revision.action_vote()

    def test_counted_together_and_decided(self):
        self._open()
        self._vote(self.nadia, "Garder 5 %")
        self._vote(self.samira, "Passer à 6 %")
        with self.assertRefused(UserError, "before its end"):
            self.revision.action_count()
        with self.assertRefused(UserError, "after the vote"):
            self.revision.action_decide()
        self._vote(self.paul, "Passer à 6 %")
        self.revision.action_count()
        self.assertEqual(self.revision.state, "voted")
        self.assertEqual(self.revision.option_id.rate, 6)
        self.assertIn("3 of 3", self.revision.vote_reference)
        self.revision.write({"decision": "Adopté.", "resolution_date": "2026-07-01"})
        self.revision.action_decide()
        rate = self.revision.rate_id
        self.assertEqual((rate.rate, rate.state), (6, "draft"))
        self.assertIn("3 of 3", rate.legal_reference)
        with self.assertRefused(UserError, "No vote"):
            self.revision.action_count()

    def test_quorum_of_the_network(self):
        self.revision.quorum = 70
        votes = self._open()
        self._vote(self.nadia, "Garder 5 %")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oe_cae_proposal SET vote_end = now() - interval '1 day' "
            "WHERE id = ANY(%s)",
            [votes.ids],
        )
        votes.invalidate_recordset()
        self.revision.action_count()
        self.assertFalse(self.revision.option_id)
        self.assertIn("quorum", self.revision.result_told)

    def test_the_page_shows_the_own_net_before_the_vote(self):
        votes = self._open()
        mine = votes.filtered(lambda row: self.nadia in row.elector_ids.entrepreneur_id)
        url = f"/my/oe/votes/{mine.id}"
        self.authenticate("nadia-rev", PASSWORD)
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        text = page.text
        self.assertIn("890,00", text)
        self.assertIn("-10,00", text)
        option = mine.option_ids.filtered(lambda row: "6" in row.name)
        done = self._post(f"{url}/vote", option=option.id)
        self.assertEqual(done.status_code, 200)
        votes.invalidate_recordset()
        self.assertEqual(sum(votes.mapped("voters")), 1)
        self.authenticate("samira-rev", PASSWORD)
        of_the_cae = votes.filtered(lambda row: row.company_id == self.cae)
        page = self.url_open(f"/my/oe/votes/{of_the_cae.id}")
        self.assertEqual(page.status_code, 404)
        self._assertCallsRefused(
            ("oe.royalty.revision", "action_vote", [self.revision.ids]),
            ("oe.royalty.revision", "action_count", [self.revision.ids]),
            ("oe.royalty.revision", "read", [self.revision.ids]),
            ("oe.royalty.revision.person", "search_read", [[]]),
        )

    def test_two_runs_open_one_vote(self):
        self._open()
        manager = self._staff("gerante-rev", "manager", self.cae)
        mine = self._as(self.revision.proposal_ids[0], manager)
        with self.assertRaises(UserError):
            mine.write({"royalty_revision_id": False})
