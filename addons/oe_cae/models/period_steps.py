from odoo import api, fields, models

CLAIM_STATES = ("draft", "submitted", "approved")


class Period(models.Model):
    """What is still open around a month, each count with the list behind it."""

    _inherit = "oe.period"

    cae_claim_count = fields.Integer(
        "Claims to settle",
        compute="_compute_cae_steps",
        help="Expense claims of the month, not posted yet.",
    )
    cae_bill_count = fields.Integer(
        "Bills to settle",
        compute="_compute_cae_steps",
        help="Supplier bills of the month that wait for an entrepreneur or were "
        "contested.",
    )
    cae_pay_count = fields.Integer(
        "Pays to settle",
        compute="_compute_cae_steps",
        help="Salaried people of the month whose pay is not agreed yet.",
    )

    def _month_domain(self, name="date"):
        self.ensure_one()
        end = fields.Date.end_of(self.month, "month")
        return [
            ("company_id", "=", self.company_id.id),
            (name, ">=", self.month),
            (name, "<=", end),
        ]

    def _claims_domain(self):
        return [
            *self._month_domain(),
            ("oe_activity_id", "!=", False),
            ("state", "in", CLAIM_STATES),
        ]

    def _bills_domain(self):
        return [
            *self._month_domain("invoice_date"),
            ("move_type", "in", ("in_invoice", "in_refund")),
            ("oe_routing", "in", ("asked", "contested")),
        ]

    def _pays_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("run_id.month", "=", self.month),
            ("kind", "=", "salaried"),
            ("state", "=", "draft"),
        ]

    @api.depends("company_id", "month")
    def _compute_cae_steps(self):
        # Counts only, for whoever reads the month; the lists ask their own rights.
        claims_sudo = self.env["hr.expense"].sudo()
        moves_sudo = self.env["account.move"].sudo()
        pays_sudo = self.env["oe.cae.pay"].sudo()
        for period in self:
            # One form, opened for one month.
            period.check_access("read")
            period.cae_claim_count = claims_sudo.search_count(period._claims_domain())
            period.cae_bill_count = moves_sudo.search_count(period._bills_domain())
            period.cae_pay_count = pays_sudo.search_count(period._pays_domain())

    def _cae_list(self, xml_id, domain):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return {**action, "domain": domain, "context": {}}

    def action_cae_claims(self):
        """The claims of the month that are not posted."""
        return self._cae_list("oe_cae.hr_expense_action", self._claims_domain())

    def action_cae_bills(self):
        """The bills of the month that wait for a word."""
        return self._cae_list(
            "oe_cae.account_move_action_routing", self._bills_domain()
        )

    def action_cae_pays(self):
        """The pay list of the month, made where a manager opens it first."""
        self.ensure_one()
        self.check_access("read")
        run = self.env["oe.cae.pay.run"].search(
            [("company_id", "=", self.company_id.id), ("month", "=", self.month)]
        )
        if run:
            return {
                "type": "ir.actions.act_window",
                "res_model": run._name,
                "res_id": run.id,
                "view_mode": "form",
            }
        wizard = self.env["oe.cae.pay.wizard"].create(
            {"company_id": self.company_id.id, "day": self.month}
        )
        return wizard.action_open()
