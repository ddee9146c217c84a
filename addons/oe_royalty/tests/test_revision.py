"""Revision of the rate: indices, suggestion within bounds, effects, decision."""

from fractions import Fraction
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..calc.revision import EsMonths
from .sharing_common import SharingCase


@tagged("post_install", "-at_install")
@freeze_time("2028-02-10")
class TestRevision(SharingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        skill = cls.env.ref("oe_base.skill_tutor")
        for start, value in (("2027-01-01", 30), ("2028-01-01", 33)):
            cls.env["oe.royalty.market.rate"].create(
                {
                    "scheme_id": cls.scheme.id,
                    "skill_id": skill.id,
                    "date_start": start,
                    "hourly_rate": value,
                }
            )
        cls._royalty(100, "2027-01")
        cls._royalty(120, "2028-01")
        cls.revision = cls.env["oe.royalty.revision"].create(
            {
                "name": "Taux 2028",
                "scheme_id": cls.scheme.id,
                "date_start": "2028-03-01",
                "date_reference": "2027-06-30",
                "max_step": 2,
            }
        )

    def test_indices_and_suggestion(self):
        self.assertEqual(self.revision.current_rate, 5)
        self.revision.action_indices()
        market, results = self.revision.item_ids.sorted("kind")
        self.assertEqual((market.reference, market.current), (30, 33))
        self.assertEqual((results.reference, results.current), (2000, 2400))
        # 5 % × (1 + half of 10 % + half of 20 %).
        self.assertAlmostEqual(self.revision.suggested_rate, 5.75)
        self.assertIn("5,75", self.revision.suggestion)
        self.revision.max_step = 0.5
        self.assertAlmostEqual(self.revision.suggested_rate, 5.5)
        self.assertIn("bounds", self.revision.suggestion)
        self.assertEqual(len(self.revision.option_ids), 2)
        self.revision.action_indices()
        self.assertEqual(len(self.revision.item_ids), 2)

    def test_effect_on_a_cooperative_and_on_people(self):
        person = self._person("Zoé", self.cae)
        months = EsMonths("k", "c", 240_000, 30_100, 30_000, Fraction(1, 2))
        self.revision.action_indices()
        rows = [(person, self.cae, 1, months)]
        with patch.object(
            type(self.revision), "_people_months", lambda *args, **kw: rows
        ):
            self.revision.action_simulate()
            self.revision.action_simulate()
        keep, more = self.revision.effect_ids
        self.assertEqual((keep.change_amount, keep.under_count), (0, 0))
        self.assertEqual(more.base_amount, 2400)
        self.assertEqual((more.before_amount, more.after_amount), (120, 138))
        self.assertEqual((more.people_count, more.under_count), (1, 1))
        under = self.revision.under_ids
        self.assertEqual((under.before_amount, under.after_amount), (301, 292))
        self.assertEqual(under.target_amount, 300)
        only_sas = self._staff("network-rev", "network_manager", self.sas)
        mine = self._as(self.revision, only_sas)
        self.assertFalse(mine.person_ids)
        self.assertEqual(mine.effect_ids[1].under_count, 1)

    def _decide(self):
        self.revision.write(
            {
                "option_id": self.revision.option_ids[1].id,
                "decision": "Adopté.",
                "resolution_date": "2028-02-01",
                "vote_reference": "Vote du 30 janvier",
            }
        )
        self.revision.action_decide()

    def test_a_decision_makes_the_rate(self):
        self.revision.action_indices()
        with self.assertRefused(UserError, "resolution"):
            self.revision.action_decide()
        self._decide()
        rate = self.revision.rate_id
        self.assertEqual((rate.state, rate.rate), ("draft", 5.75))
        self.assertEqual(str(rate.date_start), "2028-03-01")
        self.assertIn("Vote du 30 janvier", rate.legal_reference)
        rate.action_approve()
        with self.assertRefused(UserError, "no longer changes"):
            self.revision.action_decide()
        for work in (
            self.revision.action_simulate,
            self.revision.action_indices,
            self.revision.unlink,
            lambda: self.revision.option_ids[0].write({"rate": 9}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                work()

    def test_who_revises(self):
        table = {"manager": "", "accountant": "r", "network_manager": "rwd"}
        self.revision.action_indices()
        self.revision.action_simulate()
        records = (
            self.revision,
            self.revision.item_ids[0],
            self.revision.option_ids[0],
        )
        for role, letters in table.items():
            user = self._staff(f"{role}-revision", role, self.sas)
            for record in records:
                for letter, operation in (
                    ("r", "read"),
                    ("w", "write"),
                    ("d", "unlink"),
                ):
                    got = self._allowed(record, user, operation)
                    self.assertEqual(
                        got, letter in letters, (record._name, role, operation)
                    )
            effect = self.revision.effect_ids[0]
            self.assertEqual(self._allowed(effect, user, "read"), "r" in letters)
            self.assertFalse(self._allowed(effect, user, "write"))
        books = self.env["res.users"].search([("login", "=", "accountant-revision")])
        with self.assertRaises(AccessError):
            self._as(self.revision, books).action_decide()
        network = self.env["res.users"].search(
            [("login", "=", "network_manager-revision")]
        )
        with self.assertRefused(UserError, "buttons"):
            self._as(self.revision, network).write({"state": "decided"})
