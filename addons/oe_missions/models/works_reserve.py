from odoo import fields, models


class WorksReserve(models.Model):
    """Something the client reserves at the reception, until it is put right."""

    _name = "oe.works.reserve"
    _description = "Reserve at the reception"
    _order = "order_id, id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "oe.works.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    name = fields.Char("Reserve", required=True)
    lifted_on = fields.Date()
