from odoo import api, fields, models
from odoo.tools import format_date


class Declaration(models.Model):
    _inherit = "oe.cae.declaration"

    @api.model
    def _to_finish(self, person, company, month):
        """What is begun and not sent yet: ``[(label, count, url)]``."""
        first, last = month, fields.Date.end_of(month, "month")
        activities = person.activity_link_ids.filtered(
            lambda activity: activity.company_id == company
        )
        inside = [("oe_activity_id", "in", activities.ids), ("state", "=", "draft")]
        invoices = self.env["account.move"].search_count(
            [
                *inside,
                ("move_type", "in", ("out_invoice", "out_refund")),
                "|",
                ("invoice_date", "=", False),
                ("invoice_date", "<=", last),
            ]
        )
        claims = self.env["hr.expense"].search_count(
            [*inside, ("date", ">=", first), ("date", "<=", last)]
        )
        bills = self.env["account.move"].search_count(
            [
                ("oe_activity_id", "in", activities.ids),
                ("oe_routing", "=", "asked"),
                ("invoice_date", "<=", last),
            ]
        )
        rows = [
            (self.env._("Invoices not issued"), invoices, "/my/oe/sales"),
            (self.env._("Expense claims not sent"), claims, "/my/oe/expenses"),
            (self.env._("Supplier bills that wait for you"), bills, "/my/oe/purchases"),
        ]
        return [row for row in rows if row[1]]

    @api.model
    def _pages(self, person):
        """Months that a person may declare, as plain values."""
        pages = []
        for company in person.affiliation_ids.company_id:
            for month in self._months_of(person, company):
                row = self.search(
                    [
                        ("entrepreneur_id", "=", person.id),
                        ("company_id", "=", company.id),
                        ("month", "=", month),
                    ]
                )
                pages.append(
                    {
                        "key": f"{company.id}-{month:%Y-%m}",
                        "company": company.name,
                        "month": format_date(self.env, month, date_format="MMMM y"),
                        "declared_on": row
                        and format_date(self.env, row.declared_on.date()),
                        "note": row.note or "",
                        "to_finish": self._to_finish(person, company, month),
                    }
                )
        return pages


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _declarations(self):
        """What the person logged in may declare; own rows only."""
        person_sudo = self.env.user._oe_entrepreneur().sudo()
        return self.env["oe.cae.declaration"].sudo()._pages(person_sudo)

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab in ("today", "account") and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards += [
                {
                    "title": self.env._("Declare %(month)s", month=page["month"]),
                    "text": self.env._(
                        "Everything entered? Say so, the cooperative closes the month."
                    ),
                    "url": "/my/oe/declarations",
                    "button": self.env._("Check and declare"),
                    "icon": "fa-calendar-check-o",
                    "tone": "warning",
                    "sequence": 8,
                }
                for page in self._declarations()
                if not page["declared_on"]
            ]
        return sorted(cards, key=lambda card: card.get("sequence", 50))
