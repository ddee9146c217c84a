from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr, from_cents, to_cents
from odoo.addons.oe_base.calc.period import add_months, year_of

from ..calc import settlement as calc

# Fields of what is added to the royalty earned, by step of ``calc.settlement``.
PARTS = {
    "settlement.minimum": "minimum_amount",
    "settlement.cap": "cap_amount",
    "settlement.relief": "granted_amount",
    "settlement.catch_up": "catch_up_amount",
}


class Statement(models.Model):
    """From the royalty earned to the royalty due, then to what is billed.

    due = earned + minimum + cap + relief + catch-up; billed = due − advance recouped.
    """

    _inherit = "oe.royalty.statement"

    earned_amount = fields.Monetary(
        "Earned by rates", help="Sum of the lines, each at its rate."
    )
    minimum_amount = fields.Monetary("Up to the minimum")
    cap_amount = fields.Monetary("Above the cap")
    relief_amount = fields.Monetary("Relief granted", readonly=True)
    relief_reason = fields.Char("Reason of the relief", readonly=True)
    granted_amount = fields.Monetary("Relief")
    catch_up_amount = fields.Monetary("Catch-up of the year")
    recouped_amount = fields.Monetary("Advance recouped")
    billed_amount = fields.Monetary("To invoice, excl. VAT")
    advance_left_amount = fields.Monetary(compute="_compute_advance_left")
    settlement_explanation = fields.Text(compute="_compute_settlement_explanation")

    @api.depends("recouped_amount", "state")
    def _compute_advance_left(self):
        for statement in self:
            left = statement._advance_left_cents()
            if not statement._is_closed():
                left -= to_cents(statement.recouped_amount)
            statement.advance_left_amount = from_cents(left)

    @api.depends("amount", "billed_amount", "relief_reason")
    @api.depends_context("lang")
    def _compute_settlement_explanation(self):
        for statement in self:
            statement.settlement_explanation = "\n".join(statement._settlement_words())

    def _settlement_parts(self):
        """(amount, words) of each part, earned first, the advance last."""
        year = self.month and self.month.year
        parts = (
            (self.earned_amount, self.env._("earned on the lines, at their rates")),
            (
                self.minimum_amount,
                self.env._("up to the minimum guarantee of %(year)s", year=year),
            ),
            (
                self.cap_amount,
                self.env._("above the cap of %(year)s, not due", year=year),
            ),
            (
                self.granted_amount,
                self.env._("relief: %(why)s", why=self.relief_reason or ""),
            ),
            (
                self.catch_up_amount,
                self.env._("what earlier months of the year owed or had too much"),
            ),
            (
                -self.recouped_amount,
                self.env._("taken from the advance paid before"),
            ),
        )
        return parts

    def _settlement_words(self):
        """One sentence per part that is not zero, as a manager would read it."""
        return [
            f"{format_fr(to_cents(amount))} : {words}"
            for amount, words in self._settlement_parts()
            if amount
        ]

    def _settle(self):
        """Write what the year-to-date formula makes of the royalty earned."""
        for statement in self:
            earned = to_cents(statement.earned_amount)
            try:
                result = calc.settle(
                    statement._year_terms(),
                    statement._year_to_date(),
                    calc.PeriodInput(
                        earned,
                        year_end=statement._ends_year(),
                        relief_cents=to_cents(statement.relief_amount),
                        relief_reason=statement.relief_reason or "",
                    ),
                )
            except calc.ReliefTooHigh as error:
                raise UserError(
                    self.env._(
                        "The relief of %(name)s goes beyond what the year owes "
                        "(%(owed)s): lower it.",
                        name=statement.display_name,
                        owed=format_fr(error.params["owed_cents"]),
                    )
                )
            values = dict.fromkeys(PARTS.values(), 0)
            for step in result.steps:
                if step.label_key in PARTS:
                    values[PARTS[step.label_key]] = from_cents(step.amount_cents)
            due = result.billed_cents + result.recouped_cents
            values["amount"] = from_cents(due)
            values["recouped_amount"] = from_cents(result.recouped_cents)
            values["billed_amount"] = from_cents(result.billed_cents)
            statement.write(values)

    def _year_terms(self):
        """Terms of the statement's year, by the days the contract has in it."""
        first = self.month.replace(month=1, day=1)
        term = self.env["oe.royalty.term"]._at(first, contract_id=self.contract_id)
        return calc.for_days(
            term._calc(), self.contract_id._days(), year_of(self.month)
        )

    def _ends_year(self):
        """Whether the minimum is owed now: December, or the contract has ended."""
        last = self.contract_id.date_end
        return self.month.month == 12 or bool(last and last < add_months(self.month, 1))

    def _year_to_date(self):
        """What the locked statements of this year did before, in cents."""
        first = self.month.replace(month=1, day=1)
        ((earned, granted, due),) = self._read_group(
            [
                ("contract_id", "=", self.contract_id.id),
                ("state", "in", self._closed_states),
                ("month", ">=", first),
                ("month", "<", self.month),
            ],
            aggregates=["earned_amount:sum", "granted_amount:sum", "amount:sum"],
        )
        return calc.YearToDate(
            earned_cents=to_cents(earned or 0),
            relief_cents=-to_cents(granted or 0),
            settled_cents=to_cents(due or 0),
            advance_cents=self._advance_left_cents(),
        )

    def _advance_left_cents(self):
        """Advances invoiced, less what locked statements recouped (cents)."""
        # Both parties read a statement; an advance is read for the sake of its sum.
        ((paid,),) = (
            self.env["oe.royalty.advance"]
            .sudo()
            ._read_group(
                [
                    ("contract_id", "=", self.contract_id.id),
                    ("is_invoiced", "=", True),
                ],
                aggregates=["amount:sum"],
            )
        )
        ((back,),) = self.sudo()._read_group(
            [
                ("contract_id", "=", self.contract_id.id),
                ("state", "in", self._closed_states),
            ],
            aggregates=["recouped_amount:sum"],
        )
        return to_cents(paid or 0) - to_cents(back or 0)

    def _sealed_terms(self):
        """What the seal covers of the settlement: the parts that are not zero."""
        names = ("earned_amount", *PARTS.values(), "recouped_amount", "billed_amount")
        parts = {name: to_cents(self[name]) for name in names}
        due = to_cents(self.amount)
        if parts["earned_amount"] == parts["billed_amount"] == due:
            return {}
        return {**parts, "relief_reason": self.relief_reason or ""}
