"""HR finds each entrepreneur in Employees: reads, writes nothing of ours, no money."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import OeCase


@tagged("post_install", "-at_install")
class TestHr(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._person(
            "Nadia Benali", cls.cae, register_number="R-1", login="nadia-hr"
        )
        cls._activity(cls.person, cls.cae, name="Formation")
        cls.employee = cls.person.affiliation_ids.employee_id
        cls.clerk = cls.env["hr.employee"].create(
            {"name": "Comptable", "company_id": cls.cae.id}
        )
        cls.helene = new_test_user(
            cls.env,
            login="helene-hr",
            groups="base.group_user,hr.group_hr_user",
            company_id=cls.cae.id,
            company_ids=[Command.set(cls.cae.ids)],
        )

    def test_she_reads_status_dates_and_activities(self):
        mine = self._as(self.employee, self.helene)
        mine.invalidate_recordset()
        self.assertTrue(mine.oe_is_entrepreneur)
        self.assertIn("CESA", mine.oe_hosting_status)
        self.assertEqual(mine.oe_hosting_state, "running")
        self.assertEqual(str(mine.oe_hosting_start), "2026-01-01")
        self.assertFalse(mine.oe_hosting_end)
        self.assertEqual(mine.oe_activity_names, "Formation")
        self.assertEqual(mine.oe_register_number, "R-1")
        with Form(mine) as form:
            self.assertEqual(form.oe_activity_names, "Formation")

    def test_the_hosting_that_runs_comes_before_the_one_to_come(self):
        line = self.person.affiliation_ids
        line.date_end = "2098-12-31"
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": self.person.id,
                "company_id": self.cae.id,
                "status": "cape",
                "date_start": "2099-01-01",
            }
        )
        self.employee.invalidate_recordset()
        self.assertIn("CESA", self.employee.oe_hosting_status)
        self.assertIn("CAPE", self.employee.oe_hosting_past)
        line.date_end = "2026-01-31"
        self.employee.invalidate_recordset()
        self.assertEqual(self.employee.oe_hosting_state, "ahead")

    def test_the_filter_finds_entrepreneurs(self):
        employees = self._as("hr.employee", self.helene)
        found = employees.search([("oe_is_entrepreneur", "=", True)])
        self.assertIn(self.employee, found)
        self.assertNotIn(self.clerk, found)
        others = employees.search([("oe_is_entrepreneur", "=", False)])
        self.assertIn(self.clerk, others)
        self.assertNotIn(self.employee, others)

    def test_she_writes_nothing_of_ours_and_reads_no_money(self):
        for model in ("oe.affiliation", "oe.activity", "oe.entrepreneur", "oe.note"):
            records = self._as(model, self.helene)
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), (model, operation))
        for model in ("account.move", "account.move.line", "account.analytic.line"):
            self.assertFalse(self._as(model, self.helene).has_access("read"), model)
        account = self._as(self.person.activity_link_ids.account_id, self.helene)
        with self.assertRaises(AccessError):
            account.read(["balance"])

    def test_nobody_else_reads_it(self):
        clerk = new_test_user(self.env, login="clerk-hr", groups="base.group_user")
        for user in (clerk, self.person.user_id):
            with self.assertRaises(AccessError):
                self._as(self.employee, user).read(["oe_hosting_status"])

    def test_fifty_employees_ask_no_more_than_one(self):
        many = self.employee
        for rank in range(20):
            person = self._person(f"ES {rank}", self.cae)
            self._activity(person, self.cae)
            many |= person.affiliation_ids.employee_id
        self.env.flush_all()

        def queries(records):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            records.mapped("oe_activity_names")
            return self.env.cr.sql_log_count - start

        one = queries(self.employee)
        self.assertLessEqual(queries(many), one + 3)
