from collections import defaultdict

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents

from ..calc import volunteer as calc


class VolunteerYear(models.AbstractModel):
    """What volunteers gave in a year: per person and for the association."""

    _name = "oe.cae.volunteer.year"
    _description = "Year of the volunteers"

    @api.model
    def _years(self, company, year, person=None):
        """The year of each contact, by partner; confirmed and accepted things only."""
        months = [("date", ">=", f"{year}-01-01"), ("date", "<=", f"{year}-12-31")]
        base = [("company_id", "=", company.id)]
        own = [("entrepreneur_id", "=", person.id)] if person else []
        found = defaultdict(calc.Year)
        hours = self.env["oe.cae.volunteer.hour"].search(
            [*base, *months, *own, ("state", "=", "confirmed")]
        )
        hourly = hours._hourly()
        for row in hours:
            found[row.entrepreneur_id.partner_id] += calc.of_hours([row._given(hourly)])
        costs = self.env["oe.cae.volunteer.cost"].search(
            [*base, *months, *own, ("state", "=", "accepted")]
        )
        for cost in costs:
            name = "waived_cents" if cost.wish == "gift" else "refunded_cents"
            partner = cost.entrepreneur_id.partner_id
            found[partner] += calc.Year(**{name: cost._cents()})
        fees = self.env["oe.cae.volunteer.fee"].search([*base, ("year", "=", year)])
        for fee in fees:
            own = not person or fee.partner_id == person.partner_id
            if fee.state == "paid" and own:
                found[fee.partner_id] += calc.Year(fee_cents=to_cents(fee.amount))
        return dict(found)

    @api.model
    def _page(self, user, year):
        """The year of a volunteer for the portal, past the rules; own rows only."""
        person_sudo = user._oe_entrepreneur()
        lines_sudo = person_sudo.affiliation_ids.filtered(
            lambda line: line.status == "volunteer"
        )
        return [
            self.sudo()._page_of(person_sudo, company, year)
            for company in lines_sudo.company_id
        ]

    def _page_of(self, person, company, year):
        mine = self._years(company, year, person).get(person.partner_id, calc.Year())
        own = [
            ("entrepreneur_id", "=", person.id),
            ("company_id", "=", company.id),
            ("date", ">=", f"{year}-01-01"),
            ("date", "<=", f"{year}-12-31"),
        ]
        fee = self.env["oe.cae.volunteer.fee"].search(
            [
                ("partner_id", "=", person.partner_id.id),
                ("company_id", "=", company.id),
                ("year", "=", year),
            ]
        )
        return {
            "company": company.name,
            "totals": [
                (self.env._("Hours confirmed"), _clock(mine.minutes)),
                (self.env._("Worth"), format_fr(mine.value_cents)),
                (self.env._("Paid back to me"), format_fr(mine.refunded_cents)),
                (self.env._("Given up as a gift"), format_fr(mine.waived_cents)),
            ],
            "fee": fee and self._fee_words(fee),
            "hours": [
                self._hour_row(row)
                for row in self.env["oe.cae.volunteer.hour"].search(own)
            ],
            "costs": [
                self._cost_row(row)
                for row in self.env["oe.cae.volunteer.cost"].search(own)
            ],
        }

    def _fee_words(self, fee):
        labels = dict(fee._fields["state"]._description_selection(self.env))
        return f"{format_fr(to_cents(fee.amount))}, {labels[fee.state].lower()}"

    def _hour_row(self, row):
        labels = dict(row._fields["state"]._description_selection(self.env))
        tones = {"confirmed": "success", "refused": "danger"}
        return {
            "id": row.id,
            "name": row.name,
            "date": format_date(self.env, row.date),
            "hours": _clock(calc.minutes_of(row.hours)),
            "label": labels[row.state],
            "tone": tones.get(row.state, "warning"),
            "mine": row.state == "told",
            "reason": row.state == "refused" and row.refusal_reason,
        }

    def _cost_row(self, row):
        labels = dict(row._fields["state"]._description_selection(self.env))
        wishes = dict(row._fields["wish"]._description_selection(self.env))
        tones = {"accepted": "success", "refused": "danger"}
        return {
            "id": row.id,
            "name": row.name,
            "date": format_date(self.env, row.date),
            "amount": format_fr(row._cents()),
            "wish": wishes[row.wish],
            "label": labels[row.state],
            "tone": tones.get(row.state, "warning"),
            "photo": bool(row.photo_name),
            "reason": row.state == "refused" and row.refusal_reason,
        }


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        if tab in ("today", "account") and user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            person_sudo = user._oe_entrepreneur()
            cards += [
                {
                    "title": self.env._(
                        "Volunteer of %(company)s", company=company.name
                    ),
                    "text": self.env._("Tell your hours, claim what you paid."),
                    "url": "/my/oe/volunteering",
                    "button": self.env._("My volunteering"),
                    "icon": "fa-heart-o",
                    "sequence": 20,
                }
                for company in person_sudo._volunteers_for(self._today())
            ]
        return sorted(cards, key=lambda card: card.get("sequence", 50))


def _clock(minutes):
    return f"{minutes // 60} h {minutes % 60:02d}"
