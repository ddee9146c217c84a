import datetime
from collections import defaultdict
from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import multiply, rate, to_cents

from ..calc import certificate as calc_certificate, credit, paid

MINUTES = 60


class SapMeter(models.AbstractModel):
    """What a household used of its tax credit this year, and what is left.

    Counted as the certificates are: by cash date, over all companies of the network
    that serve the household. What is still to come (open invoices, planned visits, the
    document at hand) is counted apart, as if it were paid before the end of the year.
    """

    _name = "oe.sap.meter"
    _description = "Meter of the tax credit"

    @api.model
    def _of(self, taxpayer, year=None, wanted=()):
        """The meter of a household as plain values, or None without home services.

        :param taxpayer: whoever the certificates are made out to
        :param wanted: (activity, cents incl. VAT) of a document not confirmed yet
        """
        today = fields.Date.context_today(self)
        year = year or today.year
        last = datetime.date(year, 12, 31)
        clients = self._clients(taxpayer)
        invoices = self._invoices(clients, year)
        certificate = calc_certificate.figures(year, invoices, self._window(year))
        done = self._payments(year, invoices, last)
        coming = []
        if year >= today.year:
            coming += self._open(year, invoices, last)
            coming += self._ahead(clients, last)
        coming += [
            credit.Payment(last, activity._facts(last), cents)
            for activity, cents in wanted
        ]
        facts = self._facts(taxpayer, year, last)
        if not (done or coming or facts["elsewhere"]):
            return None
        base = done + facts["elsewhere"]
        # Each activity has its row before anything of it is paid.
        known = [replace(item, amount_cents=0) for item in coming]
        terms = (facts["aids"], facts["household"], facts["parameters"])
        now = credit.tax_credit(year, base + known, *terms)
        then = credit.tax_credit(year, base + coming, *terms)
        return self._told(year, now, then, facts, certificate)

    @api.model
    def _window(self, year):
        """The window of advances, the same as on the certificates."""
        return self.env["oe.sap.certificate"]._window(year)

    @api.model
    def _clients(self, taxpayer):
        """Whoever's invoices count for this taxpayer."""
        found = self.env["res.partner"].sudo()
        found = found.search([("oe_taxpayer_id", "=", taxpayer.id)])
        if taxpayer.sudo().oe_taxpayer_id in (taxpayer, taxpayer.browse()):
            found |= taxpayer.sudo()
        return found

    @api.model
    def _invoices(self, clients, year):
        """The household's invoices, whichever company of the network made them."""
        certificates_sudo = self.env["oe.sap.certificate"].sudo()
        companies_sudo = self.env["res.company"].sudo().search([("oe_kind", "!=", "")])
        moves = certificates_sudo._paid_moves(companies_sudo, year, clients)
        moves = moves.filtered(lambda move: move._oe_sap_client() in clients)
        found = certificates_sudo.with_context(
            allowed_company_ids=moves.company_id.ids or self.env.companies.ids
        )._invoices(moves)
        return [invoice for invoice in found.values() if _is_sound(year, invoice)]

    @api.model
    def _payments(self, year, invoices, last):
        """What counts as paid in the year, as the computing layer wants it."""
        cents = defaultdict(int)
        for part in paid.paid_in(year, invoices, self._window(year)):
            if part.line.kind is paid.LineKind.SERVICE:
                cash = part.payment.means is paid.Means.CASH
                cents[part.line.activity_code, cash] += part.cents
        facts = self._activities({code for code, _cash in cents}, last)
        return [
            credit.Payment(last, facts[code], amount, cash)
            for (code, cash), amount in cents.items()
        ]

    @api.model
    def _open(self, year, invoices, last):
        """What is invoiced and not paid yet: counted as paid by the end of the year."""
        before, after = [], []
        for invoice in invoices:
            total = sum(line.amount_cents for line in invoice.lines)
            due = total - sum(item.amount_cents for item in invoice.payments)
            if due > 0:
                settled = (*invoice.payments, paid.Payment(last, due))
                before.append(invoice)
                after.append(replace(invoice, payments=settled))
        gone = defaultdict(int)
        for item in self._payments(year, before, last):
            gone[item.activity.code, item.cash] += item.amount_cents
        return [
            replace(
                item, amount_cents=item.amount_cents - gone[item.activity.code, False]
            )
            for item in self._payments(year, after, last)
            if not item.cash
        ]

    @api.model
    def _recorded(self, clients, last):
        """Hours done that no invoice holds yet, in the month they were done."""
        hours_sudo = self.env["account.analytic.line"].sudo()
        groups = hours_sudo._read_group(
            [
                ("so_line.order_partner_id", "in", clients.ids),
                ("so_line.state", "=", "sale"),
                ("so_line.product_id.oe_sap_activity_id", "!=", False),
                ("oe_part_id", "!=", False),
                "|",
                ("timesheet_invoice_id", "=", False),
                ("timesheet_invoice_id.state", "=", "cancel"),
            ],
            ["so_line", "date:month"],
            ["unit_amount:sum"],
        )
        minutes = defaultdict(int)
        months = defaultdict(list)
        for line, month, hours in groups:
            months[line].append((month, int(rate(round(hours, 4)) * MINUTES)))
        lines_sudo = (
            self.env["sale.order.line"]
            .sudo()
            .search(
                [
                    ("order_partner_id", "in", clients.ids),
                    ("state", "=", "sale"),
                    ("qty_to_invoice", ">", 0),
                    ("product_id.oe_sap_activity_id", "!=", False),
                ]
            )
        )
        for line in lines_sudo:
            # What the order says is to invoice; the hours only say in which month.
            left = int(rate(line.qty_to_invoice) * MINUTES)
            for month, count in sorted(months[line]):
                part = max(0, min(left, count))
                minutes[line, month] += part
                left -= part
            minutes[line, last.replace(month=1, day=1)] += left
        return minutes

    @api.model
    def _ahead(self, clients, last):
        """Recorded and planned hours together: caps of a month are shared by both."""
        minutes = self._recorded(clients, last)
        for key, count in self._planned(clients, last).items():
            minutes[key] += count
        return self._to_pay(minutes, last)

    @api.model
    def _to_pay(self, minutes, last):
        """What the household will pay for minutes of order lines, by activity.

        :param dict minutes: (order line, first day of the month) → minutes
        """
        return [
            credit.Payment(
                last,
                line.product_id.oe_sap_activity_id._facts(last),
                multiply(self._hour_cents(line), rate(count) / MINUTES),
            )
            for (line, _month), count in minutes.items()
            if count
        ]

    @api.model
    def _hour_cents(self, line):
        """What the household pays for an hour of an order line, cents incl. VAT."""
        return to_cents(line.price_reduce_taxinc)

    @api.model
    def _planned(self, clients, last):
        """Planned visits of the year, late ones too, at the price of their order."""
        start = last.replace(month=1, day=1)
        # Past the rules: plain amounts go out, to who may read this household's meter.
        parts_sudo = (
            self.env["oe.intervention.part"]
            .sudo()
            .search(
                [
                    ("intervention_id.partner_id", "in", clients.ids),
                    ("intervention_id.state", "=", "planned"),
                    ("intervention_id.planned_start", ">=", start),
                    (
                        "intervention_id.planned_start",
                        "<",
                        last + datetime.timedelta(days=1),
                    ),
                    ("order_line_id.product_id.oe_sap_activity_id", "!=", False),
                ]
            )
        )
        minutes = defaultdict(int)
        for part in parts_sudo:
            day = part.intervention_id.planned_start.date()
            minutes[part.order_line_id, day.replace(day=1)] += part.minutes
        return minutes

    @api.model
    def _activities(self, codes, day):
        rows_sudo = self.env["oe.sap.activity"].sudo().search([("code", "in", codes)])
        return {row.code: row._facts(day) for row in rows_sudo}

    @api.model
    def _facts(self, taxpayer, year, last):
        """Composition, aids and other providers of the year, and the law then."""
        households_sudo = self.env["oe.sap.household"].sudo()
        composition = households_sudo._at(last, partner_id=taxpayer)
        rows_sudo = (
            self.env["oe.sap.household.amount"]
            .sudo()
            .search([("partner_id", "=", taxpayer.id), ("year", "=", year)])
        )
        elsewhere = rows_sudo.filtered(lambda row: row.kind == "elsewhere")
        return {
            "composition": composition,
            "household": composition._prepare_calc(),
            "aids": [
                credit.Aid(
                    credit.AidKind(row.kind),
                    to_cents(row.amount),
                    row.activity_id.code or None,
                )
                for row in rows_sudo - elsewhere
            ],
            "elsewhere": [
                credit.Payment(last, row.activity_id._facts(last), to_cents(row.amount))
                for row in elsewhere
            ],
            "parameters": self.env["oe.sap.parameter"]
            ._by_day()(last)
            ._credit_parameters(),
        }


def _is_sound(year, invoice):
    """Whether payments fit the invoice: one beyond its total is mended first."""
    try:
        calc_certificate.figures(year, [invoice])
    except CalcError:
        return False
    return True
