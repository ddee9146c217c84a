from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import from_cents, rate, to_cents
from odoo.addons.oe_base.calc.period import month_of

from ..calc import contribution as calc_contribution, life_stage
from ..calc.simulator import Ground, Wish
from .contract import HOSTED

# Name, end of the slider, its step, the most that may be typed.
SLIDERS = (
    ("hours", 200, 1, 400),
    ("price", 120, 0.5, 1_000),
    ("purchases", 3_000, 10, 100_000),
    ("charges", 2_000, 10, 100_000),
    ("reserve", 2_000, 10, 100_000),
)


@dataclass
class Place:
    """Where somebody simulates: the contract in force and what it stands on."""

    contract: object
    ground: Ground
    figures: dict
    profile: object
    statement: object


class Simulator(models.AbstractModel):
    """What would a month give? The own scheme and contract, nothing stored."""

    _name = "oe.cae.simulator"
    _description = "Pay simulator"

    @api.model
    def _contracts(self, person, day):
        """Contracts in force under which a person works, as superuser."""
        # Closed to portal users; only this person's, and plain figures go out.
        return (
            self.env["oe.cae.contract"]
            .sudo()
            .search(
                [
                    ("entrepreneur_id", "=", person.id),
                    ("kind", "in", HOSTED),
                    ("state", "=", "signed"),
                    ("date_start", "<=", day),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", day),
                ],
                order="kind desc, date_start desc, id",
            )
        )

    @api.model
    def _place(self, contract, day):
        """What a simulation stands on, or None when the scheme has not started.

        :param contract: a contract as superuser, found among the person's own
        """
        terms = contract._terms_at(day)[contract]
        versions_sudo = contract.env["oe.cae.scheme.version"]
        version = versions_sudo._at(day, scheme_id=terms["scheme_id"])
        parameters = contract.env["oe.cae.pay.parameter"]
        parameter = parameters._at(day)
        if not version or not parameter:
            return None
        person = contract.entrepreneur_id
        scheme = version._terms()
        january = parameters._at(date(day.year, 1, 1)) or parameter
        figures = contract.env["oe.cae.life.figure"]._in_force(day)
        wished = contract.env["oe.cae.target"]._figures(person, False, day)
        entry = self._entry(contract)
        salaried = contract.kind == "salaried"
        ground = Ground(
            parameters=parameter._parameters(),
            terms=scheme,
            month=month_of(day),
            entry=entry,
            smic_hour_cents=to_cents(january.smic_hour),
            position_cents=self._position(contract, scheme, day, entry),
            fixed_cents=to_cents(terms["fixed_pay"] or 0) if salaried else 0,
            target_cents=wished[0] if wished else None,
            rule=self._pension_rule(figures),
        )
        return Place(
            contract, ground, figures, person.profile_id, self._last_statement(contract)
        )

    def _entry(self, contract):
        """First day of the person in the company: exemptions and ramp count from it."""
        first = contract.search(
            [
                ("entrepreneur_id", "=", contract.entrepreneur_id.id),
                ("company_id", "=", contract.company_id.id),
                ("kind", "in", HOSTED),
                ("state", "=", "signed"),
            ],
            order="date_start",
            limit=1,
        )
        return first.date_start

    def _position(self, contract, scheme, day, entry):
        """Base cumulated in the brackets before the month (cents)."""
        window = calc_contribution.position_window(scheme, month_of(day), entry)
        if window.is_empty:
            return 0
        activity = contract.env["oe.activity"]._of(
            contract.entrepreneur_id, contract.company_id
        )
        ((amount,),) = contract.env["oe.cae.statement.line"]._read_group(
            [
                ("activity_id", "=", activity.id),
                ("kind", "=", "contribution"),
                ("statement_id.state", "=", "closed"),
                ("origin_month", ">=", window.start),
                ("origin_month", "<", window.end),
            ],
            aggregates=["base_amount:sum"],
        )
        return to_cents(amount or 0)

    def _pension_rule(self, figures):
        usual = life_stage.PensionRule()
        hours, most = figures.get("pension_hours"), figures.get("pension_most")
        return life_stage.PensionRule(
            hours=round(hours.value) if hours else usual.hours,
            most=round(most.value) if most else usual.most,
        )

    def _last_statement(self, contract):
        return contract.env["oe.cae.statement"].search(
            [
                ("entrepreneur_id", "=", contract.entrepreneur_id.id),
                ("company_id", "=", contract.company_id.id),
                ("state", "=", "closed"),
            ],
            order="month desc, id",
            limit=1,
        )

    @api.model
    def _prefill(self, place):
        """What the sliders stand on first: the last statement, else the profile."""
        statement, profile = place.statement, place.profile
        price = to_cents(profile.billed_rate) if profile else 0
        given = {"months": "12", "reserve": 0, "purchases": 0, "charges": 0}
        if statement:
            turnover = to_cents(statement.turnover)
            given["purchases"] = max(0, -to_cents(statement.purchases))
            given["charges"] = max(0, -to_cents(statement.other_charges))
        elif profile:
            month = profile._computed_figures()
            turnover, given["charges"] = month.turnover, month.charges
        else:
            turnover = 0
        price = price or max(100, round(turnover / 100))
        hours = Fraction(max(0, turnover), price)
        return {
            "months": "12",
            "hours": _typed(round(hours * 4) * 25),
            "price": _typed(price),
            **{name: _typed(given[name]) for name in ("purchases", "charges")},
            "reserve": "0",
        }

    @api.model
    def _labels(self):
        return {
            "hours": self.env._("Hours billed in the month"),
            "price": self.env._("Price of an hour, excl. VAT"),
            "purchases": self.env._("Purchases and subcontracting"),
            "charges": self.env._("Other charges of the month"),
            "reserve": self.env._("Put aside"),
        }

    @api.model
    def _sliders(self, given):
        """The fields of the page, with what was typed."""
        labels = self._labels()
        units = {"hours": "h"}
        return [
            {
                "name": name,
                "label": labels[name],
                "value": given.get(name, ""),
                "end": end,
                "step": step,
                "unit": units.get(name, "€"),
            }
            for name, end, step, _most in SLIDERS
        ]

    @api.model
    def _wish(self, numbers, months):
        """The wish of the sliders.

        :param dict numbers: exact numbers by name, zero or more
        :raises UserError: naming what is too large to be true
        """
        labels = self._labels()
        for name, _end, _step, most in SLIDERS:
            if numbers[name] > most:
                raise UserError(
                    self.env._(
                        "%(label)s: at most %(most)s.", label=labels[name], most=most
                    )
                )
        cents = {name: to_cents(value) for name, value in numbers.items()}
        return Wish(
            hours=rate(numbers["hours"]),
            hour_cents=cents["price"],
            purchases_cents=cents["purchases"],
            charges_cents=cents["charges"],
            reserve_cents=cents["reserve"],
            months=11 if months == "11" else 12,
        )


def _typed(cents):
    """Cents as somebody would type them: ``27`` or ``27,50``."""
    text = f"{from_cents(cents):.2f}".replace(".", ",")
    return text.removesuffix(",00")
