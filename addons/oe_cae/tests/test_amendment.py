"""Amendments: versions of a contract; a past month never changes."""

import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PIXEL, CaeCase


@tagged("post_install", "-at_install")
class TestAmendment(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme, cls.other = cls._scheme(rate=10), cls._scheme(rate=15)
        cls.person, cls.activity = cls._worker(
            "Nadia", cls.scheme, fixed_pay=100, minimum_hours=20
        )
        cls.contract = cls.person.cae_contract_ids
        cls.client = cls.env["res.partner"].create({"name": "Client"})

    def _amend(self, start, **values):
        return self.env["oe.cae.contract.amendment"].create(
            {"contract_id": self.contract.id, "date_start": start, **values}
        )

    def _signed(self, start, **values):
        amendment = self._amend(start, **values)
        self._sign(amendment)
        return amendment

    def _terms(self, day):
        day = datetime.date.fromisoformat(day)
        return self.contract._terms_at(day)[self.contract]

    def test_the_month_reads_what_was_in_force_then(self):
        self._signed(
            "2026-07-01",
            changes_scheme=True,
            scheme_id=self.other.id,
            changes_pay=True,
            fixed_pay=300,
        )
        for day in ("2026-06-10", "2026-07-10"):
            self._invoice(self.cae, self.client, [(2000, self.activity, None)], day)
        june = self._close(self.cae, "2026-06-01")
        july = self._close(self.cae, "2026-07-01")
        self.assertEqual((june.contribution, july.contribution), (-200, -300))
        self.assertAlmostEqual(june.gross - june.variable_pay, 100)
        self.assertAlmostEqual(july.gross - july.variable_pay, 300)

    def test_two_amendments_do_not_undo_each_other(self):
        self._signed("2026-08-01", changes_pay=True, fixed_pay=400)
        self._signed("2026-07-01", changes_minimum=True, minimum_hours=40)
        self._amend("2026-07-01", changes_pay=True, fixed_pay=999)
        self.assertEqual(self._terms("2026-06-30")["minimum_hours"], 20)
        july, august = self._terms("2026-07-01"), self._terms("2026-08-01")
        self.assertEqual((july["minimum_hours"], july["fixed_pay"]), (40, 100))
        self.assertEqual((august["minimum_hours"], august["fixed_pay"]), (40, 400))

    def test_objectives_and_last_day(self):
        line = {"name": "Cinq clients", "target": 5, "unit": "clients"}
        amendment = self._signed(
            "2026-07-15",
            changes_objectives=True,
            objective_ids=[(0, 0, line)],
            changes_end=True,
            date_end="2026-12-31",
        )
        self.assertEqual(amendment.objective_ids.contract_id, self.contract)
        self.assertFalse(self.contract.objective_ids)
        day = datetime.date(2026, 8, 1)
        self.assertEqual(self.contract._objectives_at(day), amendment.objective_ids)
        self.assertFalse(self.contract._objectives_at(datetime.date(2026, 7, 1)))
        self.assertEqual(str(self.contract.date_end), "2026-12-31")
        self.assertEqual(str(self.contract.affiliation_id.date_end), "2026-12-31")
        with self.assertRefused(UserError, "closed"):
            amendment.objective_ids.target = 6

    def test_what_is_refused(self):
        with self.assertRefused(ValidationError, "first of a month"):
            self._amend("2026-07-02", changes_pay=True, fixed_pay=1)
        with self.assertRefused(ValidationError, "before its contract"):
            self._amend("2025-12-01", changes_minimum=True)
        with self.assertRefused(UserError, "What changes"):
            self._amend("2026-07-01").action_send()
        with self.assertRefused(UserError, "New contribution scheme", "part fixe"):
            self._amend(
                "2026-07-01", changes_scheme=True, changes_pay=True
            ).action_send()

    def test_a_closed_month_is_out_of_reach(self):
        early = self._amend("2026-06-01", changes_pay=True, fixed_pay=300)
        early.action_send()
        early._sign_es(self.person.partner_id, "Nadia", PIXEL)
        self._close(self.cae, "2026-06-01")
        with self.assertRefused(UserError, "06/2026"):
            early.action_countersign()
        with self.assertRefused(UserError, "06/2026"):
            self._amend("2026-06-01", changes_pay=True, fixed_pay=1).action_send()
        self.assertEqual(self._terms("2026-06-01")["fixed_pay"], 100)

    def test_amend_opens_a_draft_with_the_values_in_force(self):
        self._signed("2026-07-01", changes_pay=True, fixed_pay=400)
        action = self.contract.action_amend()
        draft = self.env["oe.cae.contract.amendment"].browse(action["res_id"])
        self.assertEqual((draft.state, draft.fixed_pay), ("draft", 400))
        self.assertEqual(draft.date_start.day, 1)
        self.assertIn("400", self.contract.terms_today)
        self.assertIn("400", str(self.contract._content()["amendments"]))
        self.assertIn("none", str(self.contract._content()["amendments"]))
