"""Exceptions instead of copies: a person exempt for some months, with the reason."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestExemption(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create({"name": "Client"})
        cls.scheme = cls._scheme()
        cls.person, cls.activity = cls._worker("Nadia", cls.scheme, fixed_pay=0)
        cls.contract = cls.person.cae_contract_ids
        cls.manager = cls._staff("gerante-exo", "manager", cls.cae)

    def _exempt(self, start="2026-06-01", end="2026-07-31", **values):
        return self._as("oe.cae.exemption", self.manager).create(
            {
                "contract_id": self.contract.id,
                "date_start": start,
                "date_end": end,
                "reason": "minimum_income",
                **values,
            }
        )

    def _contributed(self, month):
        self._invoice(
            self.cae, self.buyer, [(1000, self.activity, None)], month[:8] + "10"
        )
        statement = self._close(self.cae, month).filtered(
            lambda row: row.activity_id == self.activity
        )
        return statement

    def test_exempt_months_contribute_nothing_and_say_why(self):
        self._exempt()
        statement = self._contributed("2026-06-01")
        self.assertEqual(statement.contribution, 0)
        line = statement.line_ids.filtered(lambda row: row.kind == "contribution")
        self.assertIn("minimum", line.explanation.lower())
        self.assertEqual(self._contributed("2026-07-01").contribution, 0)
        self.assertEqual(self._contributed("2026-08-01").contribution, -100)

    def test_somebody_else_pays_as_before(self):
        self._exempt()
        _other, activity = self._worker("Paul", self.scheme)
        self._invoice(self.cae, self.buyer, [(500, activity, None)], "2026-06-12")
        rows = self._close(self.cae, "2026-06-01")
        other = rows.filtered(lambda row: row.activity_id == activity)
        self.assertEqual(other.contribution, -50)

    def test_closed_months_never_change(self):
        self.assertEqual(self._contributed("2026-06-01").contribution, -100)
        with self.assertRefused(UserError, "06/2026"):
            self._exempt()
        row = self._exempt("2026-07-01", "2026-08-31")
        self._contributed("2026-07-01")
        for refused in (
            lambda: row.write({"reason": "absence"}),
            lambda: row.write({"date_start": "2026-08-01"}),
            row.unlink,
        ):
            with self.assertRefused(UserError, "07/2026"):
                refused()
        row.date_end = "2026-09-30"
        row.note = "CA du 3 septembre"

    def test_whole_months_only(self):
        for start, end in (
            ("2026-06-02", "2026-06-30"),
            ("2026-06-01", "2026-06-29"),
            ("2026-06-01", "2026-05-31"),
        ):
            with self.assertRefused(ValidationError, "whole months"):
                self._exempt(start, end)

    def test_who_may(self):
        row = self._exempt()
        for role in ("advisor", "accountant"):
            user = self._staff(f"{role}-exo", role, self.cae)
            self.assertEqual(self._as(row, user).reason, "minimum_income")
            with self.assertRaises(AccessError):
                self._as(row, user).write({"note": "x"})
        away = self._staff("ailleurs-exo", "manager", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(row, away).read(["reason"])
