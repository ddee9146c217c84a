from odoo import api, fields, models


class Territory(models.Model):
    """An ETD (Entité Territoriale Départementale): one French department."""

    _name = "oe.territory"
    _description = "Territory (ETD)"
    _order = "code"
    _oe_shared = "the map of the network, read by all its companies"

    name = fields.Char(required=True)
    code = fields.Char("Department", required=True, size=3)
    date_opening = fields.Date("Opened on")
    company_ids = fields.One2many("res.company", "oe_territory_id", "Companies")
    sector_ids = fields.One2many("oe.sector", "territory_id", "Sectors")
    pole_company_ids = fields.One2many("oe.pole.company", "territory_id", "Poles")
    entrepreneur_count = fields.Integer(compute="_compute_entrepreneur_count")
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "This department has a territory.")

    def _compute_entrepreneur_count(self):
        groups = self.env["oe.entrepreneur"]._read_group(
            [("territory_id", "in", self.ids)], ["territory_id"], ["__count"]
        )
        counts = {territory.id: count for territory, count in groups}
        for territory in self:
            territory.entrepreneur_count = counts.get(territory.id, 0)

    @api.depends("name", "code")
    def _compute_display_name(self):
        for territory in self:
            territory.display_name = f"{territory.name} ({territory.code})"

    def _company_of(self, kind):
        """The company of this territory that plays ``kind`` (res.company.oe_kind)."""
        self.ensure_one()
        return self.company_ids.filtered(lambda company: company.oe_kind == kind)[:1]

    def action_entrepreneurs(self):
        """Open the people of this territory."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_base.oe_entrepreneur_action"
        )
        action["domain"] = [("territory_id", "=", self.id)]
        return action
