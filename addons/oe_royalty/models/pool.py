from odoo import api, fields, models


class Pool(models.Model):
    """A part of the royalty that is left after recovery, with its holders."""

    _name = "oe.royalty.pool"
    _description = "Pool of a royalty"
    _order = "scheme_id, sequence, id"
    _check_company_auto = True

    scheme_id = fields.Many2one(
        "oe.royalty.scheme", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="scheme_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char(required=True)
    sequence = fields.Integer()
    active = fields.Boolean(default=True)
    weight_ids = fields.One2many("oe.royalty.pool.weight", "pool_id", "Weights")
    share_ids = fields.One2many("oe.royalty.share", "pool_id", "Points")
    weight = fields.Float("Weight today", compute="_compute_weight")

    _name_unique = models.UniqueIndex(
        "(scheme_id, name)", "A pool of this name exists already."
    )

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            self.check_access("write")  # nor does it go to another licensor
        return result

    @api.depends("weight_ids.weight", "weight_ids.date_start")
    def _compute_weight(self):
        today = fields.Date.context_today(self)
        for pool in self:
            pool.weight = pool._weight_at(today).weight

    def _weight_at(self, day):
        """The weight in force on a day, or none."""
        self.ensure_one()
        rows = self.weight_ids.filtered(lambda row: row.date_start <= day)
        return rows.sorted("date_start")[-1:]


class PoolWeight(models.Model):
    """What a pool weighs from a day on, beside the others (60 and 40, say)."""

    _name = "oe.royalty.pool.weight"
    _description = "Weight of a pool"
    _inherit = ["oe.royalty.terms.mixin"]
    _check_company_auto = True
    _dated_key = ("pool_id",)

    pool_id = fields.Many2one(
        "oe.royalty.pool", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="pool_id.company_id", store=True, index=True, precompute=True
    )
    weight = fields.Float(digits=(9, 4), required=True)

    _start_unique = models.UniqueIndex(
        "(pool_id, date_start)", "A weight of this pool starts that day already."
    )
    _not_negative = models.Constraint(
        "CHECK (weight >= 0)", "A pool does not weigh less than nothing."
    )

    def _terms_scheme(self):
        return self.pool_id.scheme_id
