from odoo import api, models

from odoo.addons.oe_base.calc.money import format_fr, to_cents

from ..calc import month as calc
from .words import as_data


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "account" and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards += [self._cae_live_card(row) for row in self._cae_live()]
            cards += self._cae_statement_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _cae_live(self):
        """This month of each activity of the current user, as plain values."""
        person = self.env.user._oe_entrepreneur()
        today = self._today()
        rows = []
        # The person's own companies; those of the switcher do not matter.
        for company in person.affiliation_ids.company_id:
            for result in self.env["oe.cae.month"]._live(person, company, today):
                rows.append(self._cae_live_row(result, company, today))
        return rows

    def _cae_live_row(self, result, company, today):
        words = self.env["oe.cae.words"]
        labels = self.env["oe.cae.statement.line"]._fields["kind"]
        labels = dict(labels._description_selection(self.env))
        told = result.statement
        estimate = result.pay.estimate if result.pay else None
        return {
            "activity": result.activity.name,
            "company": company.name,
            "month": today.strftime("%m/%Y"),
            "totals": self._cae_totals(
                told.total(*calc.TURNOVER),
                told.total(calc.CONTRIBUTION),
                told.total(*calc.BOUGHT, calc.OTHER),
                told.total(calc.RESERVE),
                told.opening_cents,
                told.budget_cents,
            ),
            "net": format_fr(estimate.net_cents) if estimate else "",
            "alert": result.alert,
            "lines": [
                {
                    "label": labels[line.kind],
                    "amount": format_fr(line.cents),
                    "why": [words._sentence(item) for item in as_data(line.steps)],
                }
                for line in told.lines
            ],
            "pay_why": [
                words._sentence(item)
                for item in as_data(estimate.steps if estimate else ())
            ],
        }

    def _cae_totals(self, turnover, contribution, charges, reserve, opening, budget):
        put_aside = [(self.env._("Reserves"), format_fr(reserve))] if reserve else []
        return [
            (self.env._("Turnover"), format_fr(turnover)),
            (self.env._("Contribution"), format_fr(contribution)),
            (self.env._("Charges"), format_fr(charges)),
            *put_aside,
            (self.env._("Left before"), format_fr(opening)),
            (self.env._("Pay budget"), format_fr(budget)),
        ]

    def _cae_live_card(self, row):
        return {
            "title": self.env._(
                "%(activity)s, %(month)s so far",
                activity=row["activity"],
                month=row["month"],
            ),
            "value": row["net"],
            "text": row["alert"]
            or (row["net"] and self.env._("Net estimated, before income tax")),
            "lines": row["totals"],
            "url": "/my/oe/statements",
            "button": self.env._("Why?"),
            "icon": "fa-eur",
            "sequence": 10,
        }

    def _cae_statement_cards(self):
        found = self.env["oe.cae.statement"].search([("state", "=", "closed")], limit=3)
        return [
            {
                "title": statement.display_name,
                "value": format_fr(to_cents(statement.balance)),
                "text": self.env._("Left on the account at the end of the month"),
                "url": f"/my/oe/statements/{statement.id}",
                "button": self.env._("Open the statement"),
                "icon": "fa-file-text-o",
                "sequence": 20,
            }
            for statement in found
        ]

    @api.model
    def _cae_statement_page(self, statement):
        """A published statement as plain values."""
        charges = statement.purchases + statement.other_charges
        return {
            "id": statement.id,
            "name": statement.display_name,
            "company": statement.company_id.sudo().name,
            "totals": self._cae_totals(
                to_cents(statement.turnover),
                to_cents(statement.contribution),
                to_cents(charges),
                to_cents(statement.reserve),
                to_cents(statement.opening),
                to_cents(statement.budget),
            ),
            "net": statement.pay_steps and format_fr(to_cents(statement.net)),
            "alert": statement.pay_alert,
            "balance": format_fr(to_cents(statement.balance)),
            "lines": [
                {
                    "label": line.label,
                    "amount": format_fr(to_cents(line.amount)),
                    "why": (line.explanation or "").split("\n"),
                }
                for line in statement.line_ids
            ],
            "pay_why": [row for row in (statement.pay_explanation or "").split("\n")],
        }
