from odoo import fields, models

LIMIT_HELP = "Above it, excl. VAT, a manager approves; 0: as the contract says."


class Activity(models.Model):
    _inherit = "oe.activity"

    quote_limit = fields.Monetary("Quotes up to", help=LIMIT_HELP)
    invoice_limit = fields.Monetary("Invoices up to", help=LIMIT_HELP)
    purchase_limit = fields.Monetary("Purchases up to", help=LIMIT_HELP)

    _limits_positive = models.Constraint(
        "CHECK (quote_limit >= 0 AND invoice_limit >= 0 AND purchase_limit >= 0)",
        "A threshold cannot be negative.",
    )

    def action_account_sheet(self):
        """Profit and loss and balance sheet of the activity, today."""
        self.ensure_one()
        self.check_access("read")
        today = fields.Date.context_today(self)
        sheets = self.env["oe.cae.account.sheet"]
        return sheets._open(self.company_id, today, self.account_id)

    def _limit(self, kind, day=None):
        """Threshold of the activity, else of its contract, in euros; 0: none.

        :param str kind: quote, invoice or purchase
        """
        if not self:
            return 0
        self.ensure_one()
        name = f"{kind}_limit"
        day = day or fields.Date.context_today(self)
        # Pages ask for an ES, who reads no contract.
        contracts_sudo = self.env["oe.cae.contract"].sudo()
        contract = contracts_sudo._of_day(self.entrepreneur_id, self.company_id, day)
        return self[name] or contract[name]

    def _oe_selling(self, seller):
        """Without those who share the account of the one who sells."""
        return self.filtered(
            lambda activity: (
                activity.account_id != seller.account_id
                or activity.entrepreneur_id == seller.entrepreneur_id
            )
        )

    def _sells(self, company, day):
        """Those of these activities that may sell for a company on a day."""
        return self.filtered(
            lambda activity: (
                activity.company_id == company
                and activity.entrepreneur_id._affiliation(company, day)
            )
        )
