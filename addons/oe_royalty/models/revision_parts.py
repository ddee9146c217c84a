from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import rate

from ..calc import revision as calc


class RevisionItem(models.Model):
    """One index: a competence's market value, or an ETD's results, then and now."""

    _name = "oe.royalty.revision.item"
    _description = "Index of a revision"
    _inherit = ["oe.royalty.fixed.mixin"]
    _fixed_fields = ("revision_id",)
    _order = "revision_id, kind, id"
    _check_company_auto = True

    revision_id = fields.Many2one(
        "oe.royalty.revision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="revision_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [("market", "Market value"), ("results", "Results of an ETD")],
        required=True,
        default="market",
    )
    name = fields.Char(required=True)
    weight = fields.Float(digits=(9, 2), default=1)
    reference = fields.Float("Then", digits=(14, 2), required=True)
    current = fields.Float("Now", digits=(14, 2), required=True)
    source = fields.Char("Where it comes from")

    _possible = models.Constraint(
        "CHECK (weight >= 0 AND reference > 0)",
        "A reference is more than nothing, and a weight is not negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.revision_id._refuse_decided()
        return rows

    def write(self, vals):
        self.revision_id._refuse_decided()
        result = super().write(vals)
        self.revision_id._refuse_decided()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self.revision_id._refuse_decided()

    def _index(self):
        """Their weighted movement, or None without weight."""
        try:
            return calc.index_of(
                [
                    calc.IndexItem(
                        str(row.id),
                        rate(row.weight),
                        rate(row.reference),
                        rate(row.current),
                    )
                    for row in self
                ]
            )
        except calc.BadIndex:
            return None


class RevisionOption(models.Model):
    """One rate among those that may be decided."""

    _name = "oe.royalty.revision.option"
    _description = "Option of a revision"
    _inherit = ["oe.royalty.fixed.mixin"]
    _fixed_fields = ("revision_id",)
    _order = "revision_id, sequence, id"
    _check_company_auto = True

    revision_id = fields.Many2one(
        "oe.royalty.revision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="revision_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Option", required=True)
    rate = fields.Float("Rate, %", digits=(7, 4), required=True)

    _rate_possible = models.Constraint(
        "CHECK (rate >= 0 AND rate < 100)", "A rate lies between 0 and 100 %."
    )
    _name_unique = models.UniqueIndex(
        "(revision_id, name)", "An option of this name exists already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.revision_id._refuse_asked()
        return rows

    def write(self, vals):
        self.revision_id._refuse_asked()
        result = super().write(vals)
        self.revision_id._refuse_asked()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self.revision_id._refuse_asked()


class RevisionEffect(models.Model):
    """What an option changes for a licensee, over its last locked months."""

    _name = "oe.royalty.revision.effect"
    _description = "Effect of a rate on a licensee"
    _order = "revision_id, option_id, id"

    revision_id = fields.Many2one(
        "oe.royalty.revision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="revision_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    option_id = fields.Many2one(
        "oe.royalty.revision.option", required=True, index=True, ondelete="cascade"
    )
    licensee_id = fields.Many2one("res.company", required=True)
    month_count = fields.Integer("Months")
    base_amount = fields.Monetary("Base")
    before_amount = fields.Monetary("Royalty, as it was")
    after_amount = fields.Monetary("Royalty, with it")
    change_amount = fields.Monetary("Change")
    people_count = fields.Integer("Entrepreneurs")
    under_count = fields.Integer("Taken under their target")


class RevisionPerson(models.Model):
    """What an option changes in the net of an entrepreneur, over the same months.

    Of the entrepreneur's cooperative: who has no rights there reads counts only.
    """

    _name = "oe.royalty.revision.person"
    _description = "Effect of a rate on an entrepreneur"
    _inherit = ["oe.retention.mixin"]
    _order = "revision_id, option_id, taken_under desc, id"
    _retention_code = "royalty_revision"
    _retention_date_field = "create_date"

    revision_id = fields.Many2one(
        "oe.royalty.revision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Licensee", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    option_id = fields.Many2one(
        "oe.royalty.revision.option", required=True, index=True, ondelete="cascade"
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    month_count = fields.Integer("Months")
    before_amount = fields.Monetary("Net a month, as it was")
    after_amount = fields.Monetary("Net a month, with it")
    target_amount = fields.Monetary("Target")
    taken_under = fields.Boolean("Taken under the target")

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A revision goes on with its buttons."))
        return super().write(vals)
