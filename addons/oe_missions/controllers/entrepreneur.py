import datetime
import math

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import photo_of
from odoo.addons.oe_base.controllers.portal import OePortal, drawn


class EntrepreneurMissions(OePortal):
    """The ES's pages: answer a proposal, record a visit, photograph a quote.

    Each record is searched as the user: rules decide, another's id is not found.
    """

    def _oe_mine(self, model, record_id):
        """A record of the ES himself: staff who may read it does not act for him."""
        record = self._oe_own(model, record_id)
        person_sudo = record.sudo().entrepreneur_id
        if person_sudo.partner_id != request.env.user.partner_id:
            raise NotFound()
        return record

    @http.route(
        "/my/oe/proposals/<int:proposal_id>", type="http", auth="user", website=True
    )
    def oe_proposal(self, proposal_id, **kwargs):
        """One proposal: where, when, how far, why you."""
        return self._oe_show_proposal(proposal_id)

    def _oe_show_proposal(self, proposal_id, error=None):
        proposal = self._oe_mine("oe.mission.proposal", proposal_id)
        return self._oe_render(
            "oe_missions.portal_proposal",
            "missions",
            proposal=proposal._portal_values(),
            oe_error=error,
        )

    @http.route(
        "/my/oe/proposals/<int:proposal_id>/answer",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_proposal_answer(self, proposal_id, answer=None, **kwargs):
        """Accept or decline, in one tap."""
        proposal = self._oe_mine("oe.mission.proposal", proposal_id)
        if answer not in ("accept", "decline"):
            raise NotFound()
        try:
            # Portal users have no write access: the answer is the one thing they do.
            proposal_sudo = proposal.sudo()
            with request.env.cr.savepoint():
                outcome = proposal_sudo._answer(answer == "accept")
        except UserError as refusal:
            return self._oe_show_proposal(proposal_id, str(refusal))
        sentences = {
            "accepted": request.env._("Thank you: the mission is yours."),
            "declined": request.env._("Noted: you are free to decline, always."),
            "taken": request.env._("Somebody else took it a moment before you."),
        }
        return self._oe_say(f"/my/oe/proposals/{proposal_id}", sentences[outcome])

    @http.route(
        "/my/oe/interventions/<int:visit_id>", type="http", auth="user", website=True
    )
    def oe_intervention(self, visit_id, **kwargs):
        """One visit: where to go, and the form that records it."""
        return self._oe_show_intervention(visit_id)

    def _oe_show_intervention(self, visit_id, error=None, given=None):
        visit = self._oe_mine("oe.intervention", visit_id)
        values = visit._portal_values() | visit._page_values()
        return self._oe_render(
            "oe_missions.portal_intervention",
            "today",
            visit={**values, **(given or {})},
            reasons=visit._fields["not_signed_reason"]._description_selection(
                request.env
            ),
            oe_error=error,
        )

    @http.route(
        "/my/oe/interventions/<int:visit_id>/record",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_intervention_record(self, visit_id, photo=None, **form):
        """Record the visit; what was typed stays in the form when refused."""
        visit = self._oe_mine("oe.intervention", visit_id)
        try:
            start, end, details = self._oe_read_record(form)
            # Recording writes timesheets and slots, which portal users never see.
            visit_sudo = visit.sudo()
            with request.env.cr.savepoint():
                visit_sudo._record(start, end, **details)
                # A form sent twice keeps the first photo.
                if getattr(photo, "filename", "") and not visit_sudo.photo:
                    visit_sudo.photo = visit._page_photo(photo_of(photo)[0])
        except UserError as refusal:
            given = {
                key: form.get(key)
                for key in (
                    "date",
                    "start",
                    "end",
                    "break_minutes",
                    "travel_km",
                    "note",
                    "not_signed_reason",
                )
                if form.get(key)
            }
            return self._oe_show_intervention(visit_id, str(refusal), given)
        return self._oe_say(
            f"/my/oe/interventions/{visit_id}",
            request.env._("The visit is recorded."),
        )

    def _oe_read_record(self, form):
        """Real times and details from the form.

        :raises UserError: naming the field that cannot be read
        """
        try:
            day = datetime.date.fromisoformat(form.get("date") or "")
            start = datetime.datetime.combine(
                day, datetime.time.fromisoformat(form.get("start") or "")
            )
            end = datetime.datetime.combine(
                day, datetime.time.fromisoformat(form.get("end") or "")
            )
            if start.tzinfo or end.tzinfo:
                raise ValueError("hours are those of the wall")
        except ValueError:
            raise UserError(
                request.env._("Write the day and the hours of the visit.")
            ) from None
        reasons = {"asleep", "refused", "hospital", "absent"}
        reason = form.get("not_signed_reason")
        return (
            start,
            end,
            {
                "break_minutes": self._oe_number(form.get("break_minutes"), int),
                "travel_km": self._oe_number(form.get("travel_km"), float),
                "note": form.get("note"),
                "signature": drawn(form.get("signature")),
                "signed_by": form.get("signed_by"),
                "not_signed_reason": reason if reason in reasons else None,
                "sent_ref": (form.get("sent_ref") or "")[:64] or None,
            },
        )

    def _oe_number(self, text, kind):
        try:
            number = kind((text or "0").replace(",", "."))
            if not math.isfinite(number) or abs(number) > 10_000:
                raise ValueError(text)
            return number
        except (ValueError, OverflowError):
            raise UserError(
                request.env._("“%(text)s” is not a number.", text=text[:20])
            ) from None

    def _oe_presented(self, order_id):
        orders_sudo = request.env["sale.order"]._oe_presented_by(request.env.user)
        order_sudo = orders_sudo.filtered(lambda order: order.id == order_id)
        if not order_sudo:
            raise NotFound()
        return order_sudo

    @http.route(
        "/my/oe/quotes/<int:order_id>/paper", type="http", auth="user", website=True
    )
    def oe_quote_paper(self, order_id, **kwargs):
        """A quote signed on paper at the client's home: take its photo."""
        return self._oe_show_quote_paper(order_id)

    def _oe_show_quote_paper(self, order_id, error=None):
        order_sudo = self._oe_presented(order_id)
        return self._oe_render(
            "oe_missions.portal_quote_paper",
            "today",
            quote={"id": order_id, "name": order_sudo.name},
            client=order_sudo.partner_id.name,
            oe_error=error,
        )

    @http.route(
        "/my/oe/quotes/<int:order_id>/paper/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_quote_paper_send(self, order_id, photo=None, express=None, **kwargs):
        """Store the photo and accept the quote."""
        order_sudo = self._oe_presented(order_id)
        try:
            with request.env.cr.savepoint():
                order_sudo._oe_accept_paper(*photo_of(photo), express=bool(express))
        except UserError as refusal:
            return self._oe_show_quote_paper(order_id, str(refusal))
        return self._oe_say(
            "/my/oe", request.env._("The quote is accepted, its photo is kept.")
        )
