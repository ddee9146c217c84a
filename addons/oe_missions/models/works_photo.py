import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

PHOTOS_PER_ORDER = 60


class WorksPhoto(models.Model):
    """A photo or document of works: with an offer, or while they go on."""

    _name = "oe.works.photo"
    _description = "Photo of works"
    _inherit = ["oe.retention.mixin"]
    _order = "id"
    _check_company_auto = True

    _retention_code = "works_photo"
    _retention_date_field = "create_date"

    order_id = fields.Many2one(
        "oe.works.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    offer_id = fields.Many2one(
        "oe.works.offer", index="btree_not_null", ondelete="cascade"
    )
    kind = fields.Selection(
        [("offer", "With the offer"), ("follow_up", "Follow-up")],
        required=True,
        default="follow_up",
    )
    content = fields.Binary(attachment=True, required=True)
    file_name = fields.Char(required=True)
    mimetype = fields.Char(required=True)
    note = fields.Char()
    sent_ref = fields.Char(
        readonly=True, copy=False, help="Identifier given by the page that sent it."
    )

    _sent_once = models.UniqueIndex(
        "(order_id, sent_ref) WHERE sent_ref IS NOT NULL",
        "This photo was sent already.",
    )

    @api.model
    def _keep(self, order, photo, kind, note=None, sent_ref=None, offer=None):
        """Keep a photo that was checked; an order holds sixty at most.

        :param tuple photo: content, file name, MIME type
        :raises UserError: when the order is full
        """
        if len(order.photo_ids) >= PHOTOS_PER_ORDER:
            raise UserError(self.env._("This order holds enough photos."))
        content, name, mimetype = photo
        self.create(
            {
                "order_id": order.id,
                "offer_id": offer and offer.id,
                "kind": kind,
                "content": base64.b64encode(content),
                "file_name": name,
                "mimetype": mimetype,
                "note": (note or "").strip()[:200],
                "sent_ref": sent_ref,
            }
        )
        return "recorded"
