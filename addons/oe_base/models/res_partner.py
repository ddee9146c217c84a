from odoo import api, fields, models

from ..calc import geo


class ResPartner(models.Model):
    _inherit = "res.partner"

    oe_preferred_channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("post", "Post"),
            ("email", "E-mail"),
            ("sms", "SMS"),
            ("portal", "Portal"),
        ],
        "Preferred channel",
    )
    oe_payer_id = fields.Many2one(
        "res.partner",
        "Payer",
        index="btree_not_null",
        help="Who pays the invoices of this person, when it is somebody else.",
    )
    oe_taxpayer_id = fields.Many2one(
        "res.partner",
        "Taxpayer",
        index="btree_not_null",
        help="Who receives the tax certificate, when it is somebody else.",
    )
    oe_mandate_ids = fields.One2many("oe.mandate", "principal_id", "Mandates given")
    oe_received_mandate_ids = fields.One2many(
        "oe.mandate", "holder_id", "Mandates held"
    )
    oe_commune_id = fields.Many2one(
        "oe.commune", "Commune", compute="_compute_oe_commune_id"
    )

    @api.depends("zip", "city", "country_id")
    def _compute_oe_commune_id(self):
        communes = {}
        france = self.env.ref("base.fr", raise_if_not_found=False)
        for partner in self:
            partner.oe_commune_id = False
            if partner.zip and partner.country_id in (france, self.env["res.country"]):
                key = (partner.zip, partner.city)
                if key not in communes:
                    communes[key] = self.env["oe.commune"]._of(*key)
                partner.oe_commune_id = communes[key]

    def _oe_coordinates(self):
        """(latitude, longitude) of the address, else of its commune, else None."""
        self.ensure_one()
        if self.partner_latitude or self.partner_longitude:
            return (self.partner_latitude, self.partner_longitude)
        commune = self.oe_commune_id
        return (commune.latitude, commune.longitude) if commune else None

    def _oe_distance_m(self, other):
        """Great-circle metres between two addresses, or None when one is unknown."""
        here, there = self._oe_coordinates(), other._oe_coordinates()
        return geo.distance_m(*here, *there) if here and there else None

    def _oe_may_act_for(self, principal, scope, day=None):
        """Whether this person may do ``scope`` for ``principal`` on a day."""
        self.ensure_one()
        return self == principal or bool(
            self.env["oe.mandate"].sudo()._in_force(principal, self, scope, day)
        )
