import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.oe_base.tools import plain_jpeg

PHOTO_SIDE = 1600


class Intervention(models.Model):
    """The page of a visit on line: its photo, and a door that nobody opened."""

    _inherit = "oe.intervention"

    def _page_values(self):
        values = super()._page_values()
        begun = self.sudo().planned_start <= fields.Datetime.now()
        return {**values, "begun": begun}

    def _page_photo(self, content):
        """A photo sent from the page, drawn anew: no place, no date in it.

        :raises UserError: for what is no photo
        """
        clean = plain_jpeg(content, PHOTO_SIDE)
        if not clean:
            raise UserError(self.env._("Take a photo first (JPEG or PNG)."))
        return base64.b64encode(clean)

    def _no_show_fee(self):
        """What the client will be asked for, by the rule that was signed; or empty."""
        self.ensure_one()
        visit_sudo = self.sudo()
        cents = visit_sudo._cancel_cents("no_show", fields.Datetime.now(), None)
        currency = visit_sudo.currency_id
        return formatLang(self.env, cents / 100, currency_obj=currency) if cents else ""

    def _say_no_show(self):
        """Close the visit, and have somebody call: the client may need help.

        :raises UserError: before the visit begins, or when it is closed already
        """
        self.ensure_one()
        self._no_show()
        self.mission_id._oe_ask_coordinator(
            self.env._("Nobody opened the door: call the client")
        )
