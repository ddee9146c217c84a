from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class Exchange(models.Model):
    """How much of another money one unit of the licensor's is, from a day on.

    Agreed and stored with its source, so that a statement made again says the same.
    """

    _name = "oe.royalty.exchange"
    _description = "Exchange rate of a foreign licensee"
    _inherit = ["oe.royalty.abroad.mixin"]
    _order = "currency_id, date_start desc"
    _dated_key = ("company_id", "currency_id")

    company_id = fields.Many2one(
        "res.company",
        "Licensor",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, index=True, context={"active_test": False}
    )
    units = fields.Float(
        "Units for one of ours", digits=(16, 6), required=True, help="23850.5 for LAK."
    )

    _start_unique = models.UniqueIndex(
        "(company_id, currency_id, date_start)",
        "A rate of this currency starts that day already.",
    )
    _possible = models.Constraint("CHECK (units > 0)", "A rate is more than nothing.")

    @api.depends("currency_id", "units")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.currency_id.name or ''} {row.units:g}"

    def _statements_domain(self):
        return Domain(
            [
                ("licensor_id", "=", self.company_id.id),
                ("contract_id.settlement_currency_id", "=", self.currency_id.id),
                ("state", "in", self.env["oe.royalty.statement"]._closed_states),
            ]
        )


class Withholding(models.Model):
    """What a state withholds of a royalty that leaves it, from a day on."""

    _name = "oe.royalty.withholding"
    _description = "Withholding tax on royalties"
    _inherit = ["oe.royalty.abroad.mixin"]
    _order = "country_id, date_start desc"
    _dated_key = ("company_id", "country_id")

    company_id = fields.Many2one(
        "res.company",
        "Licensor",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    country_id = fields.Many2one("res.country", required=True, index=True)
    percent = fields.Float("Withheld, %", digits=(6, 3), required=True)
    legal_reference = fields.Char(
        required=True, help="The law or the treaty; it stands on the invoice."
    )

    _start_unique = models.UniqueIndex(
        "(company_id, country_id, date_start)",
        "A withholding of this country starts that day already.",
    )
    _possible = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100)",
        "What is withheld lies between 0 and 100 %.",
    )

    @api.depends("country_id", "percent")
    def _compute_display_name(self):
        for row in self:
            row.display_name = (
                f"{row.country_id.name or ''} {row.percent:g}\u202f%".replace(".", ",")
            )

    def _statements_domain(self):
        return Domain(
            [
                ("licensor_id", "=", self.company_id.id),
                ("contract_id.is_withheld", "=", True),
                ("company_id.partner_id.country_id", "=", self.country_id.id),
                ("state", "in", self.env["oe.royalty.statement"]._closed_states),
            ]
        )


class Contract(models.Model):
    """Advanced terms of a licensee abroad."""

    _inherit = "oe.royalty.contract"

    is_foreign = fields.Boolean("Abroad", compute="_compute_is_foreign")
    settlement_currency_id = fields.Many2one(
        "res.currency",
        "Also told in",
        context={"active_test": False},
        help="The money of the licensee: statements say the royalty in it too, at the "
        "stored rate of the last day of the month.",
    )
    is_withheld = fields.Boolean(
        "Tax withheld",
        help="Its state withholds a part of the royalty: the rate in force and its "
        "legal text are said on statement and invoice.",
    )

    @api.depends("company_id", "licensor_id")
    def _compute_is_foreign(self):
        for contract in self:
            # Countries of companies are no secret; their files may be closed.
            ours_sudo = contract.sudo().licensor_id.country_id
            theirs_sudo = contract.sudo().company_id.country_id
            contract.is_foreign = bool(theirs_sudo) and theirs_sudo != ours_sudo

    def write(self, vals):
        self.check_access("write")
        for name in {"settlement_currency_id", "is_withheld"} & set(vals):
            # Locked for everybody, whoever asks; a form may send back what it had.
            self.sudo()._refuse_other_terms(name, vals[name])
        return super().write(vals)

    def _refuse_other_terms(self, name, value):
        for contract in self:
            before = contract._convert_to_write({name: contract[name]})[name]
            locked = any(row._is_closed() for row in contract.statement_ids)
            if locked and (before or False) != (value or False):
                raise UserError(
                    self.env._(
                        "Statements of this licence are locked: its terms abroad stay. "
                        "End it, and sign another one."
                    )
                )

    def _abroad_terms(self, day):
        """What a royalty abroad is told with on a day, in plain values; or nothing.

        :raises UserError: when a rate is missing
        """
        self.ensure_one()
        terms = {}
        if self.is_foreign and self.settlement_currency_id:
            row_sudo = (
                self.env["oe.royalty.exchange"]
                .sudo()
                ._require_at(
                    day,
                    company_id=self.licensor_id,
                    currency_id=self.settlement_currency_id,
                )
            )
            terms["currency_id"] = row_sudo.currency_id.id
            terms["units"] = _plain(row_sudo.units)
            terms["source"] = row_sudo.legal_reference or ""
            terms["start"] = fields.Date.to_string(row_sudo.date_start)
        if self.is_foreign and self.is_withheld:
            row_sudo = (
                self.env["oe.royalty.withholding"]
                .sudo()
                ._require_at(
                    day,
                    company_id=self.licensor_id,
                    country_id=self.sudo().company_id.country_id,
                )
            )
            terms["percent"] = _plain(row_sudo.percent)
            terms["law"] = row_sudo.legal_reference
        return terms


def _plain(value):
    """A number as the shortest text, to be stored and sealed."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
