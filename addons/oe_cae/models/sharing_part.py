from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import rate

from .signed_mixin import SIGNING


class SharingPart(models.Model):
    """One person's part in a shared activity, with that person's signature."""

    _name = "oe.cae.sharing.part"
    _description = "Part in a shared activity"
    _order = "sharing_id, id"
    _check_company_auto = True

    sharing_id = fields.Many2one(
        "oe.cae.sharing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="sharing_id.company_id", store=True, index=True, precompute=True
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict"
    )
    weight = fields.Float(
        "Part",
        required=True,
        digits=(6, 2),
        help="60 and 40, or 3 and 2: what counts is the proportion.",
    )
    es_signed_on = fields.Datetime("Signed on", readonly=True, copy=False)
    es_signed_name = fields.Char("Name signed", readonly=True, copy=False)
    es_signature = fields.Binary(
        "Signature", attachment=True, readonly=True, copy=False
    )
    es_signature_hash = fields.Char(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(sharing_id, entrepreneur_id)", "This person is in the agreement already."
    )
    _weight_positive = models.Constraint(
        "CHECK (weight >= 0)", "A part cannot be negative."
    )

    def _exact(self):
        """The part as an exact number."""
        self.ensure_one()
        return rate(f"{self.weight:.2f}")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Forced: one signs on the page only.
            vals.update(dict.fromkeys(SIGNING & set(self._fields), False))
        parts = super().create(vals_list)
        parts.sharing_id._refuse_closed()
        return parts

    def write(self, vals):
        if SIGNING & set(vals):
            raise UserError(self.env._("One signs with the buttons only."))
        self.sharing_id._refuse_closed()
        result = super().write(vals)
        self.sharing_id._refuse_closed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.sharing_id._refuse_closed()

    def _set_signing(self, values):
        """The one way to a signature: past :meth:`write`."""
        return models.Model.write(self, values)
