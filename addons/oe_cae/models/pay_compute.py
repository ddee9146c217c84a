from odoo import api, models

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import format_fr, to_cents

from ..calc import month as calc_month, pay_list as calc
from .statement import euros
from .words import as_data


class Pay(models.Model):
    """One line, from figures to figures."""

    _inherit = "oe.cae.pay"

    def _computed(self, sources):
        """Values of this line, its refusal told in words instead of raised."""
        self.ensure_one()
        results = sources.results.get(self.contract_id, [])
        terms = sources.terms.get(self.contract_id, {})
        data = self._prepare_pay_input(results, terms, sources)
        values = {
            "activity_id": results[0].activity.id if results else False,
            "turnover": euros(_turnover(results)),
            "budget": euros(data.budget_cents),
            "pending": euros(data.pending_cents),
            "fixed_pay": euros(data.fixed_cents),
            "overdraft": euros(data.overdraft_cents),
            "problem": False,
            "warning": self._below_minimum(terms, results, sources),
        }
        if self.kind == "cape":
            return {**values, **self._apply_nothing(data)}
        try:
            pay = calc.agree(sources.parameters, data)
        except CalcError as error:
            pay = calc.wanted(sources.parameters, data)
            values["problem"] = self._refusal(error)
        if not results:
            values["problem"] = self.env._(
                "%(name)s has no activity in this company: nothing can bear the pay.",
                name=self.entrepreneur_id.name,
            )
        withheld = [row.withheld for row in results if row.withheld]
        if withheld:
            values["problem"] = withheld[0]
        return {**values, **self._apply_pay(data, pay)}

    def _prepare_pay_input(self, results, terms, sources):
        salaried = self.kind == "salaried"
        by_hand = self.variable_by_hand and salaried
        return calc.PayInput(
            budget_cents=sum(row.statement.budget_cents for row in results),
            pending_cents=sources.pending.get(self.entrepreneur_id.id, 0),
            reserve_cents=to_cents(self.reserve) if salaried else 0,
            fixed_cents=to_cents(terms.get("fixed_pay") or 0) if salaried else 0,
            overdraft_cents=to_cents(terms.get("overdraft") or 0),
            advance_cents=to_cents(self.variable_pay) if by_hand else None,
        )

    def _apply_pay(self, data, pay):
        values = {
            "gross": euros(pay.estimate.gross_cents),
            "pay_cost": euros(pay.estimate.cost_cents),
            "net": euros(pay.estimate.net_cents),
            "residue": euros(pay.residue_cents),
            "hours": float(pay.estimate.hours),
            "steps": as_data(calc.explain(data, pay)),
        }
        if data.advance_cents is None:
            values["variable_pay"] = euros(pay.variable_cents)
        return values

    def _apply_nothing(self, data):
        """Under CAPE the result is provisioned, nothing is paid."""
        values = dict.fromkeys(("gross", "pay_cost", "net", "variable_pay", "hours"), 0)
        return {**values, "residue": euros(data.budget_cents), "steps": []}

    def _below_minimum(self, terms, results, sources):
        """What the contract asks at least, and what the month had, or nothing."""
        told = []
        wanted = to_cents(terms.get("minimum_turnover") or 0)
        turnover = _turnover(results)
        if turnover < wanted:
            told.append(
                self.env._(
                    "Turnover %(had)s, the contract asks for %(wanted)s.",
                    had=format_fr(turnover),
                    wanted=format_fr(wanted),
                )
            )
        wanted = round((terms.get("minimum_hours") or 0) * 60)
        minutes = sources.minutes.get(self.entrepreneur_id.id, 0)
        if minutes < wanted:
            told.append(
                self.env._(
                    "Hours recorded %(had)s, the contract asks for %(wanted)s.",
                    had=_clock(minutes),
                    wanted=_clock(wanted),
                )
            )
        return " ".join(told) or False

    @api.model
    def _refusal(self, error):
        """The reason of the computing layer, with its figures, in one sentence."""
        params = {
            name: format_fr(value)
            for name, value in error.params.items()
            if name.endswith("_cents")
        }
        if error.code == "pay_list.advance_too_high":
            return self.env._(
                "This advance makes the pay cost %(cost_cents)s; %(budget_cents)s may "
                "be spent, %(missing_cents)s are missing. The highest advance that "
                "fits is %(highest_cents)s.",
                **params,
            )
        if error.code == "pay_list.reserve_too_high":
            return self.env._(
                "Putting %(reserve_cents)s aside out of %(budget_cents)s leaves too "
                "little for the pay, which costs %(cost_cents)s: put aside "
                "%(highest_cents)s at most.",
                **params,
            )
        if error.code == "pay.overdraft_exceeded":
            return self.env._(
                "The pay costs %(cost_cents)s; the account holds %(budget_cents)s and "
                "may lack %(overdraft_cents)s: %(missing_cents)s are missing. Take "
                "from a reserve, or agree an amendment.",
                **params,
            )
        return self.env._("An advance or a part fixe cannot be negative.")

    def _put_shares(self, sources):
        """The activities that bear each pay, with what each one brings."""
        self.share_ids.unlink()
        self.env["oe.cae.pay.share"].create(
            [
                {
                    "pay_id": pay.id,
                    "activity_id": result.activity.id,
                    "budget": euros(max(0, result.statement.budget_cents)),
                }
                for pay in self
                for result in sources.results.get(pay.contract_id, [])
            ]
        )


def _turnover(results):
    kinds = (calc_month.INVOICED, calc_month.COLLECTED)
    return sum(result.statement.total(*kinds) for result in results)


def _clock(minutes):
    return f"{minutes // 60} h {minutes % 60:02d}"
