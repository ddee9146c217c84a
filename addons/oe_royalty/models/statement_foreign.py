from dateutil.relativedelta import relativedelta
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_date
from odoo.tools.misc import formatLang

from odoo.addons.oe_base.calc.money import from_cents, percent, rate, to_cents

from ..calc import foreign as calc


class Statement(models.Model):
    """The statement and the invoice of a licensee abroad."""

    _inherit = "oe.royalty.statement"

    abroad_terms = fields.Json(
        "Rates it was locked with",
        readonly=True,
        copy=False,
        help="Currency, units, percentage, law: its own copy, under its seal.",
    )
    foreign_told = fields.Text("Abroad", compute="_compute_foreign_told")

    @api.depends("billed_amount", "month", "contract_id", "abroad_terms")
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

    def _abroad(self):
        """What it is told with: its own copy once locked, else the data of its day."""
        self.ensure_one()
        if self.abroad_terms or not self.month:
            return self.abroad_terms or {}
        return self.contract_id._abroad_terms(self._foreign_day())

    def _seal(self, previous):
        """A statement abroad keeps its own copy of the rates, under the seal."""
        self.abroad_terms = self.contract_id._abroad_terms(self._foreign_day()) or False
        return super()._seal(previous)

    def _sealed_terms(self):
        terms = super()._sealed_terms()
        return {**terms, "abroad": self.abroad_terms} if self.abroad_terms else terms

    def _why_not_locked(self):
        return super()._why_not_locked() or self._why_not_invoiced()

    def _why_not_invoiced(self):
        why = super()._why_not_invoiced()
        try:
            self._abroad()
        except UserError as missing:
            return why or f"{self.display_name}: {missing}"
        return why

    def _abroad_result(self, terms):
        digits = self._other_currency(terms).decimal_places if "units" in terms else 2
        return calc.abroad(
            to_cents(self.billed_amount),
            rate(terms.get("units", 1)),
            percent(terms.get("percent", 0)),
            digits,
        )

    def _other_currency(self, terms):
        return self.env["res.currency"].browse(terms.get("currency_id"))

    def _foreign_lines(self):
        """What a licensee abroad reads beside the amount, one sentence a line."""
        self.ensure_one()
        terms = self._abroad()
        if not terms:
            return []
        result, told = self._abroad_result(terms), []
        if "units" in terms:
            told.append(self._told_exchanged(terms, result))
        if "percent" in terms:
            told.append(self._told_withheld(terms, result))
        if "units" in terms and "percent" in terms:
            theirs = self._other_currency(terms)
            told.append(
                self.env._(
                    "To pay in %(currency)s: %(net)s",
                    currency=theirs.name,
                    net=_money(self.env, result.net_foreign, theirs),
                )
            )
        return told

    def _told_exchanged(self, terms, result):
        theirs = self._other_currency(terms)
        return self.env._(
            "%(amount)s at %(units)s %(currency)s for one (%(reference)s)",
            amount=_money(self.env, result.gross_foreign, theirs),
            units=units_told(float(terms["units"])),
            currency=theirs.name,
            reference=terms["source"] or format_date(self.env, terms["start"]),
        )

    def _told_withheld(self, terms, result):
        ours = self.currency_id
        withheld, net = (
            format_amount(self.env, float(from_cents(cents)), ours)
            for cents in (result.withheld_cents, result.net_cents)
        )
        return self.env._(
            "Withheld by the state of the licensee: %(rate)s %%, %(amount)s (%(law)s); "
            "to pay %(net)s",
            rate=terms["percent"].replace(".", ","),
            amount=withheld,
            law=terms["law"],
            net=net,
        )

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
