import base64
import binascii
import re

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..tools import is_unfolded

IMAGE = re.compile(r"^data:image/png;base64,([A-Za-z0-9+/=]+)$")
SIGNATURE_LIMIT = 400_000
SIGNATURE_PIXELS = 10_000_000


def drawn(value):
    """The PNG of a signature frame, base64, or None when nothing was drawn."""
    match = IMAGE.match(value or "")
    if not match or len(value) > SIGNATURE_LIMIT:
        return None
    try:
        content = base64.b64decode(match.group(1), validate=True)
    except binascii.Error:
        return None
    if not content.startswith(b"\x89PNG") or is_unfolded(content, SIGNATURE_PIXELS):
        return None
    return match.group(1)


class OePortal(CustomerPortal):
    """One shell for everybody: tabs by status, cards by add-on."""

    def _oe_shell(self, tab, **values):
        """Values every page of the shell needs.

        :param str tab: key of the tab to show as current
        """
        said = request.session.pop("oe_message", None)
        return {
            **self._prepare_portal_layout_values(),
            "oe_message": said,
            "page_name": "oe",
            "oe_tabs": request.env["oe.portal"]._tabs(),
            "oe_tab": tab,
            **values,
        }

    def _oe_render(self, template, tab, **values):
        return request.render(template, self._oe_shell(tab, **values))

    def _oe_say(self, url, message):
        """Go to a page and say there what was done.

        After something was done the answer is always another page: reloading it does
        nothing twice, and no address carries a sentence of somebody else's.
        """
        request.session["oe_message"] = message
        return request.redirect(url)

    def _oe_own(self, model, record_id):
        """A record searched as the user: rules decide, another's id is not found."""
        record = request.env[model].browse(record_id)
        try:
            record.check_access("read")
            if not record.exists():
                raise NotFound()
        except (AccessError, MissingError):
            raise NotFound() from None
        return record

    @http.route("/my/oe", type="http", auth="user", website=True)
    def oe_today(self, **kwargs):
        """The first tab: what is next, what waits."""
        return self._oe_render(
            "oe_base.portal_cards",
            "today",
            cards=request.env["oe.portal"]._cards("today"),
        )

    @http.route("/my/oe/tab/<string:key>", type="http", auth="user", website=True)
    def oe_tab(self, key, **kwargs):
        """Any other tab, if the user has it."""
        tabs = {tab["key"] for tab in request.env["oe.portal"]._tabs()}
        if key not in tabs:
            raise NotFound()
        return self._oe_render(
            "oe_base.portal_cards", key, cards=request.env["oe.portal"]._cards(key)
        )

    @http.route()
    def home(self, **kw):
        """People of the network land in the shell, not on the document list."""
        if request.env["oe.portal"]._tabs():
            return request.redirect("/my/oe")
        return super().home(**kw)
