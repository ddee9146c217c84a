from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal, drawn


class WorksClient(OePortal):
    """The client's pages, or those of who holds a mandate: choose, follow, receive."""

    def _oe_works(self, order_id):
        orders_sudo = request.env["oe.works.order"]._readable(
            request.env.user.partner_id
        )
        order_sudo = orders_sudo.filtered(lambda order: order.id == order_id)
        if not order_sudo:
            raise NotFound()
        return order_sudo

    @http.route("/my/oe/works/<int:order_id>", type="http", auth="user", website=True)
    def oe_works(self, order_id, **kwargs):
        """The offers side by side, or the works that go on."""
        return self._oe_show_works(self._oe_works(order_id))

    def _oe_show_works(self, order_sudo, given=None, error=None):
        return self._oe_render(
            "oe_missions.works_client",
            "today",
            works=order_sudo._page(),
            given=given or {},
            oe_error=error,
        )

    def _oe_do_works(self, order_id, form, work, url=None):
        """Take one step of the client; a refusal keeps what was typed."""
        order_sudo = self._oe_works(order_id)
        try:
            with request.env.cr.savepoint():
                message = work(order_sudo)
        except UserError as refusal:
            return self._oe_show_works(order_sudo, form, str(refusal))
        return self._oe_say(url or f"/my/oe/works/{order_id}", message)

    @http.route(
        "/my/oe/works/<int:order_id>/choose",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_works_choose(self, order_id, **form):
        """Choose one offer and sign."""

        def choose(order_sudo):
            order_sudo._choose(
                self._oe_offer(order_sudo, form),
                request.env.user.partner_id,
                form.get("signed_by"),
                drawn(form.get("signature")),
                express=bool(form.get("express")),
            )
            return request.env._("Your choice is made: the firm is told.")

        return self._oe_do_works(order_id, form, choose)

    def _oe_offer(self, order_sudo, form):
        chosen = form.get("offer_id") or ""
        offer_sudo = order_sudo.offer_ids.filtered(lambda row: str(row.id) == chosen)
        if not offer_sudo:
            raise UserError(request.env._("Choose one of the offers."))
        return offer_sudo

    @http.route(
        "/my/oe/works/<int:order_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_works_withdraw(self, order_id, **form):
        """Change one's mind within the days the law gives, without a reason."""

        def withdraw(order_sudo):
            order_sudo._withdraw(request.env.user.partner_id)
            return request.env._("You withdrew: the firm is told.")

        return self._oe_do_works(order_id, form, withdraw, url="/my/oe")

    @http.route(
        "/my/oe/works/<int:order_id>/receive",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_works_receive(self, order_id, **form):
        """Receive the works, with or without reserves."""

        def receive(order_sudo):
            order_sudo._receive(
                request.env.user.partner_id,
                form.get("signed_by"),
                drawn(form.get("signature")),
                (form.get("reserves") or "")[:2000].splitlines(),
            )
            return request.env._("The works are received. Thank you.")

        return self._oe_do_works(order_id, form, receive)

    @http.route(
        "/my/oe/works/<int:order_id>/rate",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_works_rate(self, order_id, **form):
        """Satisfaction from 1 to 5."""

        def rate(order_sudo):
            order_sudo._rate(
                request.env.user.partner_id, form.get("rating"), form.get("comment")
            )
            return request.env._("Thank you for your opinion.")

        return self._oe_do_works(order_id, form, rate)

    @http.route(
        "/my/oe/works/<int:order_id>/photos/<int:photo_id>",
        type="http",
        auth="user",
    )
    def oe_works_photo(self, order_id, photo_id, **kwargs):
        """A photo of one's own works."""
        photos_sudo = self._oe_works(order_id).photo_ids
        photo_sudo = photos_sudo.filtered(lambda row: row.id == photo_id)
        if not photo_sudo:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(
            photo_sudo,
            "content",
            filename=photo_sudo.file_name,
            mimetype=photo_sudo.mimetype,
        )
        answer = stream.get_response()
        # A firm sends what it likes: it is shown as a picture, never run.
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
