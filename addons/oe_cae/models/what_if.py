import datetime
from collections import defaultdict

from odoo import api, models

from odoo.addons.oe_base.calc.money import to_cents

from ..calc import what_if as calc
from ..calc.month import CONTRIBUTION, Fact
from ..calc.terms import terms_at

MONTHS = 12


class WhatIf(models.AbstractModel):
    """Loads closed months, has them lived again under an option; stores nothing."""

    _name = "oe.cae.what.if"
    _description = "Closed months under other terms"

    @api.model
    def _own(self, proposal, person):
        """Months of one person: ``(today, {option id: months})``, or None.

        Called as superuser, for the person alone: plain figures go out.
        """
        histories = self._histories(proposal.company_id, person)
        if not histories:
            return None
        months, entry = histories[person]
        return (
            calc.live_again(months, entry),
            {
                option.id: calc.live_again(months, entry, changed)
                for option, changed in self._changes(proposal)
            },
        )

    @api.model
    def _effects(self, proposal):
        """What each option does to everybody hosted: ``{option id: Effect}``."""
        today = proposal.company_id._oe_today()
        people = self.env["oe.entrepreneur"].union(*proposal._people(today))
        histories = self._histories(proposal.company_id, people)
        targets = self._targets(people, today)
        before = {
            person: calc.total(calc.live_again(*history))
            for person, history in histories.items()
        }
        effects = {}
        for option, changed in self._changes(proposal):
            rows = [
                calc.Person(
                    before[person],
                    calc.total(calc.live_again(*history, changed)),
                    targets.get(person),
                )
                for person, history in histories.items()
            ]
            effects[option.id] = calc.effect(rows)
        return effects

    def _changes(self, proposal):
        """Options with the terms that they change, by scheme."""
        return [
            (
                option,
                {option.scheme_id.id: option.draft_id._terms()}
                if option.draft_id
                else {},
            )
            for option in proposal.option_ids
        ]

    def _targets(self, people, day):
        """Net wished a month (cents) of those who said it."""
        rows = self.env["oe.cae.target"].search(
            [
                ("entrepreneur_id", "in", people.ids),
                ("skill_id", "=", False),
                ("date_start", "<=", day),
            ],
            order="date_start, id",
        )
        return {row.entrepreneur_id: to_cents(row.net) for row in rows}

    def _histories(self, company, people):
        """Closed months of people: ``{person: (months, entry)}``."""
        statements = self.env["oe.cae.statement"].search(
            [
                ("company_id", "=", company.id),
                ("entrepreneur_id", "in", people.ids),
                ("state", "=", "closed"),
            ],
            order="month, id",
        )
        statements.line_ids.fetch(
            ["kind", "month", "origin_month", "amount", "version_id", "statement_id"]
        )
        contracts = statements.contract_id
        changes = self.env["oe.cae.contract.amendment"]._changes(contracts)
        entries = self.env["oe.cae.month"]._entries(company)
        versions = statements.line_ids.version_id
        terms = {version: version._terms() for version in versions}
        parameters = self._parameters(statements)
        months = defaultdict(list)
        by_month = statements.grouped(lambda row: (row.entrepreneur_id, row.month))
        for (person, month), group in by_month.items():
            contract = group.contract_id[:1].with_prefetch(contracts.ids)
            agreed = contract and terms_at(
                contract._signed_terms(), changes.get(contract.id, ()), month
            )
            salaried = contract.kind == "salaried"
            months[person].append(
                calc.PersonMonth(
                    month=month,
                    told=tuple(_told(row, terms) for row in group),
                    parameters=parameters.get(month) if salaried else None,
                    fixed_cents=to_cents(agreed["fixed_pay"] or 0) if salaried else 0,
                    overdraft_cents=(
                        to_cents(agreed["overdraft"] or 0) if salaried else 0
                    ),
                    exemptions=self.env["oe.cae.month"]._exemptions_of(contract),
                )
            )
        return {
            person: (rows, entries.get(person.id, rows[0].month))
            for person, rows in months.items()
        }

    def _parameters(self, statements):
        """Pay parameters of the months that are shown."""
        shown = sorted(set(statements.mapped("month")))
        rows = self.env["oe.cae.pay.parameter"].search(
            [("date_start", "<=", max(shown, default=datetime.date.min))],
            order="date_start",
        )
        found = {}
        for month in shown:
            started = rows.filtered(lambda row, month=month: row.date_start <= month)
            if started:
                found[month] = started[-1]
        read = {row: row._parameters() for row in {*found.values()}}
        return {month: read[row] for month, row in found.items()}


def _told(statement, terms):
    """A closed statement as the computing layer reads it."""
    lines = statement.line_ids
    own = lines.filtered(
        lambda line: (
            line.kind == CONTRIBUTION
            and line.origin_month == statement.month
            and line.version_id
        )
    )[:1]
    return calc.Told(
        activity=statement.activity_id.id,
        facts=tuple(
            Fact(line.kind, line.month, line.origin_month, to_cents(line.amount))
            for line in lines
            if line.kind != CONTRIBUTION
        ),
        opening_cents=to_cents(statement.opening),
        terms=terms.get(own.version_id),
        scheme=own.version_id.scheme_id.id or None,
    )
