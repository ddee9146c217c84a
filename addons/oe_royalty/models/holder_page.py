from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable

from .allocation import number
from .payout_paper import _address


class Holder(models.Model):
    """What a holder reads of the own rights, as plain values."""

    _inherit = "oe.royalty.holder"

    @api.model
    def _of_user(self):
        """The files of the user; the rules let nobody else's through."""
        mine = [("partner_id", "=", self.env.user.partner_id.id)]
        return self.with_context(active_test=False).search(mine, order="id")

    def _page(self):
        """Points, parts by period with their reason, payouts, dividends."""
        self.ensure_one()
        labels = dict(self._fields["legal_basis"]._description_selection(self.env))
        return {
            "id": self.id,
            "scheme": self.sudo().scheme_id.name,
            "company": self.sudo().company_id.name,
            "basis": labels[self.legal_basis],
            "industry": self.legal_basis == "industry",
            "points": [row._portal_row() for row in self.share_ids],
            "periods": self._periods(),
            "payouts": [row._document() for row in self.payout_ids],
            "years": self._years(),
            "dividends": [
                {
                    "label": row.reference,
                    "day": format_date(self.env, row.decision_date),
                    "year": row.year,
                    "amount": format_fr(to_cents(row.amount)),
                    "paid_on": row.paid_on and format_date(self.env, row.paid_on),
                }
                for row in self.dividend_ids
            ],
        }

    def _periods(self):
        """Approved parts by period, the last one first."""
        groups = self.allocation_ids.filtered(
            lambda row: row.state == "approved"
        ).grouped("sharing_id")
        return [
            {
                "label": sharing.sudo()._label(),
                "amount": format_fr(sum(to_cents(row.amount) for row in rows)),
                "parts": [
                    {
                        "pool": row.pool_id.sudo().name,
                        "amount": format_fr(to_cents(row.amount)),
                        "why": row._why(),
                    }
                    for row in rows.sorted("pool_id")
                ],
                "paid": all(row.payout_id.sudo().state == "paid" for row in rows),
            }
            for sharing, rows in sorted(
                groups.items(), key=lambda item: item[0].sudo().date_start, reverse=True
            )
        ]

    def _years(self):
        days = [row.sudo().date_start for row in self.allocation_ids]
        days += [row.paid_on for row in self.payout_ids if row.paid_on]
        return sorted({day.year for day in days}, reverse=True)

    def _year_page(self, year):
        """A year of these files: what was earned, what was paid."""
        parts = self.allocation_ids.filtered(
            lambda row: row.state == "approved" and row.date_start.year == year
        )
        paid = self.payout_ids.filtered(
            lambda row: row.paid_on and row.paid_on.year == year
        )
        dividends = self.dividend_ids.filtered(
            lambda row: row.paid_on and row.paid_on.year == year
        )

        def total(rows, name="amount"):
            return format_fr(sum(to_cents(row[name]) for row in rows))

        return {
            "year": year,
            "earned": total(parts),
            "paid": total(paid),
            "withheld": total(paid, "withheld_amount"),
            "net": total(paid, "net_amount"),
            "has_withheld": any(paid.mapped("withheld_amount")),
            "dividends": total(dividends) if dividends else "",
            "parts": [
                {
                    "label": row._heading(),
                    "amount": format_fr(to_cents(row.amount)),
                    "why": row._why(),
                }
                for row in parts.sorted(lambda row: (row.date_start, row.pool_id.id))
            ],
            "payouts": [
                {
                    "id": row.id,
                    "label": f"{row.number}, {format_date(self.env, row.paid_on)}",
                    "amount": format_fr(to_cents(row.net_amount)),
                }
                for row in paid.sorted("paid_on")
            ],
        }

    def _year_paper(self, year):
        """The yearly statement as a PDF."""
        self = readable(self)
        page = self._year_page(year)
        person = self[:1].partner_id.sudo()
        company = self[:1].company_id.sudo()
        title = self.env._("Royalties of %(year)s", year=year)
        paper = Paper(title, f"{company.name}, {person.name}")
        paper.head(
            _address(company.partner_id, company.company_registry),
            _address(person, person.vat),
        )
        paper.heading(self.env._("Earned"))
        paper.amounts(
            [(row["label"], row["amount"], row["why"]) for row in page["parts"]],
            (self.env._("Earned in the year"), page["earned"]),
        )
        paper.heading(self.env._("Paid"))
        paper.amounts(
            [(row["label"], row["amount"], ()) for row in page["payouts"]],
            (self.env._("Paid in the year, net"), page["net"]),
        )
        rows = [(self.env._("Gross of what was paid"), page["paid"], ())]
        if page["has_withheld"]:
            rows.append((self.env._("Withheld"), page["withheld"], ()))
        if page["dividends"]:
            rows.append((self.env._("Dividends paid"), page["dividends"], ()))
        paper.heading(self.env._("For the tax return"))
        paper.amounts(rows)
        return paper.draw()


