import datetime
import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.oe_base.calc.money import round_half_up
from odoo.addons.oe_base.controllers.forms import number_of, photo_of
from odoo.addons.oe_base.controllers.portal import OePortal

LINES = 6
COLUMNS = ("charter_id", "name", "quantity", "price", "vat_rate")
HEADERS = {
    # The address is the key: no search engine, no other site, no cache gets it.
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def day_of(text):
    """A day typed in a form.

    :raises UserError: for what is no day
    """
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        raise UserError(request.env._("Write the day.")) from None


class WorksFirm(OePortal):
    """The pages of a firm asked for works: by its link, or logged in.

    Both ways find the same record and take the same steps; a firm has no rights on
    any model, so all runs past the rules on the one link that was opened.
    """

    def _oe_link(self, link_id, token):
        link_sudo = request.env["oe.works.link"]._of_token(link_id, token)
        if not link_sudo:
            raise NotFound()
        return link_sudo

    def _oe_received(self, link_id):
        links_sudo = request.env["oe.portal"]._works_received()
        link_sudo = links_sudo.filtered(lambda link: link.id == link_id)
        if not link_sudo:
            raise NotFound()
        return link_sudo

    @http.route(
        "/oe/works/<int:link_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def oe_works_link(self, link_id, token, **kwargs):
        """The request, by a link that needs no account."""
        link_sudo = self._oe_link(link_id, token)
        return self._oe_show_link(link_sudo, f"/oe/works/{link_id}/{token}")

    @http.route(
        "/oe/works/<int:link_id>/<string:token>/<any(offer,decline,photo,hours,done):step>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def oe_works_link_step(self, link_id, token, step, **form):
        """One step of the firm, by its link."""
        link_sudo = self._oe_link(link_id, token)
        return self._oe_take(link_sudo, f"/oe/works/{link_id}/{token}", step, form)

    @http.route(
        "/my/oe/works/received/<int:link_id>", type="http", auth="user", website=True
    )
    def oe_works_received(self, link_id, **kwargs):
        """The same request, for a firm that has an account."""
        link_sudo = self._oe_received(link_id)
        return self._oe_show_link(link_sudo, f"/my/oe/works/received/{link_id}")

    @http.route(
        "/my/oe/works/received/<int:link_id>/<any(offer,decline,photo,hours,done):step>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_works_received_step(self, link_id, step, **form):
        """One step of the firm, logged in."""
        link_sudo = self._oe_received(link_id)
        return self._oe_take(link_sudo, f"/my/oe/works/received/{link_id}", step, form)

    def _oe_show_link(self, link_sudo, base, given=None, error=None):
        public = base.startswith("/oe/")
        template, status = "oe_missions.works_firm", 200
        values = {"works": link_sudo._page() if link_sudo._is_open() else None}
        if not values["works"]:
            template, status = "oe_missions.works_link_closed", 410
            values["company"] = link_sudo.company_id.name
            values["phone"] = link_sudo.company_id.phone or ""
        given = given or {}
        rows = given.get("lines", [])
        page = {
            **values,
            "base": base,
            "given": given,
            "rows": rows + [{}] * max(1, LINES - len(rows)),
            "shown": max(1, len(rows)),
            "vat_rates": request.env["oe.works.offer.line"]
            ._fields["vat_rate"]
            ._description_selection(request.env),
            # One form, one record: however often it is sent.
            "sent_ref": secrets.token_hex(16),
            "oe_error": error,
        }
        if public:
            page |= {"oe_message": request.session.pop("oe_message", None)}
            page |= {"oe_tabs": [], "oe_tab": "", "shell": "oe_missions.public_shell"}
        else:
            page = {**self._oe_shell("works"), **page, "shell": "oe_base.portal_shell"}
        answer = request.render(template, page, status=status)
        answer.headers.update(HEADERS)
        return answer

    def _oe_take(self, link_sudo, base, step, form):
        """Take a step; a refusal keeps what was typed, success is another page."""
        if not link_sudo._is_open():
            return self._oe_show_link(link_sudo, base)
        try:
            with request.env.cr.savepoint():
                message = getattr(self, f"_oe_step_{step}")(link_sudo, form)
        except (UserError, ValidationError) as refusal:
            given = {**form, "lines": self._oe_typed_lines(), "step": step}
            return self._oe_show_link(link_sudo, base, given, str(refusal))
        answer = self._oe_say(base, message)
        answer.headers.update(HEADERS)
        return answer

    def _oe_sent_ref(self, form):
        return (form.get("sent_ref") or "")[:64] or None

    def _oe_typed_lines(self):
        form = request.httprequest.form
        rows = zip(*(form.getlist(column) for column in COLUMNS), strict=False)
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        return [row for row in rows if row["charter_id"] or row["price"]][:LINES]

    def _oe_step_offer(self, link_sudo, form):
        env = request.env
        lines = []
        rates = dict(env["oe.works.offer.line"]._fields["vat_rate"].selection)
        for row in self._oe_typed_lines():
            quantity = number_of(row["quantity"], env._("Quantity"))
            if not row["charter_id"].isdecimal() or row["vat_rate"] not in rates:
                raise UserError(env._("Choose the service of each line."))
            if not quantity:
                raise UserError(env._("Write how much of each service."))
            line = {
                "charter_id": int(row["charter_id"]),
                "quantity": float(quantity),
                "price_unit": float(number_of(row["price"], env._("Price"))),
                "vat_rate": row["vat_rate"],
            }
            if row["name"].strip():
                line["name"] = row["name"].strip()[:200]
            lines.append(line)
        if lines and not any(line["price_unit"] for line in lines):
            raise UserError(env._("Write the price of at least one line."))
        delay = number_of(form.get("delay_days") or "0", env._("Days of work"))
        terms = {
            "valid_until": day_of(form.get("valid_until")),
            "delay_days": min(round_half_up(delay), 3650),
            "note": (form.get("note") or "").strip()[:500],
        }
        photo = photo_of(form["photo"]) if form.get("photo") else None
        link_sudo._offer(terms, lines, photo, self._oe_sent_ref(form))
        return env._("Thank you: your offer is with the client.")

    def _oe_step_decline(self, link_sudo, form):
        link_sudo._decline(form.get("reason"))
        return request.env._("Noted: you are free to decline, always.")

    def _oe_chosen(self, link_sudo):
        """The order, when this very firm was chosen."""
        order_sudo = link_sudo.order_id
        if order_sudo.chosen_offer_id.partner_id != link_sudo.partner_id:
            raise NotFound()
        return order_sudo

    def _oe_step_photo(self, link_sudo, form):
        self._oe_chosen(link_sudo)._add_photo(
            photo_of(form.get("photo")), form.get("note"), self._oe_sent_ref(form)
        )
        return request.env._("The photo is kept.")

    def _oe_step_hours(self, link_sudo, form):
        env = request.env
        order_sudo = self._oe_chosen(link_sudo)
        # Held here already: a second sending must not add the technician twice.
        order_sudo._lock()
        sent_ref = self._oe_sent_ref(form)
        if sent_ref in order_sudo.hours_ids.mapped("sent_ref"):
            return env._("The hours are recorded.")
        day = day_of(form.get("date"))
        hours = number_of(form.get("hours"), env._("Hours"))
        technician_sudo = self._oe_technician(link_sudo, form)
        order_sudo._record_hours(
            technician_sudo, day, round_half_up(hours * 60), sent_ref
        )
        return env._("The hours are recorded.")

    def _oe_technician(self, link_sudo, form):
        chosen = form.get("technician_id") or ""
        known_sudo = link_sudo.order_id.chosen_offer_id.convention_id.technician_ids
        if chosen.isdecimal():
            return known_sudo.filtered(lambda row: row.id == int(chosen))
        year = (form.get("birth_year") or "").strip()
        if not year.isdecimal() or len(year) != 4:
            raise UserError(
                request.env._("Choose a technician, or write a first name and year.")
            )
        return link_sudo._technician(
            {
                "name": (form.get("first_name") or "").strip()[:64],
                "birth_year": int(year),
                "trade": (form.get("trade") or "").strip()[:64],
                "priority_asked": bool(form.get("priority_asked")),
            }
        )

    def _oe_step_done(self, link_sudo, form):
        self._oe_chosen(link_sudo)._finish()
        return request.env._("Noted: the client is asked to receive the works.")
