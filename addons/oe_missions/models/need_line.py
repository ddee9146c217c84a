from odoo import fields, models

from odoo.addons.oe_base.models.availability import WEEKDAYS


class NeedLine(models.Model):
    """One service that a need asks for: what, how long each visit."""

    _name = "oe.need.line"
    _description = "Service needed"
    _order = "lead_id, sequence, id"

    lead_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        "Service",
        required=True,
        index=True,
        domain=[("type", "=", "service"), ("sale_ok", "=", True)],
    )
    minutes = fields.Integer("Minutes a visit", default=60, required=True)
    visits = fields.Integer(default=1, required=True)

    _positive = models.Constraint(
        "CHECK (minutes > 0 AND visits > 0)", "A visit lasts some time."
    )


class NeedSlot(models.Model):
    """When the client would like the visits: a weekday and a time."""

    _name = "oe.need.slot"
    _description = "Wished visit"
    _inherit = ["oe.clock.mixin"]
    _order = "lead_id, weekday, minute_start"

    lead_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
