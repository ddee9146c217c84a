from odoo import api, models


class Contract(models.Model):
    """The contract that counts on a day."""

    _inherit = "oe.cae.contract"

    @api.model
    def _of_day(self, entrepreneur, company, day):
        """The signed contract between two parties on a day (empty if none)."""
        return self.search(
            [
                ("entrepreneur_id", "=", entrepreneur.id),
                ("company_id", "=", company.id),
                ("state", "=", "signed"),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ],
            order="date_start desc, id desc",
            limit=1,
        )
