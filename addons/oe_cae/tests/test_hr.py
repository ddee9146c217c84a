"""HR sees where a contract stands in Employees, and none of its amounts."""

from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestHr(CaeCase):
    def test_she_reads_the_contract_s_state_and_no_money(self):
        person, _activity = self._worker("Nadia RH", self._scheme())
        employee = person.affiliation_ids.employee_id
        helene = new_test_user(
            self.env,
            login="helene-cae",
            groups="base.group_user,hr.group_hr_user",
            company_id=self.cae.id,
            company_ids=[Command.set(self.cae.ids)],
        )
        mine = self._as(employee, helene)
        mine.invalidate_recordset()
        self.assertEqual(mine.oe_contract_state, "Signed")
        self.assertEqual(
            mine.oe_contract_deadline, person.cae_contract_ids.deadline or False
        )
        with Form(mine) as form:
            self.assertEqual(form.oe_contract_state, "Signed")
        for model in ("oe.cae.contract", "oe.cae.statement", "oe.cae.scheme"):
            self.assertFalse(self._as(model, helene).has_access("read"), model)