class Share(models.Model):
    _inherit = "oe.royalty.share"

    def _portal_row(self):
        """These points as plain values: how many, since when, from what."""
        self.ensure_one()
        start = format_date(self.env, self.date_start)
        when = self.env._("since %(start)s", start=start)
        if self.date_end:
            when = self.env._(
                "%(start)s to %(end)s",
                start=start,
                end=format_date(self.env, self.date_end),
            )
        why = []
        if self.kind == "hours":
            row_sudo = self.sudo()  # the rate and the name of the competence
            why.append(
                self.env._(
                    "%(hours)s h of %(skill)s × %(rate)s × %(coefficient)s",
                    hours=number(str(self.hours)),
                    skill=row_sudo.skill_id.name,
                    rate=format_fr(to_cents(row_sudo.market_rate_id.hourly_rate)),
                    coefficient=number(str(self.coefficient)),
                )
            )
        if self.vesting_months:
            why.append(
                self.env._(
                    "Acquired over %(months)s months, nothing before %(cliff)s months.",
                    months=self.vesting_months,
                    cliff=self.cliff_months,
                )
            )
        if self.evidence:
            why.append(self.evidence)
        return {
            "pool": self.pool_id.sudo().name,
            "points": number(str(self.total_points)),
            "when": when,
            "why": why,
        }


class Entrepreneur(models.Model):
    _inherit = "oe.entrepreneur"

    def _income_rows(self, start, end):
        """Payouts of royalties are conceptual income."""
        rows = super()._income_rows(start, end)
        # The person's own payouts, whoever asks for the person's incomes.
        payouts_sudo = (
            self.env["oe.royalty.payout"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.sudo().partner_id.id),
                    ("state", "in", ("approved", "paid")),
                    ("approved_on", ">=", start),
                    ("approved_on", "<=", end),
                ]
            )
        )
        rows += [
            {
                "source": "conceptual",
                "label": payout._document_title(),
                "cents": to_cents(payout.amount),
                "why": payout.number,
                "url": f"/my/oe/royalties/payouts/{payout.id}",
            }
            for payout in self._income_shown(payouts_sudo)
        ]
        return rows


class Portal(models.AbstractModel):
    """Holders find their royalties first."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if not self.env.user.has_group("oe_base.group_oe_holder"):
            return cards
        hosted = self.env.user.has_group("oe_base.group_oe_entrepreneur")
        if tab != ("account" if hosted else "today"):
            return cards
        holders = self.env["oe.royalty.holder"]._of_user()
        for holder in holders[:1]:
            periods = holder._periods()
            cards.append(
                {
                    "title": self.env._("My royalties"),
                    "value": periods[0]["amount"] if periods else "",
                    "text": self.env._(
                        "Last period: %(name)s", name=periods[0]["label"]
                    )
                    if periods
                    else self.env._("Nothing is shared yet."),
                    "url": "/my/oe/royalties",
                    "button": self.env._("See my points and parts"),
                    "icon": "fa-pie-chart",
                    "sequence": 20,
                }
            )
        return sorted(cards, key=lambda card: card.get("sequence", 50))
