import datetime

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .sell_invoice import SellInvoice


class Reminders(SellInvoice):
    """A late client: remind in one's own words, agree on a day, hand it over."""

    @http.route(
        "/my/oe/sales/invoices/<int:move_id>/remind",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_remind(self, move_id, text=None, keep=None, **form):
        """Send the next reminder."""
        move_sudo = self._oe_found("account.move", move_id)
        try:
            with request.env.cr.savepoint():
                sent_sudo = move_sudo._oe_remind(text, self._oe_ref(form), bool(keep))
        except UserError as refusal:
            return self._oe_show_move(move_id, str(refusal), {"text": text})
        said = (
            request.env._("The reminder is sent.")
            if sent_sudo.by_mail
            else request.env._("Noted: you handed the reminder over.")
        )
        return self._oe_say(f"/my/oe/sales/invoices/{move_id}", said)

    @http.route(
        "/my/oe/sales/invoices/<int:move_id>/pause",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_pause(self, move_id, day=None, **kwargs):
        """No reminder before a day agreed with the client."""
        move_sudo = self._oe_found("account.move", move_id)
        try:
            with request.env.cr.savepoint():
                move_sudo._oe_pause(self._oe_read_agreed(day))
        except UserError as refusal:
            given = {"day": day, "pause": True}
            return self._oe_show_move(move_id, str(refusal), given)
        return self._oe_say(
            f"/my/oe/sales/invoices/{move_id}",
            request.env._("Noted: no reminder before that day."),
        )

    def _oe_read_agreed(self, text):
        try:
            return datetime.date.fromisoformat(text or "")
        except ValueError:
            raise UserError(request.env._("Choose the day you agreed on.")) from None

    @http.route(
        "/my/oe/sales/invoices/<int:move_id>/takeover",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_take_over(self, move_id, **kwargs):
        """The cooperative recovers it from now on."""
        move_sudo = self._oe_found("account.move", move_id)
        try:
            with request.env.cr.savepoint():
                move_sudo._oe_take_over()
        except UserError as refusal:
            return self._oe_show_move(move_id, str(refusal))
        return self._oe_say(
            f"/my/oe/sales/invoices/{move_id}",
            request.env._(
                "The cooperative takes it over: you need not write any more."
            ),
        )
