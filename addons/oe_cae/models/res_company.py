from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_reminder_gap_days = fields.Integer(
        "Days between two reminders", default=7, required=True
    )
    oe_take_over_days = fields.Integer(
        "Days after the third reminder",
        default=15,
        required=True,
        help="Then the cooperative takes an unpaid invoice over.",
    )

    _oe_reminder_days = models.Constraint(
        "CHECK (oe_reminder_gap_days >= 1 AND oe_take_over_days >= 1)",
        "Reminders are at least a day apart.",
    )

    def _oe_after_opening(self, day):
        result = super()._oe_after_opening(day)
        for company in self.filtered(lambda row: row._oe_is_cae):
            self.env["oe.cae.pay"]._journal(company)
        return result

    def _oe_general_journal(self, code, name):
        """A journal of miscellaneous entries by its code, made when it is missing."""
        self.ensure_one()
        journals_sudo = self.env["account.journal"].sudo().with_company(self)
        found = journals_sudo.search(
            [("company_id", "=", self.id), ("code", "=", code)], limit=1
        )
        return found or journals_sudo.create(
            {"name": name, "code": code, "type": "general", "company_id": self.id}
        )
