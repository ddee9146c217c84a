from odoo import fields, models


class Entrepreneur(models.Model):
    _inherit = "oe.entrepreneur"

    cae_contract_ids = fields.One2many(
        "oe.cae.contract",
        "entrepreneur_id",
        "Contracts",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    def _pay_estimate(self, company, day):
        """Net of the month of ``day``, from the live account."""
        self.ensure_one()
        results = self.env["oe.cae.month"]._live(self, company, day)
        paid = [result.pay for result in results if result.pay]
        if not paid:
            return super()._pay_estimate(company, day)
        return sum(pay.estimate.net_cents for pay in paid)
