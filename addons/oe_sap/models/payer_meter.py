from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import apply_rate, percent, to_cents

from ..calc.credit import Aid, AidKind


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
    def _hour_cents(self, line):
        """The household's part of an hour; caps of a month are not looked at."""
        whole = left = super()._hour_cents(line)
        # Plain amounts go out, to who may read this household's meter.
        rules_sudo = line.order_partner_id.sudo().oe_sap_payer_ids
        for rule in rules_sudo._on(fields.Date.context_today(self)):
            if rule.company_id == line.company_id and rule._covers(line.product_id):
                hourly = rule.basis == "hourly"
                left -= (
                    to_cents(rule.hourly)
                    if hourly
                    else apply_rate(whole, percent(rule.rate))
                )
        return max(0, left)

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
        rows_sudo = self.env["oe.sap.cesu.receipt"].sudo()
        ((funded,),) = rows_sudo._read_group(
            [
                ("partner_id", "in", self._clients(taxpayer).ids),
                ("payment_id", "!=", False),
                ("date", ">=", f"{year}-01-01"),
                ("date", "<=", f"{year}-12-31"),
            ],
            [],
            ["funded:sum"],
        )
        return to_cents(funded or 0)


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
