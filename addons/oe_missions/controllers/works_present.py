from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import photo_of
from odoo.addons.oe_base.controllers.portal import drawn

from .works_client import WorksClient
from .works_link import day_of


class WorksPresented(WorksClient):
    """What the entrepreneur takes to the home of a client without account."""

    def _oe_presented_works(self, order_id, finished=False):
        orders_sudo = request.env["oe.works.order"]._presented_by(
            request.env.user, finished
        )
        order_sudo = orders_sudo.filtered(lambda order: order.id == order_id)
        if not order_sudo:
            raise NotFound()
        return order_sudo

    @http.route(
        "/my/oe/works/<int:order_id>/paper", type="http", auth="user", website=True
    )
    def oe_works_paper(self, order_id, **kwargs):
        """The client chose on paper: the entrepreneur photographs it."""
        return self._oe_show_paper(self._oe_presented_works(order_id))

    def _oe_show_paper(self, order_sudo, given=None, error=None):
        return self._oe_render(
            "oe_missions.works_paper",
            "today",
            works=order_sudo._page(),
            today=order_sudo.company_id._oe_today().isoformat(),
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/works/<int:order_id>/paper/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_works_paper_send(self, order_id, photo=None, **form):
        """Keep the photo; the offer chosen on paper is the client's choice."""
        order_sudo = self._oe_presented_works(order_id)
        try:
            with request.env.cr.savepoint():
                order_sudo._choose_paper(
                    self._oe_offer(order_sudo, form),
                    day_of(form.get("day")),
                    photo_of(photo),
                    express=bool(form.get("express")),
                )
        except UserError as refusal:
            return self._oe_show_paper(order_sudo, form, str(refusal))
        return self._oe_say("/my/oe", request.env._("The choice is recorded."))

    @http.route(
        "/my/oe/works/<int:order_id>/reception", type="http", auth="user", website=True
    )
    def oe_works_reception(self, order_id, **kwargs):
        """The works are done: the client signs on the entrepreneur's phone."""
        return self._oe_show_reception(self._oe_presented_works(order_id, True))

    def _oe_show_reception(self, order_sudo, given=None, error=None):
        return self._oe_render(
            "oe_missions.works_reception",
            "today",
            works=order_sudo._page(),
            receive_url=f"/my/oe/works/{order_sudo.id}/reception/send",
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/works/<int:order_id>/reception/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_works_reception_send(self, order_id, **form):
        """The client received the works, at home."""
        order_sudo = self._oe_presented_works(order_id, True)
        try:
            with request.env.cr.savepoint():
                order_sudo._receive(
                    order_sudo.partner_id,
                    form.get("signed_by"),
                    drawn(form.get("signature")),
                    (form.get("reserves") or "")[:2000].splitlines(),
                    witness=request.env.user._oe_entrepreneur(),
                )
        except UserError as refusal:
            return self._oe_show_reception(order_sudo, form, str(refusal))
        return self._oe_say(
            "/my/oe", request.env._("The works are received. Thank you.")
        )
