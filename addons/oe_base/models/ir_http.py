from werkzeug.exceptions import MethodNotAllowed, abort

from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match(cls, path):
        """A form's address, opened again, leads to the page the form stands on.

        A refused form is shown under the address it was sent to; a phone that wakes
        up asks for that address without the form.
        """
        try:
            return super()._match(path)
        except MethodNotAllowed:
            if request.httprequest.method == "GET" and path.startswith(
                ("/my/oe/", "/oe/")
            ):
                abort(request.redirect(path.rsplit("/", 1)[0]))
            raise
