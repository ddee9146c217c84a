from odoo import api, fields, models
from odoo.exceptions import UserError


class HouseholdWage(models.Model):
    """Lowest gross hourly pay of an employee of a household, without paid leave.

    By level of the collective agreement (IDCC 3239); of a level and all below the
    highest one counts, so that a raised SMIC overtakes older amounts by itself.
    """

    _name = "oe.household.wage"
    _description = "Lowest pay of an employee of a household"
    _inherit = ["oe.dated.mixin"]
    _order = "date_start desc, level"
    _dated_key = ("level",)
    _oe_shared = "the agreement holds for the whole country"

    level = fields.Integer(required=True, default=1, aggregator=None)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.EUR"), required=True
    )
    amount = fields.Monetary("Gross, an hour", required=True)

    _once = models.UniqueIndex(
        "(level, date_start)", "An amount of this level starts on this day already."
    )
    _level_range = models.Constraint(
        "CHECK (level BETWEEN 1 AND 12)", "The agreement has levels from 1 to 12."
    )
    _amount_positive = models.Constraint("CHECK (amount > 0)", "Pay is more than nil.")

    @api.model
    def _minimum(self, level, day):
        """The row whose amount is the lowest allowed on a day.

        :raises UserError: when nothing is in force yet
        """
        rows = self.search(
            [("level", "<=", level), ("date_start", "<=", day)],
            order="date_start desc, id desc",
        )
        latest = {}
        for row in rows:
            latest.setdefault(row.level, row)
        if not latest:
            raise UserError(
                self.env._("No lowest pay is in force yet: add one in the settings.")
            )
        return max(latest.values(), key=lambda row: row.amount)
