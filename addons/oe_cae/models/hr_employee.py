from odoo import fields, models

HR = "hr.group_hr_user"


class HrEmployee(models.Model):
    """The contract behind the hosting, for HR: where it stands, no amount of it."""

    _inherit = "hr.employee"

    oe_contract_state = fields.Char(
        "Contract", compute="_compute_oe_contract", compute_sudo=True, groups=HR
    )
    oe_contract_trial_end = fields.Date(
        "Trial until", compute="_compute_oe_contract", compute_sudo=True, groups=HR
    )
    oe_contract_deadline = fields.Date(
        "Next deadline", compute="_compute_oe_contract", compute_sudo=True, groups=HR
    )

    def _compute_oe_contract(self):
        contracts = self.env["oe.cae.contract"].search(
            [("affiliation_id.employee_id", "in", self.ids)],
            order="date_start desc, id desc",
        )
        labels = dict(contracts._fields["state"]._description_selection(self.env))
        by_employee = contracts.grouped(lambda row: row.affiliation_id.employee_id)
        for employee in self:
            mine = by_employee.get(employee, contracts.browse())
            today = employee.company_id._oe_today() if mine else None
            now = mine.filtered(lambda row, day=today: row.affiliation_id._holds(day))
            shown = (now or mine)[:1]
            employee.update(
                {
                    "oe_contract_state": labels[shown.state] if shown else False,
                    "oe_contract_trial_end": shown.trial_end,
                    "oe_contract_deadline": shown.deadline,
                }
            )
