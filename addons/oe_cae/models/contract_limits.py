from odoo import api, fields, models

LIMIT_HELP = "Above this amount excl. VAT a manager approves; 0: none is asked."


class Contract(models.Model):
    """What an ES may commit alone: the CAE answers for it (C. trav. L.7332-5)."""

    _inherit = "oe.cae.contract"

    quote_limit = fields.Monetary("Quotes up to", help=LIMIT_HELP)
    invoice_limit = fields.Monetary("Invoices up to", help=LIMIT_HELP)
    purchase_limit = fields.Monetary("Purchases up to", help=LIMIT_HELP)

    _limits_positive = models.Constraint(
        "CHECK (quote_limit >= 0 AND invoice_limit >= 0 AND purchase_limit >= 0)",
        "A threshold cannot be negative.",
    )

    @api.model
    def _of_day(self, entrepreneur, company, day):
        """The contract between two parties in force on a day (empty if none)."""
        return self.search(
            [
                ("entrepreneur_id", "=", entrepreneur.id),
                ("company_id", "=", company.id),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ],
            order="date_start desc, id desc",
            limit=1,
        )
