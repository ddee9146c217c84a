from dateutil.relativedelta import relativedelta
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_date
from odoo.tools.misc import formatLang

from odoo.addons.oe_base.calc.money import from_cents


class Statement(models.Model):
    """The statement and the invoice of a licensee abroad."""

    _inherit = "oe.royalty.statement"

    foreign_told = fields.Text("Abroad", compute="_compute_foreign_told")

    @api.depends("billed_amount", "month", "contract_id")
    @api.depends_context("lang")
    def _compute_foreign_told(self):
        for statement in self:
            try:
                lines = statement._foreign_lines()
            except UserError as missing:
                # A rate is missing: the statement says so, and the invoice refuses.
                lines = [str(missing)]
            statement.foreign_told = "\n".join(lines) or False

    def _foreign_day(self):
        """Rates are those of the last day of the month."""
        return self.month + relativedelta(months=1, days=-1)

    def _foreign_lines(self):
        """What a licensee abroad reads beside the amount, one sentence a line."""
        self.ensure_one()
        if not self.month:
            return []
        terms = self.contract_id._foreign_terms(self._foreign_day(), self.billed_amount)
        if not terms:
            return []
        result, exchange, withholding = terms.values()
        ours, theirs = self.currency_id, exchange.currency_id
        told = []
        if exchange:
            told.append(
                self.env._(
                    "%(amount)s at %(units)s %(currency)s for one (%(reference)s)",
                    amount=_money(self.env, result.gross_foreign, theirs),
                    units=units_told(exchange.units),
                    currency=theirs.name,
                    reference=exchange.legal_reference
                    or format_date(self.env, exchange.date_start),
                )
            )
        if withholding:
            told.append(
                self.env._(
                    "Withheld by the state of the licensee: %(rate)s %%, %(amount)s "
                    "(%(law)s); to pay %(net)s",
                    rate=f"{withholding.percent:g}".replace(".", ","),
                    amount=format_amount(
                        self.env, float(from_cents(result.withheld_cents)), ours
                    ),
                    law=withholding.legal_reference,
                    net=format_amount(
                        self.env, float(from_cents(result.net_cents)), ours
                    ),
                )
            )
        if exchange and withholding:
            told.append(
                self.env._(
                    "To pay in %(currency)s: %(net)s",
                    currency=theirs.name,
                    net=_money(self.env, result.net_foreign, theirs),
                )
            )
        return told

    def _prepare_invoice(self):
        """Abroad no French VAT is due (CGI art. 259, 1°), and the terms are told."""
        values = super()._prepare_invoice()
        if not self.contract_id.is_foreign:
            return values
        for command in values["invoice_line_ids"]:
            command[2]["tax_ids"] = [Command.clear()]
        lines = [
            *self._foreign_lines(),
            self.env._(
                "French VAT does not apply: service to a business abroad (CGI art. "
                "259, 1°)."
            ),
        ]
        values["narration"] = Markup("<br/>").join(escape(line) for line in lines)
        return values


def units_told(units):
    """``24850.5`` as ``24 850,5``, with hard spaces."""
    whole = f"{units:,.6f}".rstrip("0").rstrip(".")
    return whole.replace(",", "\u202f").replace(".", ",")


def _money(env, minor, currency):
    """The amount with the currency's code: the fonts of paper have no ₭."""
    digits = currency.decimal_places
    return f"{formatLang(env, minor / 10**digits, digits=digits)} {currency.name}"
