from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import from_cents, to_cents
from odoo.addons.oe_base.tools import lock_rows

PEOPLE = ("children", "shared_children", "seniors")
AMOUNTS = ("apa", "pch", "cmg", "cesu_employer", "other", "elsewhere")
# Home help of other providers, in the client's own words: no cap of its own.
USUAL = "II-1"
MOST_CENTS = 100_000_00


class Portal(models.AbstractModel):
    """The client's card and page: what the tax credit leaves this year."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "today" and self._oe_sap_is_client():
            cards += self._oe_sap_credit_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _oe_sap_taxpayers(self):
        """Oneself, and by a mandate for certificates; who declares alone, or for."""
        partner = self.env.user.partner_id
        principals = self.env["oe.mandate"].sudo()._principals(partner, "certificates")
        return (
            (partner | principals)
            .sudo()
            .filtered(
                lambda row: (
                    not row.is_company and row.oe_taxpayer_id in (row, row.browse())
                )
            )
        )

    @api.model
    def _oe_sap_credit_cards(self):
        cards = []
        for taxpayer_sudo in self._oe_sap_taxpayers():
            meter = self.env["oe.sap.meter"]._of(taxpayer_sudo)
            if meter:
                cards.append(
                    {
                        "title": self.env._("Tax credit %(year)s", year=meter["year"]),
                        "value": meter["left"],
                        "text": self.env._(
                            "left to spend, %(name)s; credit so far %(credit)s",
                            name=taxpayer_sudo.name,
                            credit=meter["credit"],
                        ),
                        "url": "/my/oe/credit",
                        "button": self.env._("See and estimate"),
                        "icon": "fa-pie-chart",
                        "sequence": 38,
                    }
                )
        return cards

    @api.model
    def _oe_sap_credit_page(self):
        """Each household one may see, with its meter and what was said of it."""
        year = self._today().year
        return {
            "year": year,
            "homes": [
                self._oe_sap_home(taxpayer_sudo, year)
                for taxpayer_sudo in self._oe_sap_taxpayers()
            ],
        }

    @api.model
    def _oe_sap_home(self, taxpayer, year):
        composition = (
            self.env["oe.sap.household"].sudo()._at(self._today(), partner_id=taxpayer)
        )
        rows = self._oe_sap_amounts(taxpayer, year)
        said = {row.kind: to_cents(row.amount) for row in rows}
        labels = self._oe_sap_labels()
        people = [(name, composition[name] or "", "numeric") for name in PEOPLE]
        amounts = [(name, _typed(said.get(name)), "decimal") for name in AMOUNTS]
        return {
            "id": taxpayer.id,
            "name": taxpayer.name,
            "meter": self.env["oe.sap.meter"]._of(taxpayer, year),
            "disability": composition.disability,
            "fields": [
                {"name": name, "label": labels[name], "value": value, "keyboard": kind}
                for name, value, kind in people + amounts
            ],
        }

    @api.model
    def _oe_sap_amounts(self, taxpayer, year):
        """What the client says in its own form; the office may know more."""
        usual = self._oe_sap_usual()
        return (
            self.env["oe.sap.household.amount"]
            .sudo()
            .search([("partner_id", "=", taxpayer.id), ("year", "=", year)])
            .filtered(
                lambda row: (
                    row.activity_id == usual
                    if row.kind == "elsewhere"
                    else not row.activity_id
                )
            )
        )

    @api.model
    def _oe_sap_usual(self):
        return self.env["oe.sap.activity"].sudo().search([("code", "=", USUAL)])

    @api.model
    def _oe_sap_labels(self):
        return {
            "children": self.env._("Dependent children"),
            "shared_children": self.env._("Children in shared custody"),
            "seniors": self.env._("Members over 65"),
            "apa": self.env._("APA received this year, €"),
            "pch": self.env._("PCH received this year, €"),
            "cmg": self.env._("CMG received this year, €"),
            "cesu_employer": self.env._("CESU vouchers: the employer's part, €"),
            "other": self.env._("Other aids of the year, €"),
            "elsewhere": self.env._("Paid this year to other home help, €"),
        }

    @api.model
    def _oe_sap_declare(self, taxpayer, people, amounts, disability):
        """Keep what a client says of the own household; said twice it is once.

        :param dict people: whole numbers by name
        :param dict amounts: exact euros by name; zero takes the line away
        :raises UserError: for what cannot be
        """
        if taxpayer not in self._oe_sap_taxpayers():
            raise UserError(self.env._("Choose one of your households."))
        cents = {name: to_cents(value) for name, value in amounts.items()}
        if any(value > MOST_CENTS for value in cents.values()):
            raise UserError(self.env._("An amount of a year is at most 100,000 €."))
        taxpayer_sudo = taxpayer.sudo()
        lock_rows(taxpayer_sudo)
        company = self.env.user.company_id
        self.env["oe.sap.household"]._declare(
            taxpayer_sudo, company, people, disability
        )
        year = self._today().year
        known = self._oe_sap_amounts(taxpayer_sudo, year).grouped("kind")
        rows_sudo = self.env["oe.sap.household.amount"].sudo()
        for kind, value in cents.items():
            row = known.get(kind, rows_sudo)
            if not value:
                row.unlink()
            elif row:
                row.write({"amount": value / 100, "said_by": "client"})
            else:
                rows_sudo.create(
                    {
                        "partner_id": taxpayer_sudo.id,
                        "company_id": company.id,
                        "year": year,
                        "kind": kind,
                        "amount": value / 100,
                        "said_by": "client",
                        "activity_id": kind == "elsewhere" and self._oe_sap_usual().id,
                    }
                )


def _typed(cents):
    """Cents as somebody would type them; nothing for nothing."""
    if not cents:
        return ""
    return f"{from_cents(cents):.2f}".replace(".", ",").removesuffix(",00")
