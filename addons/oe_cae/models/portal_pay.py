from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "account" and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards += self._cae_pay_cards()
            cards.append(self._cae_simulator_card())
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _cae_pay_cards(self):
        pays_sudo = self.env["oe.cae.pay"]._shown_to(self.env.user)[:1]
        return [
            {
                "title": page["title"],
                "value": page["net"],
                "text": self.env._("Net before tax, as on the payslip")
                if page["real"]
                else self.env._("Net before tax, as agreed"),
                "url": "/my/oe/pays",
                "button": self.env._("My pays"),
                "icon": "fa-money",
                "sequence": 15,
            }
            for page in (pay_sudo._row() for pay_sudo in pays_sudo)
        ]

    def _cae_simulator_card(self):
        return {
            "title": self.env._("What if?"),
            "text": self.env._(
                "Hours, price, charges, what you put aside: see what a month would "
                "give you, and why."
            ),
            "url": "/my/oe/simulator",
            "button": self.env._("Open the simulator"),
            "icon": "fa-sliders",
            "sequence": 12,
        }

    @api.model
    def _cae_pay_rows(self):
        """Pays of the current user, as plain values."""
        pays_sudo = self.env["oe.cae.pay"]._shown_to(self.env.user)[:36]
        return [pay_sudo._row() for pay_sudo in pays_sudo]

    @api.model
    def _cae_year_rows(self):
        """What years left the current user, as plain values."""
        lines_sudo = self.env["oe.cae.year.end.line"]._shown_to(self.env.user)[:5]
        rows = [line_sudo._page() for line_sudo in lines_sudo]
        for row in rows:
            for name in ("due", "settled"):
                row[name] = format_date(self.env, row[name])
        return rows

    @api.model
    def _cae_reserve_rows(self):
        """What the current user has put aside: ``(company, what for, how much)``."""
        # Closed to portal users; only this person's money, as plain values.
        moves_sudo = self.env["oe.cae.reserve.move"].sudo()
        groups = moves_sudo._read_group(
            [("entrepreneur_id.partner_id", "=", self.env.user.partner_id.id)],
            ["company_id", "kind"],
            ["movement:sum"],
        )
        labels = dict(moves_sudo._fields["kind"]._description_selection(self.env))
        return [
            (company.name, labels[kind], format_fr(to_cents(amount)))
            for company, kind, amount in groups
            if to_cents(amount)
        ]

    @api.model
    def _cae_statement_page(self, statement):
        page = super()._cae_statement_page(statement)
        pays_sudo = (
            self.env["oe.cae.pay"]
            ._shown_to(self.env.user)
            .filtered(
                lambda pay: (
                    pay.month == statement.month
                    and pay.company_id == statement.company_id
                    and pay.activity_id == statement.activity_id
                )
            )
        )
        page["pay"] = pays_sudo[:1]._page() if pays_sudo else None
        return page
