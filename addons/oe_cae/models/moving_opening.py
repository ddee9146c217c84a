from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.calc.period import ONE_DAY, month_of

from ..calc import contribution as calc
from ..calc.month import window_position


class Opening(models.Model):
    """What the former statements left on an activity when the cooperative moved in.

    The first statement here starts from it; the bases charged before count in the
    brackets of the year and since the entry. The ledger knows nothing of it: its own
    opening entry is the accountant's (see ``docs/moving-in.md``).
    """

    _name = "oe.cae.opening"
    _description = "Opening of an activity"
    _order = "activity_id"
    _check_company_auto = True

    activity_id = fields.Many2one(
        "oe.activity", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="activity_id.company_id", store=True, index=True, precompute=True
    )
    entrepreneur_id = fields.Many2one(
        related="activity_id.entrepreneur_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("First day here", required=True)
    left = fields.Monetary("Left before", help="As the last former statement says.")
    base_year = fields.Monetary(
        "Charged since January", help="Base of contributions, excl. VAT."
    )
    base_entry = fields.Monetary("Charged since the entry")

    _once = models.UniqueIndex("(activity_id)", "This activity has its opening.")
    _first_day = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date) = 1)",
        "A cooperative moves in on the first day of a month.",
    )

    @api.depends("activity_id")
    def _compute_display_name(self):
        for opening in self:
            opening.display_name = opening.activity_id.name or ""

    def _refuse_told(self):
        """A closed statement started from it: it never changes again."""
        # Whether a month is closed does not depend on who asks.
        told_sudo = self.env["oe.cae.statement"].sudo()
        told_sudo = told_sudo.search(
            [
                ("activity_id", "in", self.activity_id.ids),
                ("state", "=", "closed"),
            ],
            limit=1,
        )
        if told_sudo:
            raise UserError(
                self.env._(
                    "A month of %(name)s is closed: its opening no longer changes.",
                    name=told_sudo.activity_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        openings = super().create(vals_list)
        openings._refuse_told()
        return openings

    def write(self, vals):
        self._refuse_told()
        result = super().write(vals)
        self._refuse_told()  # it may be another activity's now
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        self._refuse_told()

    def _bases_before(self):
        """Base charged before the cooperative moved in: ``{day: cents}``.

        The year's on the last day before, the rest on the last day of the year before:
        the windows of the brackets contain them or not.
        """
        self.ensure_one()
        last = self.date - ONE_DAY
        year, entry = to_cents(self.base_year), to_cents(self.base_entry)
        earlier = self.date + relativedelta(month=1, day=1) - ONE_DAY
        if earlier == last:
            return {last: entry}
        return {last: year, earlier: entry - year}


class Month(models.AbstractModel):
    """Months start from what moved in."""

    _inherit = "oe.cae.month"

    def _openings(self, activities):
        openings = super()._openings(activities)
        for opening in self._moved(activities):
            key = opening.activity_id.id
            openings[key] = openings.get(key, 0) + to_cents(opening.left)
        return openings

    def _bases(self, activities):
        bases = super()._bases(activities)
        for opening in self._moved(activities):
            for day, cents in opening._bases_before().items():
                months = bases[opening.activity_id.id]
                months[day] = months.get(day, 0) + cents
        return bases

    def _moved(self, activities):
        return self.env["oe.cae.opening"].search(
            [("activity_id", "in", activities.ids)]
        )


class Contract(models.Model):
    """What is left on the account counts what moved in."""

    _inherit = "oe.cae.contract"

    def _compute_carried(self):
        result = super()._compute_carried()
        # A figure for whoever reads the contract.
        openings_sudo = self.env["oe.cae.opening"].sudo()
        groups = openings_sudo._read_group(
            [("entrepreneur_id", "in", self.entrepreneur_id.ids)],
            ["entrepreneur_id", "company_id"],
            ["left:sum"],
        )
        left = {(who.id, where.id): amount for who, where, amount in groups}
        for contract in self:
            key = (contract.entrepreneur_id.id, contract.company_id.id)
            contract.carried += left.get(key, 0.0)
        return result


class Simulator(models.AbstractModel):
    """Brackets go on from the base of before."""

    _inherit = "oe.cae.simulator"

    def _position(self, contract, scheme, day, entry):
        window = calc.position_window(scheme, month_of(day), entry)
        activity = contract.env["oe.activity"]._of(
            contract.entrepreneur_id, contract.company_id
        )
        opening = contract.env["oe.cae.opening"].search(
            [("activity_id", "=", activity.id)]
        )
        before = window_position(opening._bases_before(), window) if opening else 0
        return before + super()._position(contract, scheme, day, entry)
