import base64
import datetime
import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.controllers.forms import number_of, photo_of
from odoo.addons.oe_base.controllers.portal import OePortal

HOURS = ("company_id", "day", "hours", "name")
COST = ("company_id", "day", "amount", "km", "name", "wish")


class VolunteerPortal(OePortal):
    """A volunteer tells hours, and claims or gives up what was paid."""

    def _oe_volunteer(self):
        user = request.env.user
        person_sudo = user._oe_entrepreneur()
        lines = person_sudo.affiliation_ids.filtered(
            lambda line: line.status == "volunteer"
        )
        if not lines or not user.has_group("oe_base.group_oe_entrepreneur"):
            raise NotFound()
        return person_sudo

    def _oe_volunteer_row(self, model, row_id):
        person_sudo = self._oe_volunteer()
        row_sudo = (
            request.env[model]
            .sudo()
            .search([("id", "=", row_id), ("entrepreneur_id", "=", person_sudo.id)])
        )
        if not row_sudo:
            raise NotFound()
        return row_sudo

    @http.route(
        ["/my/oe/volunteering", "/my/oe/volunteering/<int:year>"],
        type="http",
        auth="user",
        website=True,
    )
    def oe_volunteering(self, year=None, **kwargs):
        """One's own year."""
        return self._oe_show_volunteering(year)

    def _oe_show_volunteering(self, year=None, refusal=None):
        self._oe_volunteer()
        today = request.env["oe.portal"]._today()
        year = year or today.year
        if not today.year - 10 <= year <= today.year:
            raise NotFound()
        return self._oe_render(
            "oe_cae.portal_volunteering",
            "account",
            year=year,
            before=year - 1 if year > today.year - 10 else None,
            after=year + 1 if year < today.year else None,
            pages=request.env["oe.cae.volunteer.year"]._page(request.env.user, year),
            oe_error=refusal,
        )

    @http.route(
        ["/my/oe/volunteering/hours", "/my/oe/volunteering/costs"],
        type="http",
        auth="user",
        website=True,
    )
    def oe_volunteer_form(self, **kwargs):
        """The form of hours, or of a cost."""
        costs = request.httprequest.path.endswith("costs")
        return self._oe_show_volunteer_form(costs, {})

    def _oe_show_volunteer_form(self, costs, given, refusal=None):
        person_sudo = self._oe_volunteer()
        today = request.env["oe.portal"]._today()
        given.setdefault("sent_ref", secrets.token_hex(16))
        return self._oe_render(
            f"oe_cae.portal_volunteer_{'cost' if costs else 'hours'}",
            "account",
            given={"day": today.isoformat(), **{k: v for k, v in given.items() if v}},
            companies=[
                (company.id, company.name)
                for company in person_sudo._volunteers_for(today)
            ],
            oe_error=refusal,
        )

    def _oe_volunteer_given(self, form, names):
        given = {name: (form.get(name) or "").strip()[:200] for name in names}
        given["sent_ref"] = (form.get("sent_ref") or secrets.token_hex(16))[:64]
        return given

    def _oe_volunteer_read(self, person_sudo, given):
        """Company and day of a form."""
        try:
            day = datetime.date.fromisoformat(given["day"])
        except ValueError:
            raise UserError(request.env._("Choose the day.")) from None
        companies = person_sudo._volunteers_for(day)
        chosen = companies.filtered(lambda row: str(row.id) == given["company_id"])
        if not chosen and len(companies) == 1:
            chosen = companies
        if not chosen:
            raise UserError(request.env._("You are no volunteer on that day."))
        return {"company": chosen, "day": day, "name": given["name"]}

    @http.route(
        "/my/oe/volunteering/hours/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_volunteer_hours_send(self, **form):
        """Tell hours; what was typed stays when refused."""
        person_sudo = self._oe_volunteer()
        given = self._oe_volunteer_given(form, HOURS)
        try:
            with request.env.cr.savepoint():
                told = self._oe_volunteer_read(person_sudo, given)
                told["hours"] = number_of(given["hours"], request.env._("Hours"))
                hours_sudo = request.env["oe.cae.volunteer.hour"].sudo()
                hours_sudo._tell(person_sudo, told, given["sent_ref"])
        except UserError as refusal:
            return self._oe_show_volunteer_form(False, given, str(refusal))
        return self._oe_say(
            "/my/oe/volunteering",
            request.env._("Thank you: the association confirms these hours."),
        )

    @http.route(
        "/my/oe/volunteering/hours/<int:row_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_volunteer_hours_withdraw(self, row_id, **kwargs):
        """Take hours back that nobody confirmed."""
        row_sudo = self._oe_volunteer_row("oe.cae.volunteer.hour", row_id)
        try:
            with request.env.cr.savepoint():
                row_sudo._withdraw(self._oe_volunteer())
        except UserError as refusal:
            return self._oe_show_volunteering(refusal=str(refusal))
        return self._oe_say("/my/oe/volunteering", request.env._("It is withdrawn."))

    @http.route(
        "/my/oe/volunteering/costs/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_volunteer_costs_send(self, photo=None, **form):
        """Claim a receipt or a journey."""
        person_sudo = self._oe_volunteer()
        given = self._oe_volunteer_given(form, COST)
        try:
            with request.env.cr.savepoint():
                told = self._oe_volunteer_read(person_sudo, given)
                told["wish"] = given["wish"]
                receipt = None
                if given["km"]:
                    told["km"] = number_of(given["km"], request.env._("Distance"))
                else:
                    amount = number_of(given["amount"], request.env._("Amount"))
                    told["cents"] = to_cents(amount)
                    raw, name, _kind = photo_of(photo)
                    receipt = (base64.b64encode(raw), name, raw)
                costs_sudo = request.env["oe.cae.volunteer.cost"].sudo()
                costs_sudo._ask(person_sudo, told, receipt, given["sent_ref"])
        except UserError as refusal:
            return self._oe_show_volunteer_form(True, given, str(refusal))
        return self._oe_say(
            "/my/oe/volunteering", request.env._("It is sent: a manager reads it.")
        )

    @http.route(
        "/my/oe/volunteering/costs/<int:row_id>/receipt", type="http", auth="user"
    )
    def oe_volunteer_receipt(self, row_id, **kwargs):
        """The photo of one's own receipt."""
        row_sudo = self._oe_volunteer_row("oe.cae.volunteer.cost", row_id)
        if not row_sudo.photo:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(
            row_sudo, "photo", filename_field="photo_name"
        )
        return stream.get_response(as_attachment=True)
