from odoo import fields, models


class WorkedSlot(models.Model):
    """Who worked, from when to when, and how far away: times only.

    Missions write it; risks and rests read it. No client, no place, no note.
    """

    _name = "oe.worked.slot"
    _description = "Worked slot"
    _inherit = ["oe.retention.mixin"]
    _order = "start"
    _check_company_auto = True

    _retention_code = "worked_time"
    _retention_date_field = "end"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    start = fields.Datetime(required=True)
    end = fields.Datetime(required=True)
    break_minutes = fields.Integer()
    travel_minutes = fields.Integer()
    source = fields.Char(required=True, help="Model and id of what wrote the slot.")

    _source_unique = models.UniqueIndex("(source)", "This work is recorded already.")
    _person_start = models.Index("(entrepreneur_id, start)")
    _times_ordered = models.Constraint(
        'CHECK ("end" > start)', "Work ends after it starts."
    )

    def _overlapping(self, entrepreneur, start, end, except_source=None):
        """Slots of a person that share a moment with [start, end)."""
        domain = [
            ("entrepreneur_id", "=", entrepreneur.id),
            ("start", "<", end),
            ("end", ">", start),
        ]
        if except_source:
            domain.append(("source", "!=", except_source))
        return self.sudo().search(domain, limit=1)
