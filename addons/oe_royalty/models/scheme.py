from odoo import api, fields, models
from odoo.exceptions import UserError


class Scheme(models.Model):
    """The royalty of a brand: who grants it, and the accounts that it goes through."""

    _name = "oe.royalty.scheme"
    _description = "Royalty scheme"
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Licensor",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The company that owns the brand and invoices the royalty.",
    )
    information_days = fields.Integer(
        "Days of pre-contract information",
        required=True,
        default=20,
        help="Code de commerce, R.330-1: 20 days at least before the signature.",
    )
    rate_ids = fields.One2many("oe.royalty.rate", "scheme_id", "Rates")
    contract_ids = fields.One2many("oe.royalty.contract", "scheme_id", "Licensees")

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "A royalty scheme of this name exists already."
    )

    @api.model
    def _only(self):
        """The scheme to propose: the one there is, for whoever may read it."""
        found = self.search([], limit=2) if self.has_access("read") else self
        return found if len(found) == 1 else self.browse()

    def write(self, vals):
        # Licensees accepted this licensor, whoever asks and whatever he may read.
        moved = self.sudo().filtered(
            lambda row: "company_id" in vals and row.company_id.id != vals["company_id"]
        )
        if "signed" in moved.contract_ids.mapped("state"):
            raise UserError(
                self.env._(
                    "Licences of “%(name)s” are signed with its licensor: it stays. "
                    "Make another scheme, and sign its licences.",
                    name=moved[0].name,
                )
            )
        return super().write(vals)
