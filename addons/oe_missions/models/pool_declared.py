from odoo import api, fields, models

from odoo.addons.oe_base.models.availability import WEEKDAYS

LEVELS = [(str(level), f"{level}/4") for level in range(1, 5)]


class PoolSkill(models.Model):
    """A competence as somebody declares it; entrepreneurs are assessed instead."""

    _name = "oe.pool.skill"
    _description = "Competence declared"
    _inherit = ["oe.pool.owner.mixin"]
    _order = "skill_id, id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", index=True)
    skill_id = fields.Many2one("hr.skill", "Competence", required=True, index=True)
    level = fields.Selection(LEVELS, required=True, default="2")
    proof = fields.Char("Seen in", help="Diploma, years, former employer.")

    _assessed = models.Constraint(
        "CHECK (entrepreneur_id IS NULL)",
        "An entrepreneur's competences are assessed, not declared.",
    )
    _once_technician = models.UniqueIndex(
        "(technician_id, skill_id) WHERE technician_id IS NOT NULL",
        "This competence is declared already.",
    )
    _once_employee = models.UniqueIndex(
        "(employee_id, skill_id) WHERE employee_id IS NOT NULL",
        "This competence is declared already.",
    )

    @api.depends("skill_id", "level")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.skill_id.name or ''} {row.level or ''}/4"


class PoolAvailability(models.Model):
    """Hours of a week on which somebody is free; entrepreneurs have their own."""

    _name = "oe.pool.availability"
    _description = "Weekly hours declared"
    _inherit = ["oe.pool.owner.mixin", "oe.clock.mixin"]
    _order = "weekday, minute_start, id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", index=True)
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    minute_start = fields.Integer(default=480)
    minute_end = fields.Integer(required=True, default=1080)
    hour_end = fields.Float(
        "Ends at", compute="_compute_hour_end", inverse="_inverse_hour_end"
    )

    _own_agenda = models.Constraint(
        "CHECK (entrepreneur_id IS NULL)",
        "An entrepreneur's hours are in the own agenda.",
    )
    _minutes_ordered = models.Constraint(
        "CHECK (minute_start >= 0 AND minute_end <= 1440 "
        "AND minute_start < minute_end)",
        "The hours must lie within one day, the start before the end.",
    )

    @api.depends("minute_end")
    def _compute_hour_end(self):
        for row in self:
            row.hour_end = row.minute_end / 60

    def _inverse_hour_end(self):
        for row in self:
            row.minute_end = round(row.hour_end * 60)
