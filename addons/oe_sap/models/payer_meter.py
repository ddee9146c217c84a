from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import multiply, percent, rate, to_cents

from ..calc.credit import Aid, AidKind, Payment
from ..calc.month_payers import DueLine, Taken, month_shares
from .meter import MINUTES


class ResPartner(models.Model):
    _inherit = "res.partner"

    oe_sap_payer_ids = fields.One2many(
        "oe.sap.payer",
        "partner_id",
        "Third-party payers",
        groups="oe_base.group_oe_manager,oe_base.group_oe_accountant",
    )


class SapMeter(models.AbstractModel):
    """What payers take is not the household's; nor is the employer's part of a CESU."""

    _inherit = "oe.sap.meter"

    @api.model
    def _to_pay(self, minutes, last):
        """Less what payers take, month by month: caps hold as on the invoices."""
        whole = super()._to_pay(minutes, last)
        months = defaultdict(list)
        for (line, month), count in minutes.items():
            if count:
                months[line.company_id, line.order_partner_id, month].append(
                    (line, count)
                )
        taken = []
        uses_sudo = self.env["oe.sap.payer.use"].sudo()
        for (company, client, month), rows in months.items():
            # Plain amounts go out, to who may read this household's meter.
            rules = client.sudo().oe_sap_payer_ids.sorted(
                lambda rule: (rule.sequence, rule.id)
            )
            rules = rules.filtered(lambda rule, mine=company: rule.company_id == mine)
            if rules:
                before = uses_sudo._before(rules, month, self.env["account.move"])
                taken += self._taken(rules, month, rows, before, last)
        return whole + taken

    @api.model
    def _taken(self, rules, month, rows, before, last):
        """What payers take of the hours of a client's month, as negative payments."""
        day = fields.Date.end_of(month, "month")
        due = [
            DueLine(
                multiply(to_cents(line.price_reduce_taxexcl), rate(count) / MINUTES),
                multiply(self._hour_cents(line), rate(count) / MINUTES),
                count,
                percent(sum(line.tax_ids.mapped("amount"))),
            )
            for line, count in rows
        ]
        # A decision that ends within the month counts for the days it still covers.
        found = rules._on(month) | rules._on(day)
        shares = month_shares(
            due,
            [
                rule._prepare_calc(
                    [
                        rank
                        for rank, (line, _count) in enumerate(rows)
                        if rule._covers(line.product_id)
                    ],
                    before.get(rule.id, Taken()),
                )
                for rule in found
            ],
        )
        return [
            Payment(
                last,
                line.product_id.oe_sap_activity_id._facts(last),
                -share.parts[rank].included_cents,
            )
            for share in shares
            for rank, (line, _count) in enumerate(rows)
            if share.parts[rank].included_cents
        ]

    @api.model
    def _facts(self, taxpayer, year, last):
        facts = super()._facts(taxpayer, year, last)
        known = self._cesu_funded(taxpayer, year)
        typed = sum(
            aid.amount_cents
            for aid in facts["aids"]
            if aid.kind is AidKind.CESU_EMPLOYER
        )
        # What the client wrote may count other providers too: never both.
        if known > typed:
            facts["aids"] = [
                *(aid for aid in facts["aids"] if aid.kind != AidKind.CESU_EMPLOYER),
                Aid(AidKind.CESU_EMPLOYER, known),
            ]
        return facts

    @api.model
    def _cesu_funded(self, taxpayer, year):
        """Cents of the employer in the vouchers received here in a year."""
        rows_sudo = (
            self.env["oe.sap.cesu.receipt"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self._clients(taxpayer).ids),
                    ("payment_id", "!=", False),
                    ("date", ">=", f"{year}-01-01"),
                    ("date", "<=", f"{year}-12-31"),
                ]
            )
        )
        return sum(row._funded_cents() for row in rows_sudo)


class SapAdvance(models.Model):
    """The program is closed to people with APA or PCH: a payer's decision says it."""

    _inherit = "oe.sap.advance"

    @api.model
    def _households(self, partners, day):
        aided, disabled = super()._households(partners, day)
        people_sudo = partners.sudo()
        rules_sudo = (people_sudo | people_sudo.oe_taxpayer_id).oe_sap_payer_ids
        mine = rules_sudo._on(day).filtered(lambda rule: rule.kind in ("apa", "pch"))
        clients = mine.partner_id
        return aided | set((clients | clients.oe_taxpayer_id).ids), disabled
