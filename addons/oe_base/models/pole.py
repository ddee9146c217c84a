from odoo import fields, models


class Pole(models.Model):
    """What people do; never which company sells (see :class:`PoleCompany`)."""

    _name = "oe.pole"
    _description = "Pole of activity"
    _order = "sequence, id"
    _oe_shared = "reference data of the network"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    default_kind = fields.Selection(
        selection="_selection_kind",
        required=True,
        default="cae_general",
        help="The company that hosts this pole where a territory does not say "
        "otherwise.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "This pole exists already.")

    def _selection_kind(self):
        field = self.env["res.company"]._fields["oe_kind"]
        kinds = field._description_selection(self.env)
        return [(key, label) for key, label in kinds if key.startswith("cae")]

    def _company_in(self, territory):
        """The company that hosts this pole in a territory."""
        self.ensure_one()
        chosen = territory.pole_company_ids.filtered(lambda line: line.pole_id == self)
        return chosen.company_id or territory._company_of(self.default_kind)


class PoleCompany(models.Model):
    """Which company hosts a pole in one territory, where it is not the default."""

    _name = "oe.pole.company"
    _description = "Company of a pole in a territory"
    _check_company_auto = True

    pole_id = fields.Many2one("oe.pole", required=True, index=True, ondelete="cascade")
    territory_id = fields.Many2one(
        "oe.territory", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)

    _pole_unique = models.UniqueIndex(
        "(territory_id, pole_id)", "This pole has its company in the territory."
    )
