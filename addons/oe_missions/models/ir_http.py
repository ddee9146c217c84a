from odoo import models
from odoo.http import request

OUT = "oe_week_out"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _post_logout(cls):
        """Leave a word for the week kept on the phone: it shows less from now on.

        No page of ours runs at a log-out, and without network the phone cannot ask.
        """
        request.future_response.set_cookie(
            OUT, "1", max_age=180 * 24 * 3600, samesite="Lax"
        )
        return super()._post_logout()
