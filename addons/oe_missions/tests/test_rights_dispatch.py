"""Role × model × operation for rules of hours, replacements and corrections."""

import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import JUNE
from .test_hours import HoursCase

OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}
ROLES = ("entrepreneur", "client", "advisor", "manager", "accountant")
TABLE = {
    "oe.hour.rule": ("", "", "r", "rwd", "r"),
    "oe.hour.cancel": ("", "", "r", "rwd", ""),
    "oe.hour.surcharge": ("", "", "r", "r", "r"),
    "oe.intervention.correction": ("", "", "r", "r", "r"),
    "oe.invoice.run": ("", "", "", "rw", "rw"),
    "oe.replacement": ("", "", "r", "rw", ""),
    "oe.brought.fee": ("", "", "r", "r", "r"),
}


@tagged("post_install", "-at_install")
class TestRightsDispatch(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker.partner_id.email = "nadia@example.com"
        here = cls.cae_sap
        cls.users = {
            "entrepreneur": cls._portal(
                cls.worker.partner_id,
                "nadia-rights",
                ["oe_base.group_oe_entrepreneur"],
                here,
            ),
            "client": cls._portal(
                cls.daughter, "anne-rights", ["oe_base.group_oe_client"], here
            ),
            "advisor": cls._staff("advisor-rights", "advisor", here),
            "manager": cls._staff("manager-rights", "manager", here),
            "accountant": cls._staff("accountant-rights", "accountant", here),
        }
        visit = cls._visit_on()
        cls._record(visit)
        hours = cls.env["account.analytic.line"].search(
            [("oe_part_id", "in", visit.part_ids.ids)]
        )
        moment = visit.actual_start
        correction = visit._correct(
            here._oe_wall(moment),
            here._oe_wall(moment + datetime.timedelta(hours=2)),
            0,
            "essai",
        )
        hours = cls.env["account.analytic.line"].search(
            [("oe_part_id", "in", visit.part_ids.ids)]
        )
        today = fields.Date.today()
        wanted = cls.env["oe.replacement"].create(
            {
                "mission_id": visit.mission_id.id,
                "company_id": here.id,
                "entrepreneur_id": cls.worker.id,
                "date_start": today,
                "date_end": today,
            }
        )
        cls.records = {
            "oe.hour.rule": cls.rule,
            "oe.hour.cancel": cls.rule.cancel_ids[0],
            "oe.hour.surcharge": hours.oe_surcharge_ids[0],
            "oe.intervention.correction": correction,
            "oe.invoice.run": cls.env["oe.invoice.run"]._start(here, JUNE.start),
            "oe.replacement": wanted,
            "oe.brought.fee": cls._fee(visit.mission_id.order_id),
        }

    @classmethod
    def _fee(cls, order):
        move = cls.env["account.move"].create(
            {"move_type": "entry", "company_id": cls.cae_sap.id}
        )
        return cls.env["oe.brought.fee"].create(
            {
                "order_id": order.id,
                "company_id": cls.cae_sap.id,
                "bringer_id": cls.worker.id,
                "date": "2026-06-30",
                "move_id": move.id,
            }
        )

    def test_table(self):
        stranger = self._staff("manager-elsewhere", "manager", self.cae)
        for model, rights in TABLE.items():
            record = self.records[model]
            for role, allowed in zip(ROLES, rights, strict=True):
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        got = self._allowed(record, self.users[role], operation)
                        self.assertEqual(got, letter in allowed)
            for operation in OPERATIONS.values():
                with self.subTest(model=model, elsewhere=operation):
                    self.assertFalse(self._allowed(record, stranger, operation))

    def test_nobody_makes_by_rpc_what_steps_make(self):
        for model in (
            "oe.hour.surcharge",
            "oe.intervention.correction",
            "oe.invoice.run",
            "oe.brought.fee",
            "oe.replacement.report",
        ):
            for role, user in self.users.items():
                with (
                    self.subTest(model=model, role=role),
                    self.assertRaises(AccessError),
                ):
                    self._as(model, user).check_access("create")

    def test_an_entrepreneur_is_not_even_told_of_the_offices_fields(self):
        visit = self.records["oe.intervention.correction"].intervention_id
        told = self._as(visit, self.users["entrepreneur"]).fields_get()
        self.assertIn("planned_start", told)
        for hidden in ("replacement_id", "cancel_line_id", "is_billed"):
            self.assertNotIn(hidden, told)
