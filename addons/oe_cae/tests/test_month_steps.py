"""The month on one screen: steps, what is left, who did what."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestMonthSteps(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create({"name": "Client"})
        cls.scheme = cls._scheme()
        cls.person, cls.activity = cls._worker("Nadia", cls.scheme, fixed_pay=0)
        cls.manager = cls._staff("gerante-etapes", "manager", cls.cae)
        cls._invoice(cls.cae, cls.buyer, [(2000, cls.activity, None)], "2026-06-10")
        cls.period = cls._as(cls._period(cls.cae, "2026-06-01"), cls.manager)

    def _step(self, code):
        self.period.invalidate_recordset()
        self.env.flush_all()
        step = self.period.cae_step_ids.filtered(lambda row: row.code == code)
        step.invalidate_recordset()
        return step

    def test_each_step_is_there_once_in_order(self):
        codes = self.period.cae_step_ids.mapped("code")
        self.assertEqual(codes[0], "declarations")
        self.assertEqual(len(codes), len(set(codes)))
        for step in self.period.cae_step_ids:
            self.assertTrue(step.action_open()["type"])

    def test_a_month_from_open_to_closed(self):
        self.assertEqual(self._step("declarations").state, "todo")
        self.assertIn("Nadia", self._step("declarations").note)
        self.env["oe.cae.declaration"].create(
            {
                "entrepreneur_id": self.person.id,
                "company_id": self.cae.id,
                "month": "2026-06-01",
            }
        )
        self.assertEqual(self._step("declarations").state, "done")
        self.assertEqual(self._step("exceptions").state, "todo")
        self.period.action_cae_prepare()
        step = self._step("exceptions")
        self.assertEqual((step.state, step.done_by_id), ("done", self.manager))
        self.assertEqual(self._step("control").state, "done")
        self.assertEqual(self._step("pays").state, "todo")
        run = self._as(self.env["oe.cae.pay.run"], self.manager)
        run = run._get(self.cae, self.period.month)
        run.action_agree()
        step = self._step("pays")
        self.assertEqual((step.state, step.done_by_id), ("done", self.manager))
        self.assertEqual((step.left, step.total), (0, 1))
        self.assertEqual(self._step("export").state, "todo")
        self.env["oe.cae.pay.export"]._take(run, run.pay_ids)
        self.assertEqual(self._step("export").state, "done")
        self.assertEqual(self._step("payslips").left, 1)
        self.assertEqual(self._step("published").state, "todo")
        self.period.action_cae_close()
        step = self._step("published")
        self.assertEqual((step.state, step.done_by_id), ("done", self.manager))
        self.assertEqual(self._step("entry").state, "done")

    def test_what_is_missing_is_said(self):
        self._charge(self.activity, 5000)
        self.period.action_cae_prepare()
        step = self._step("exceptions")
        self.assertEqual((step.state, step.left), ("look", 1))
        found = self.env["oe.cae.statement"].search(step.action_open()["domain"])
        self.assertEqual(found.activity_id, self.activity)

    def test_another_company_is_closed_to_me(self):
        away = self._staff("ailleurs-etapes", "manager", self.cae_sap)
        step = self._step("claims")
        with self.assertRaises(AccessError):
            self._as(step, away).action_open()
        self.assertFalse(
            self._as("oe.cae.month.step", away).search(
                [("company_id", "=", self.cae.id)]
            )
        )
