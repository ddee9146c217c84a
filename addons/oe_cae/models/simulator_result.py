from odoo import api, models

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import format_fr, percent, to_cents

from ..calc import life_stage
from ..calc.simulator import simulate
from .words import as_data
from .words_pay import decimal_fr


class Simulator(models.AbstractModel):
    """A simulation told in plain values, each figure with its why."""

    _inherit = "oe.cae.simulator"

    @api.model
    def _result(self, place, wish, pension=None):
        """What the page shows.

        :param pension: ``(cents of the full pension a month, share kept in %)`` or None
        """
        found = simulate(place.ground, wish)
        words = self.env["oe.cae.words"]
        return {
            "net": format_fr(found.estimate.net_cents),
            "alerts": self._alerts(place, found),
            "rows": self._rows(found, wish),
            "one_more": self.env._(
                "One more hour gives %(amount)s net.",
                amount=format_fr(found.one_more_cents),
            ),
            "why": [words._sentence(item) for item in as_data(found.steps)],
            "gauge": self._gauge(place, found),
            "year": self._year(found, wish),
            "pension": self._pension(found),
            "thresholds": self._thresholds(place, found),
            "ramp": self._ramp(place),
            "progressive": self._progressive(place, found, pension),
        }

    def _alerts(self, place, found):
        told = []
        if place.contract.kind == "cape":
            told.append(
                self.env._(
                    "Under CAPE nothing is paid: the budget is kept for you. This is "
                    "what it would give with a CESA."
                )
            )
        if found.missing_fixed_cents:
            told.append(
                self.env._(
                    "Your part fixe costs more than this budget: %(missing)s are "
                    "missing.",
                    missing=format_fr(found.missing_fixed_cents),
                )
            )
        return told

    def _rows(self, found, wish):
        spent = wish.purchases_cents + wish.charges_cents
        rows = [
            (self.env._("Turnover"), found.turnover_cents),
            (self.env._("Contribution"), -found.contribution_cents),
            (self.env._("Purchases and charges"), -spent),
            (self.env._("Put aside"), -wish.reserve_cents),
            (self.env._("Pay budget"), found.budget_cents),
            (self.env._("Gross"), found.estimate.gross_cents),
            (self.env._("Net before tax"), found.estimate.net_cents),
        ]
        return [(label, format_fr(cents)) for label, cents in rows]

    def _gauge(self, place, found):
        """Break-even against what one wants to live on."""
        target = place.ground.target_cents
        if target is None:
            return None
        title = self.env._(
            "Break-even for a net of %(target)s", target=format_fr(target)
        )
        if not found.needed:
            return {
                "title": title,
                "text": self.env._(
                    "No turnover is enough: charges grow as fast as it does."
                ),
                "reached": 0,
            }
        hours = found.needed_hours
        return {
            "title": title,
            "needed": self._needed(found.needed.turnover_cents, hours),
            "reached": min(100, int(found.reached * 100)),
            "text": self.env._("Your break-even is reached.")
            if found.reached >= 1
            else self.env._(
                "%(missing)s of turnover are missing.",
                missing=format_fr(found.needed.turnover_cents - found.turnover_cents),
            ),
        }

    def _needed(self, turnover, hours):
        if hours is None:
            return self.env._(
                "It takes %(turnover)s of turnover.", turnover=format_fr(turnover)
            )
        return self.env._(
            "It takes %(turnover)s of turnover, %(hours)s h at this price.",
            turnover=format_fr(turnover),
            hours=decimal_fr(str(hours)),
        )

    def _year(self, found, wish):
        return {
            "months": wish.months,
            "eleven": format_fr(found.eleven.net_cents),
            "twelve": format_fr(found.twelve.net_cents),
            "year": format_fr(found.twelve.year_net_cents),
            "smoothing": self.env._(
                "Twelve equal pays instead of eleven: %(amount)s net over the year.",
                amount=_signed(found.smoothing_cents),
            ),
        }

    def _pension(self, found):
        told = self.env._(
            "%(count)s pension quarter(s) validated by such a year.",
            count=found.quarters,
        )
        if found.missing_quarter_cents:
            told += " " + self.env._(
                "%(gross)s more gross in the year validate one more.",
                gross=format_fr(found.missing_quarter_cents),
            )
        return told

    def _thresholds(self, place, found):
        """Thresholds of benefits, and on which side the year's monthly net is."""
        month = found.twelve.net_cents
        rows = []
        for figure in place.figures.values():
            if figure.unit != "net_month":
                continue
            limit = to_cents(figure.value)
            told = self.env._(
                "%(name)s: %(limit)s a month (value of %(day)s).",
                name=figure.name,
                limit=format_fr(limit),
                day=figure.date_start.strftime("%d/%m/%Y"),
            )
            side = (
                self.env._("Your net is above it.")
                if month >= limit
                else self.env._("Your net is under it: ask what you are owed.")
            )
            rows.append(f"{told} {side}")
        return rows

    def _ramp(self, place):
        """Turnover expected in the first months of the profile, from now on."""
        profile = place.profile
        if not profile or profile.ramp_months < 2:
            return None
        target = profile._computed_figures().turnover
        entry, month = place.ground.entry, place.ground.month.start
        now = (month.year - entry.year) * 12 + month.month - entry.month + 1
        if now > profile.ramp_months:
            return None
        return {
            "text": self.env._(
                "Month %(now)s of %(months)s: the profile reaches %(target)s a month "
                "step by step.",
                now=now,
                months=profile.ramp_months,
                target=format_fr(target),
            ),
            "rows": [
                (
                    self.env._("Month %(rank)s", rank=rank),
                    format_fr(
                        life_stage.ramp_turnover(target, rank, profile.ramp_months)
                    ),
                )
                for rank in range(now, min(now + 3, profile.ramp_months) + 1)
            ],
        }

    def _progressive(self, place, found, pension):
        """A reduced activity beside part of the pension."""
        if not pension:
            return None
        full, kept = pension
        bounds = [place.figures.get(f"progressive_{end}") for end in ("low", "high")]
        if not all(bounds):
            return None
        lowest, highest = bounds
        try:
            part = life_stage.progressive_pension(
                full, percent(kept), percent(lowest.value), percent(highest.value)
            )
        except CalcError:
            return self.env._(
                "Progressive retirement asks to keep between %(lowest)s and "
                "%(highest)s %% of a full activity.",
                lowest=f"{lowest.value:g}",
                highest=f"{highest.value:g}",
            )
        return self.env._(
            "%(part)s of pension beside %(net)s of net pay: %(total)s a month.",
            part=format_fr(part),
            net=format_fr(found.twelve.net_cents),
            total=format_fr(part + found.twelve.net_cents),
        )

    @api.model
    def _progressive_rule(self, place):
        """Who may: age and quarters, in one sentence."""
        age = place.figures.get("progressive_age")
        quarters = place.figures.get("progressive_quarters")
        if not age or not quarters:
            return ""
        return self.env._(
            "From %(age)s years on and with %(quarters)s quarters; your pension fund "
            "says what the full pension would be.",
            age=f"{age.value:g}",
            quarters=f"{quarters.value:g}",
        )


def _signed(cents):
    return f"{'+' if cents > 0 else ''}{format_fr(cents)}"
