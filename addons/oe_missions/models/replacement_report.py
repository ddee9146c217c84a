from odoo import fields, models
from odoo.tools import SQL


class ReplacementReport(models.Model):
    """Each visit somebody was looked for: whether and how fast it was filled."""

    _name = "oe.replacement.report"
    _description = "Replacements: rate and delay"
    _auto = False
    _order = "asked_on desc, id desc"
    _rec_name = "mission_id"
    _depends = {
        "oe.replacement": [
            *("mission_id", "company_id", "entrepreneur_id", "asked_on", "state"),
        ],
        "oe.intervention": ["replacement_id", "replaced_on", "planned_start", "state"],
    }

    mission_id = fields.Many2one("oe.mission", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    entrepreneur_id = fields.Many2one("oe.entrepreneur", "Cannot come", readonly=True)
    asked_on = fields.Datetime(readonly=True)
    planned_start = fields.Datetime("Visit", readonly=True)
    is_filled = fields.Integer("Filled", readonly=True, aggregator="sum")
    rate = fields.Float("Filled, %", readonly=True, digits=(5, 1), aggregator="avg")
    delay_hours = fields.Float(
        "Hours until filled", readonly=True, digits=(8, 2), aggregator="avg"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT visit.id, wanted.mission_id, wanted.company_id,
                   wanted.entrepreneur_id, wanted.asked_on, visit.planned_start,
                   (visit.replaced_on IS NOT NULL)::int AS is_filled,
                   CASE WHEN visit.replaced_on IS NULL THEN 0 ELSE 100 END AS rate,
                   extract(epoch FROM visit.replaced_on - wanted.asked_on) / 3600
                   AS delay_hours
              FROM oe_intervention visit
              JOIN oe_replacement wanted ON wanted.id = visit.replacement_id
             WHERE wanted.state <> 'cancelled'
            """
        )
