from odoo import fields, models


class WorksLinkShown(models.TransientModel):
    """Shows a new link once, to be copied; no field of it is stored."""

    _name = "oe.works.link.shown"
    _description = "Link to copy"

    url = fields.Char("Link", readonly=True, store=False)
    partner_name = fields.Char(readonly=True, store=False)
    mailed = fields.Boolean(readonly=True, store=False)
