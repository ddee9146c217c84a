from odoo import fields, models


class PoolLinkShown(models.TransientModel):
    """Shows a person's address once, to be copied; no field of it is stored."""

    _name = "oe.pool.link.shown"
    _description = "Address to copy"

    url = fields.Char("Address", readonly=True, store=False)
    person_name = fields.Char(readonly=True, store=False)
