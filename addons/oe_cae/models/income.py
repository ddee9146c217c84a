import datetime

from dateutil.relativedelta import relativedelta
from markupsafe import Markup, escape

from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import format_fr

from ..calc.month import COLLECTED, INTERNAL_SALE, INVOICED


class Entrepreneur(models.Model):
    """What the activities earned, and what colleagues bought."""

    _inherit = "oe.entrepreneur"

    income_table = fields.Html(
        "Incomes of the year",
        compute="_compute_income_table",
        groups="oe_base.group_oe_advisor",
    )

    def _income_rows(self, start, end):
        rows = super()._income_rows(start, end)
        # The books are read for a figure; only this person's activities are.
        activities_sudo = self._income_shown(self.sudo().activity_link_ids)
        for company, activities in activities_sudo.grouped("company_id").items():
            rows += self._activity_incomes(company, activities, start, end)
        return rows

    @api.model
    def _activity_incomes(self, company, activities, start, end):
        months, day = [], start.replace(day=1)
        while day <= end:
            months.append(day)
            day += relativedelta(months=1)
        activities = self.env["oe.cae.month"].sudo()._one_per_account(activities)
        ledger = self.env["oe.cae.ledger"].sudo()
        facts, _withheld = ledger._activity_facts(company, months, activities)
        rows = []
        for activity in activities:
            sums = dict.fromkeys((INVOICED, COLLECTED, INTERNAL_SALE), 0)
            for fact in facts.get(activity.id, ()):
                if fact.kind in sums:
                    sums[fact.kind] += fact.cents
            values = {"label": activity.name, "url": f"/my/oe/accounts/{activity.id}"}
            if sums[INVOICED]:
                rows.append(
                    {
                        **values,
                        "source": activity.income_source,
                        "cents": sums[INVOICED],
                        "why": self.env._(
                            "Invoiced excl. VAT, less credit notes; clients have paid "
                            "%(paid)s of it or of earlier invoices.",
                            paid=format_fr(sums[COLLECTED]),
                        ),
                    }
                )
            if sums[INTERNAL_SALE]:
                rows.append(
                    {
                        **values,
                        "source": "complementary",
                        "cents": sums[INTERNAL_SALE],
                        "why": self.env._("Sold to entrepreneurs of the cooperative."),
                        "url": "/my/oe/internal",
                    }
                )
        return rows

    def _compute_income_table(self):
        for person in self:
            today = fields.Date.context_today(person)
            first = datetime.date(today.year, 1, 1)
            cells = Markup().join(
                Markup("<tr><th>%s</th><td class='text-end'><b>%s</b></td></tr>%s")
                % (label, format_fr(cents), _row_cells(rows))
                for _source, label, cents, rows in person._incomes(first, today)
            )
            person.income_table = Markup("<table class='table'>%s</table>") % cells


def _row_cells(rows):
    return Markup().join(
        Markup("<tr><td class='ps-4'>%s<br/><small>%s</small></td>")
        % (escape(row["label"]), escape(row["why"]))
        + Markup("<td class='text-end'>%s</td></tr>") % format_fr(row["cents"])
        for row in rows
    )


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "account" and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards.append(
                {
                    "title": self.env._("My incomes by source"),
                    "text": self.env._("Missions, ideas, business brought, and more"),
                    "url": "/my/oe/incomes",
                    "button": self.env._("See my year"),
                    "icon": "fa-pie-chart",
                    "sequence": 25,
                }
            )
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _income_page(self, year):
        """Incomes of a year of the person logged in, as plain values."""
        person = self.env.user._oe_entrepreneur()
        start, end = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        sources = person._incomes(start, min(end, self._today()))
        total = sum(cents for _source, _label, cents, _rows in sources)
        return {
            "year": year,
            "total": format_fr(total),
            "sources": [
                {
                    "label": label,
                    "amount": format_fr(cents),
                    "part": max(0, round(100 * cents / total)) if total > 0 else 0,
                    "rows": [
                        {**row, "amount": format_fr(row["cents"])} for row in rows
                    ],
                }
                for _source, label, cents, rows in sources
            ],
        }
