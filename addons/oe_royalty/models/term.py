from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.calc.money import to_cents

from ..calc import settlement as calc


class Term(models.Model):
    """Advanced terms of a licensee from a year on: minimum guarantee and cap.

    None by default: the network guards the purchasing power of its members.
    """

    _name = "oe.royalty.term"
    _description = "Minimum and cap of a royalty"
    _inherit = ["oe.royalty.fixed.mixin", "oe.dated.mixin"]
    _fixed_fields = ("contract_id",)
    _dated_key = ("contract_id",)

    contract_id = fields.Many2one(
        "oe.royalty.contract", "Licence", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    licensor_id = fields.Many2one(
        related="contract_id.licensor_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="licensor_id.currency_id")
    minimum_amount = fields.Monetary(
        "Minimum of a year",
        help="Added in the last month of the year; part of a year counts by days.",
    )
    cap_amount = fields.Monetary(
        "Cap of a year", help="0: no cap. Part of a year counts by days."
    )

    _start_unique = models.UniqueIndex(
        "(contract_id, date_start)", "Terms of this licence start that day already."
    )
    _first_of_year = models.Constraint(
        "CHECK (EXTRACT(DOY FROM date_start) = 1)",
        "Terms hold for whole years: let them start on 1 January.",
    )

    @api.constrains("minimum_amount", "cap_amount")
    def _check_amounts(self):
        for term in self:
            try:
                term._calc()
            except calc.BadTerms:
                raise ValidationError(
                    self.env._(
                        "A minimum is not negative, and a cap not under the minimum."
                    )
                )

    def _refuse_locked(self):
        """A year that a locked statement settles keeps its terms."""
        for term in self:
            locked = term.contract_id.sudo().statement_ids.filtered(
                lambda row: row._is_closed()  # locked for everybody, whoever asks
            )
            if any(row.month >= term.date_start for row in locked):
                raise UserError(
                    self.env._(
                        "Statements of %(year)s or later are locked: let other terms "
                        "start after them.",
                        year=term.date_start.year,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        terms = super().create(vals_list)
        terms._refuse_locked()
        terms.contract_id._withdraw()
        return terms

    def write(self, vals):
        self._refuse_locked()
        result = super().write(vals)
        self._refuse_locked()
        self.contract_id._withdraw()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._refuse_locked()
        self.contract_id._withdraw()

    def _calc(self):
        """These terms for a whole year (cents); empty: no minimum and no cap."""
        return calc.Terms(
            to_cents(self.minimum_amount or 0),
            to_cents(self.cap_amount) if self.cap_amount else None,
        )
