from collections import defaultdict
from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import (
    apply_rate,
    format_fr,
    percent,
    to_cents,
)
from odoo.addons.oe_base.calc.period import ONE_DAY

from ..calc import year_end as calc
from ..calc.month import PAYROLL
from .statement import euros
from .words import as_data

NAMES = ("turnover", "contribution", "purchases", "other_charges", "reserve")


class YearEnd(models.Model):
    """From the closed statements of a year to a balance per person."""

    _inherit = "oe.cae.year.end"

    def _compute_lines(self):
        self.ensure_one()
        # Lines are computed for whoever may settle the year, nobody writes them.
        run_sudo = self.sudo()
        people = run_sudo._told_people()
        contracts = run_sudo._contracts()
        paid = run_sudo._paid(people)
        lines = run_sudo.line_ids
        stale = lines.filtered(lambda line: line.entrepreneur_id.id not in contracts)
        stale.unlink()
        lines -= stale
        missing = set(contracts) - set(lines.entrepreneur_id.ids)
        lines |= lines.create(
            [
                {"year_end_id": run_sudo.id, "entrepreneur_id": person}
                for person in sorted(missing)
            ]
        )
        for line in lines:
            person = line.entrepreneur_id.id
            told = people.get(person) or run_sudo._told_nothing()
            values = line._computed(contracts[person], told, paid.get(person, 0))
            models.Model.write(line, values)

    def _told_people(self):
        """Sums of the closed statements of the year, by person, in cents."""
        groups = self.env["oe.cae.statement"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "closed"),
                ("month", ">=", self.date_from),
                ("month", "<=", self.date_to),
            ],
            ["entrepreneur_id"],
            [f"{name}:sum" for name in NAMES] + ["activity_id:recordset"],
        )
        told = {}
        for person, *sums, activities in groups:
            told[person.id] = {
                name: to_cents(amount) for name, amount in zip(NAMES, sums, strict=True)
            }
            told[person.id]["activities"] = activities.sorted("id")
        return told

    def _told_nothing(self):
        activities = self.env["oe.activity"].browse()
        return {**dict.fromkeys(NAMES, 0), "activities": activities}

    def _contracts(self):
        """The CESA that counted last in the year, by person."""
        found = self.env["oe.cae.contract"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "signed"),
                ("kind", "=", "salaried"),
                ("date_start", "<=", self.date_to),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", self.date_from),
            ],
            order="date_start, id",
        )
        return {contract.entrepreneur_id.id: contract for contract in found}

    def _paid(self, people):
        """Full cost of the pay of the year, by person, in cents.

        Payroll booked in the year, and what was agreed in it and is not booked yet.
        """
        ledger = self.env["oe.cae.ledger"]
        activities = self.env["oe.activity"].browse(
            [one.id for told in people.values() for one in told["activities"]]
        )
        paid = defaultdict(int)
        facts, _withheld = ledger._activity_facts(
            self.company_id, self._months(), activities
        )
        for activity in activities:
            for fact in facts.get(activity.id, ()):
                if fact.kind == PAYROLL:
                    paid[activity.entrepreneur_id.id] -= fact.cents
        runs = self.env["oe.cae.pay.run"]
        pending = runs._pending(self.company_id, self.date_to + ONE_DAY)
        for person, cents in pending.items():
            paid[person] += cents
        return paid


class YearEndLine(models.Model):
    """The balance of one person."""

    _inherit = "oe.cae.year.end.line"

    def _computed(self, contract, told, paid_cents):
        data = self._prepare_year_input(contract, told, paid_cents)
        rest = calc.close_year(replace(data, left_cents=0))
        limit = apply_rate(max(0, rest.balance_cents), percent(contract.kept_share))
        self._check_left(contract, data.left_cents, limit)
        return self._apply_year(contract, told, data, calc.close_year(data), limit)

    def _prepare_year_input(self, contract, told, paid_cents):
        return calc.YearInput(
            turnover_cents=told["turnover"],
            contribution_cents=-told["contribution"],
            direct_cents=-told["purchases"] - told["other_charges"],
            reserve_cents=-told["reserve"],
            paid_cents=paid_cents,
            meeting=self.year_end_id.meeting,
            left_cents=to_cents(self.left),
            may_leave=bool(contract.kept_share),
        )

    def _check_left(self, contract, left, limit):
        """Only what the contract lets stay, stays."""
        if left < 0:
            raise UserError(self.env._("What is left cannot be negative."))
        if left <= limit:
            return
        name = contract.entrepreneur_id.name
        if not contract.kept_share:
            raise UserError(
                self.env._(
                    "The contract of %(name)s leaves nothing in the cooperative: "
                    "%(left)s cannot stay (R.7331-12).",
                    name=name,
                    left=format_fr(left),
                )
            )
        raise UserError(
            self.env._(
                "The contract of %(name)s lets %(share)s %% of the year's result stay: "
                "%(limit)s at most, not %(left)s.",
                name=name,
                share=f"{contract.kept_share:g}".replace(".", ","),
                limit=format_fr(limit),
                left=format_fr(left),
            )
        )

    def _apply_year(self, contract, told, data, year, limit):
        return {
            "contract_id": contract.id,
            "activity_id": told["activities"][:1].id,
            "turnover": euros(data.turnover_cents),
            "contribution": euros(-data.contribution_cents),
            "direct": euros(-data.direct_cents),
            "reserve": euros(-data.reserve_cents),
            "available": euros(year.available_cents),
            "paid": euros(data.paid_cents),
            "may_leave": euros(limit),
            "balance": euros(year.balance_cents),
            "overpaid": euros(year.overpaid_cents),
            "date_due": year.due,
            "steps": as_data(year.steps),
        }

    def _keep(self):
        """What is left leaves the pay budget on the day of the meeting."""
        moves = self.env["oe.cae.reserve.move"]
        moves.create(
            [
                {
                    "activity_id": line.activity_id.id,
                    "date": line.year_end_id.meeting,
                    "kind": "kept",
                    "direction": "in",
                    "amount": line.left,
                    "note": line.year_end_id.resolution,
                }
                for line in self
                if to_cents(line.left)
            ]
        )

    @api.model
    def _shown_to(self, user):
        """Confirmed balances of a portal user, as superuser."""
        return self.sudo().search(
            [
                ("entrepreneur_id.partner_id", "=", user.partner_id.id),
                ("year_end_id.state", "=", "confirmed"),
            ],
            order="date_due desc, id desc",
        )

    def _page(self):
        """Plain values for the page of the entrepreneur."""
        self.ensure_one()
        return {
            "title": self.env._(
                "Part variable of %(year)s", year=self.year_end_id.date_to.year
            ),
            "company": self.company_id.name,
            "balance": format_fr(to_cents(self.balance)),
            "due": self.date_due,
            "settled": self.settled_on,
            "why": (self.explanation or "").split("\n"),
        }
