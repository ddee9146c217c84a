from collections import defaultdict
from fractions import Fraction

from odoo import models

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_royalty.calc.revision import EsMonths


class Revision(models.Model):
    """Nets of entrepreneurs, from their closed statements."""

    _inherit = "oe.royalty.revision"

    def _people_months(self, companies, first, last, person=None):
        rows = super()._people_months(companies, first, last, person)
        groups = self._closed_statements(companies, first, last, person).grouped(
            lambda row: (row.entrepreneur_id, row.company_id)
        )
        targets = self._targets([who for who, _company in groups], last)
        for (who, company), statements in groups.items():
            count = len(set(statements.mapped("month")))
            net_cents, per_euro = self._net_of(statements)
            rows.append(
                (
                    who,
                    company,
                    count,
                    EsMonths(
                        key=f"{company.id}-{who.id}",
                        cae=str(company.id),
                        base_cents=sum(to_cents(row.turnover) for row in statements),
                        net_cents=net_cents,
                        target_cents=count * targets[who.id],
                        net_per_euro=per_euro,
                    ),
                )
            )
        return rows

    def _closed_statements(self, companies, first, last, person):
        domain = [
            ("company_id", "in", companies.ids),
            ("state", "=", "closed"),
            ("month", ">=", first),
            ("month", "<=", last),
        ]
        if person:
            domain.append(("entrepreneur_id", "=", person.id))
        # For sums, and for the person alone.
        return self.env["oe.cae.statement"].sudo().search(domain, order="month, id")

    def _net_of(self, statements):
        """Net (cents) and what one more euro of budget gives of it.

        Where nothing is paid (CAPE) what is left of the month is kept: all of it.
        """
        net = cost = 0
        for row in statements:
            if row.pay_cost:
                net += to_cents(row.net)
                cost += to_cents(row.pay_cost)
        if not cost:
            return sum(to_cents(row.movement) for row in statements), Fraction(1)
        return net, Fraction(net, cost)

    def _targets(self, people, day):
        """Net wished a month (cents), 0 where nobody said it."""
        rows = (
            self.env["oe.cae.target"]
            .sudo()
            .search(
                [
                    ("entrepreneur_id", "in", [person.id for person in people]),
                    ("skill_id", "=", False),
                    ("date_start", "<=", self.date_start or day),
                ],
                order="date_start, id",
            )
        )
        targets = defaultdict(int)
        targets.update({row.entrepreneur_id.id: to_cents(row.net) for row in rows})
        return targets
