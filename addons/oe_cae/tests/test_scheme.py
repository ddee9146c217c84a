from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestScheme(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme()

    def test_a_version_used_by_a_closed_month_no_longer_changes(self):
        _person, activity = self._worker("Nadia", self.scheme)
        self._invoice(
            self.cae,
            self.env["res.partner"].create({"name": "C"}),
            [(1000, activity, None)],
            "2026-01-15",
        )
        version = self.scheme.version_ids
        version.fixed_part = 10
        version.fixed_part = 0
        self._close(self.cae, "2026-01-01")
        version.invalidate_recordset()
        self.assertTrue(version.is_used)
        with self.assertRefused(UserError, "starts later"):
            version.fixed_part = 20
        with self.assertRefused(UserError, "starts later"):
            version.bracket_ids.rate = 9
        with self.assertRefused(UserError, "starts later"):
            version.bracket_ids = [Command.create({"start_amount": 10, "rate": 1})]
        with self.assertRefused(UserError, "starts later"):
            version.unlink()

    def test_a_version_never_slips_under_closed_months(self):
        _person, activity = self._worker("Nadia", self.scheme)
        client = self.env["res.partner"].create({"name": "C"})
        self._invoice(self.cae, client, [(1000, activity, None)], "2026-02-15")
        self._close(self.cae, "2026-02-01")
        with self.assertRefused(ValidationError, "after the last closed month"):
            self._version(self.scheme, "2026-02-01", [(0, 12)])
        self._version(self.scheme, "2026-03-01", [(0, 12)])

    def test_brackets_start_at_zero(self):
        with self.assertRefused(ValidationError, "start at 0"):
            self._version(self.scheme, "2026-05-01", [(100, 12)])
        with self.assertRefused(ValidationError, "under its minimum"):
            self._version(self.scheme, "2026-05-01", [(0, 12)], minimum=50, maximum=20)

    def test_a_version_starts_with_a_month(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._version(self.scheme, "2026-05-02", [(0, 12)])

    def test_pay_parameters_of_2026_are_the_law_as_data(self):
        model = self.env["oe.cae.pay.parameter"]
        june = self.env.ref("oe_cae.pay_parameter_2026_06")
        self.assertEqual(model._at("2026-06-01"), june)
        self.assertEqual(
            model._at("2026-05-31"), self.env.ref("oe_cae.pay_parameter_2026_01")
        )
        parameters = june._parameters()
        self.assertEqual(parameters.smic_cents, 186706)
        total = sum(line.rate for line in parameters.employer)
        self.assertEqual(float(total), 0.43746)
