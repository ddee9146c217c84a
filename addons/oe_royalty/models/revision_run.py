from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import percent, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import revision as calc
from .revision import MONTHS
from .sharing import euros


class Revision(models.Model):
    """Loads indices and months, simulates the options."""

    _inherit = "oe.royalty.revision"

    def action_indices(self):
        """Indices anew: market rates, and what each ETD made in twelve months."""
        self.check_access("write")
        for row in self:
            row._refuse_asked()
            lock_rows(row)
            row.item_ids.unlink()
            row.item_ids.create(row._market_items() + row._result_items())
            if not row.option_ids:
                row._usual_options()
        return True

    def _usual_options(self):
        """Keep the rate, or take the suggested one."""
        values = [(self.env._("Keep the rate"), self.current_rate)]
        if self.suggested_rate and self.suggested_rate != self.current_rate:
            values.append((self.env._("Suggested rate"), self.suggested_rate))
        self.option_ids.create(
            [
                {"revision_id": self.id, "name": name, "rate": value, "sequence": rank}
                for rank, (name, value) in enumerate(values)
            ]
        )

    def _market_items(self):
        """Each competence with a market rate on both days."""
        rates = self.env["oe.royalty.market.rate"].search(
            [("scheme_id", "=", self.scheme_id.id)], order="date_start"
        )
        today = fields.Date.context_today(self)
        items = []
        for skill, rows in rates.grouped("skill_id").items():
            then = rows.filtered(lambda row: row.date_start <= self.date_reference)
            now = rows.filtered(lambda row: row.date_start <= today)
            if then and now:
                items.append(
                    {
                        "revision_id": self.id,
                        "kind": "market",
                        "name": skill.name,
                        "weight": now[-1].weight,
                        "reference": then[-1].hourly_rate,
                        "current": now[-1].hourly_rate,
                        "source": now[-1].legal_reference,
                    }
                )
        return items

    def _result_items(self):
        """Base of each ETD in its last twelve locked months, and in those before."""
        last = self.last_month
        if not last:
            return []
        first = last - relativedelta(months=MONTHS - 1)
        now = self._bases_by_territory(first, last)
        then = self._bases_by_territory(
            first - relativedelta(months=MONTHS), first - relativedelta(days=1)
        )
        return [
            {
                "revision_id": self.id,
                "kind": "results",
                "name": territory.name,
                "weight": max(now[territory], 0),
                "reference": then[territory],
                "current": now[territory],
                "source": self.env._("Locked statements, twelve months each"),
            }
            for territory in now
            if then.get(territory, 0) > 0
        ]

    def _bases_by_territory(self, first, last):
        found = defaultdict(float)
        for company, base, _amount, _count in self._statement_sums(first, last):
            found[company.oe_territory_id] += base
        return found

    def _statement_sums(self, first, last):
        """Locked statements by licensee: base, royalty, months."""
        # Sums of every licensee, for the licensor; no line is read.
        return (
            self.env["oe.royalty.statement"]
            .sudo()
            ._read_group(
                [
                    ("contract_id.scheme_id", "=", self.scheme_id.id),
                    ("month", ">=", first),
                    ("month", "<=", last),
                    (
                        "state",
                        "in",
                        self.env["oe.royalty.statement"]._closed_states,
                    ),
                ],
                ["company_id"],
                ["base_amount:sum", "amount:sum", "month:count_distinct"],
            )
        )

    # -- simulation ---------------------------------------------------------------

    def action_simulate(self):
        """What each option would have changed over the last twelve locked months."""
        self.check_access("write")
        for row in self:
            lock_rows(row)
            row._refuse_decided()
            # Rows are made by this button only; nobody has that right.
            row.sudo()._simulate()
        return True

    def _simulate(self):
        last = self.last_month
        if not last or not self.option_ids:
            raise UserError(
                self.env._("Lock a month first, and write two options or more.")
            )
        first = last - relativedelta(months=MONTHS - 1)
        sums = self._statement_sums(first, last)
        people = self._people_months(
            self.env["res.company"].union(*(row[0] for row in sums)), first, last
        )
        self.effect_ids.unlink()
        self.person_ids.unlink()
        for option in self.option_ids:
            effects = self._effects_on_people(option, people)
            self._write_people(option, people, effects)
            self._write_effects(option, sums, people, effects)
        self.simulated_on = fields.Date.context_today(self)

    def _people_months(self, companies, first, last, person=None):
        """Hook: nets of entrepreneurs over closed months, where an add-on knows them.

        :return: list of ``(entrepreneur, company, months, EsMonths)``
        """
        return []

    def _effects_on_people(self, option, people):
        """The effect of an option, by the key of each row of people."""
        found = calc.simulate(
            percent(self.current_rate),
            percent(option.rate),
            [months for _person, _company, _count, months in people],
        )
        return {effect.key: effect for effect in found.people}

    def _write_people(self, option, people, effects):
        self.env["oe.royalty.revision.person"].create(
            [
                {
                    "revision_id": self.id,
                    "option_id": option.id,
                    "company_id": company.id,
                    "entrepreneur_id": person.id,
                    "month_count": count,
                    "before_amount": euros(months.net_cents // count),
                    "after_amount": euros(effects[months.key].net_after_cents // count),
                    "target_amount": euros(months.target_cents // count),
                    "taken_under": effects[months.key].taken_under,
                }
                for person, company, count, months in people
            ]
        )

    def _write_effects(self, option, sums, people, effects):
        rows = []
        for company, base, amount, count in sums:
            here = [row[3].key for row in people if row[1] == company]
            change = calc.royalty_change(
                to_cents(base), percent(self.current_rate), percent(option.rate)
            )
            rows.append(
                {
                    "revision_id": self.id,
                    "option_id": option.id,
                    "licensee_id": company.id,
                    "month_count": count,
                    "base_amount": base,
                    "before_amount": amount,
                    "after_amount": euros(to_cents(amount) + change),
                    "change_amount": euros(change),
                    "people_count": len(here),
                    "under_count": sum(effects[key].taken_under for key in here),
                }
            )
        self.env["oe.royalty.revision.effect"].create(rows)
