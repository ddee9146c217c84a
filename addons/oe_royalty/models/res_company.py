from odoo import models


class ResCompany(models.Model):
    """A cooperative opened with its territory gets the draft of its licence."""

    _inherit = "res.company"

    def _oe_after_opening(self, day):
        result = super()._oe_after_opening(day)
        contracts = self.env["oe.royalty.contract"].sudo()
        schemes = self.env["oe.royalty.scheme"].sudo().search([], limit=2)
        for company in self.filtered(lambda row: row._oe_is_cae):
            known = contracts.search_count([("company_id", "=", company.id)], limit=1)
            # Several brands: somebody has to say which.
            if len(schemes) == 1 and not known:
                contracts.create(
                    {
                        "scheme_id": schemes.id,
                        "company_id": company.id,
                        "date_start": day,
                        "state": "draft",
                    }
                )
        return result
