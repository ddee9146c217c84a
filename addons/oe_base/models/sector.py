from odoo import fields, models


class Sector(models.Model):
    """A group of rural communes or an urban quarter below a territory."""

    _name = "oe.sector"
    _description = "Sector"
    _order = "territory_id, name"
    _oe_shared = "the map of the network, read by all its companies"

    name = fields.Char(required=True)
    territory_id = fields.Many2one(
        "oe.territory", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("rural", "Rural communes"), ("urban", "Urban quarter")],
        default="rural",
        required=True,
    )
    commune_ids = fields.Many2many("oe.commune", string="Communes")
    team_ids = fields.One2many("oe.team", "sector_id", "Teams")

    _name_unique = models.UniqueIndex(
        "(territory_id, name)", "This sector exists already in the territory."
    )


class Team(models.Model):
    """A team of human size, where each newcomer has a companion."""

    _name = "oe.team"
    _description = "Team"
    _order = "sector_id, name"
    _oe_shared = "the map of the network, read by all its companies"

    name = fields.Char(required=True)
    sector_id = fields.Many2one(
        "oe.sector", required=True, index=True, ondelete="cascade"
    )
    coordinator_id = fields.Many2one("oe.entrepreneur", index="btree_not_null")
    member_ids = fields.One2many("oe.entrepreneur", "team_id", "Members")
