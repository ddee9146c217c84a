import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.calc.period import Period

from ..calc.contribution import Exemption as Exempt


class Exemption(models.Model):
    """Months in which one person contributes nothing: an exception, not a scheme.

    Whole months; no month that is closed changes by it. The reason says no more than
    what the person's statement may say.
    """

    _name = "oe.cae.exemption"
    _description = "Exemption from the contribution"
    _order = "date_start desc, id desc"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "oe.cae.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    entrepreneur_id = fields.Many2one(related="contract_id.entrepreneur_id")
    date_start = fields.Date("From", required=True, help="First day of a month.")
    date_end = fields.Date("Until", required=True, help="Last day of a month.")
    reason = fields.Selection(
        [
            ("minimum_income", "Minimum income"),
            ("absence", "Absence"),
            ("decision", "Decided by the cooperative"),
        ],
        required=True,
        help="The person's statement says it; nothing about health here.",
    )
    note = fields.Char("Decision", help="Which meeting or rule; for the inside only.")

    @api.constrains("date_start", "date_end")
    def _check_months(self):
        for row in self:
            after = fields.Date.add(row.date_end, days=1)
            if row.date_start.day != 1 or after.day != 1 or after <= row.date_start:
                raise ValidationError(
                    self.env._(
                        "An exemption counts whole months: from a first day to a last "
                        "day of a month."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._refuse_closed(rows._closed_months({}))
        return rows

    def write(self, vals):
        before = self._closed_months({})
        result = super().write(vals)
        self._refuse_closed(self._closed_months(before))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._refuse_closed(self._closed_months({}))

    def _closed_months(self, before):
        """Closed months of each exemption, where they differ from ``before``."""
        periods_sudo = self.env["oe.period"].sudo()  # the past is everybody's
        closed = periods_sudo.search(
            [("company_id", "in", self.company_id.ids), ("state", "=", "closed")]
        )
        by_company = closed.grouped("company_id")
        found = {}
        for row in self:
            months = by_company.get(row.company_id, closed.browse()).mapped("month")
            # Who is exempt, and why, is what a closed month relies on.
            found[row] = {
                (month, row.contract_id.id, row.reason)
                for month in months
                if row.date_start <= month <= row.date_end
            }
        if not before:
            return found
        return {row: found[row] ^ before.get(row, set()) for row in self}

    def _refuse_closed(self, touched):
        months = sorted({key[0] for keys in touched.values() for key in keys})
        if months:
            raise UserError(
                self.env._(
                    "%(month)s is closed: what was contributed stays. Begin the "
                    "exemption in an open month.",
                    month=months[0].strftime("%m/%Y"),
                )
            )


class Contract(models.Model):
    _inherit = "oe.cae.contract"

    exemption_ids = fields.One2many("oe.cae.exemption", "contract_id", "Exemptions")


class Month(models.AbstractModel):
    _inherit = "oe.cae.month"

    def _exemptions_of(self, contract):
        rows = super()._exemptions_of(contract)
        day = datetime.timedelta(days=1)
        return rows + tuple(
            Exempt(Period(row.date_start, row.date_end + day), row.reason)
            for row in contract.exemption_ids
        )
