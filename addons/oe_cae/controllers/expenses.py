import datetime
import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.controllers.forms import number_of, photo_of

from .sell_client import SellClient

RECEIPT = ("activity_id", "day", "product_id", "name", "amount", "vat")
MILEAGE = ("activity_id", "day", "name", "km", "car_id", "car_name", "power")


class Expenses(SellClient):
    """Receipts photographed and mileage, on the phone.

    Portal users have no access to expenses: each page looks the claim up among those
    of the person logged in.
    """

    def _oe_claim(self, claim_id):
        person_sudo = self._oe_seller()
        claims_sudo = request.env["hr.expense"]._oe_claims(person_sudo)
        found_sudo = claims_sudo.filtered(lambda claim: claim.id == claim_id)
        if not found_sudo:
            raise NotFound()
        return found_sudo

    @http.route("/my/oe/expenses", type="http", auth="user", website=True)
    def oe_expenses(self, **kwargs):
        """What was claimed, and where it stands."""
        person_sudo = self._oe_seller()
        return self._oe_render(
            "oe_cae.portal_expenses",
            "account",
            rows=request.env["oe.portal"]._expense_rows(person_sudo),
        )

    @http.route(
        "/my/oe/expenses/<int:claim_id>", type="http", auth="user", website=True
    )
    def oe_expense(self, claim_id, **kwargs):
        """One claim."""
        return self._oe_show_claim(claim_id)

    def _oe_show_claim(self, claim_id, error=None):
        claim_sudo = self._oe_claim(claim_id)
        return self._oe_render(
            "oe_cae.portal_expense",
            "account",
            claim=request.env["oe.portal"]._expense_page(claim_sudo),
            oe_error=error,
        )

    @http.route("/my/oe/expenses/<int:claim_id>/receipt", type="http", auth="user")
    def oe_expense_receipt(self, claim_id, **kwargs):
        """The photo of one's own receipt."""
        attachment_sudo = self._oe_claim(claim_id).message_main_attachment_id
        if not attachment_sudo:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(attachment_sudo)
        return stream.get_response(as_attachment=False)

    @http.route(
        ["/my/oe/expenses/new", "/my/oe/expenses/mileage"],
        type="http",
        auth="user",
        website=True,
    )
    def oe_expense_form(self, **kwargs):
        """The form of a receipt, or of a journey."""
        mileage = request.httprequest.path.endswith("mileage")
        return self._oe_show_form(mileage, {"sent_ref": secrets.token_hex(16)})

    def _oe_show_form(self, mileage, given, error=None):
        person_sudo = self._oe_seller()
        today = datetime.date.today().isoformat()
        return self._oe_render(
            "oe_cae.portal_mileage_form" if mileage else "oe_cae.portal_expense_form",
            "account",
            given={"day": today, **{key: val for key, val in given.items() if val}},
            choices=request.env["oe.portal"]._expense_choices(person_sudo),
            oe_error=error,
        )

    def _oe_kept(self, form, names):
        """What was typed, to show it again; the form keeps its own mark."""
        kept = {name: (form.get(name) or "").strip()[:200] for name in names}
        kept["sent_ref"] = (form.get("sent_ref") or secrets.token_hex(16))[:64]
        return kept

    def _oe_read_day(self, text):
        try:
            return datetime.date.fromisoformat(text or "")
        except ValueError:
            raise UserError(request.env._("Choose the day.")) from None

    def _oe_read_activity(self, given):
        mine_sudo = request.env["oe.portal"]._own_activities()
        chosen = mine_sudo.filtered(lambda row: str(row.id) == given["activity_id"])
        if not chosen and len(mine_sudo) == 1:
            chosen = mine_sudo
        if not chosen:
            raise UserError(request.env._("Choose the activity it is for."))
        return chosen

    @http.route(
        "/my/oe/expenses/new/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_expense_send(self, photo=None, again=None, **form):
        """Claim a receipt; what was typed stays when refused."""
        self._oe_seller()
        given = self._oe_kept(form, RECEIPT)
        try:
            with request.env.cr.savepoint():
                claim_sudo = (
                    request.env["hr.expense"]
                    .sudo()
                    ._oe_send_receipt(
                        self._oe_read_activity(given),
                        self._oe_read_receipt(given),
                        photo_of(photo),
                        given["sent_ref"],
                        bool(again),
                    )
                )
        except UserError as refusal:
            return self._oe_show_form(False, given, str(refusal))
        return self._oe_say_sent(claim_sudo)

    def _oe_say_sent(self, claim_sudo):
        return self._oe_say(
            f"/my/oe/expenses/{claim_sudo.id}",
            request.env._("It is sent: a manager reads it."),
        )

    def _oe_read_receipt(self, given):
        products_sudo = request.env["product.product"].sudo()
        number = given["product_id"]
        product_sudo = products_sudo.search(
            [
                ("oe_expense_kind", "=", "receipt"),
                ("id", "=", int(number) if number.isdecimal() else 0),
            ]
        )
        if not product_sudo:
            raise UserError(request.env._("Choose what it was for."))
        paid = number_of(given["amount"], request.env._("Paid, VAT included"))
        return {
            "day": self._oe_read_day(given["day"]),
            "product": product_sudo,
            "name": given["name"] or product_sudo.name,
            "cents": to_cents(paid),
            "vat": given["vat"],
        }

    @http.route(
        "/my/oe/expenses/mileage/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_mileage_send(self, **form):
        """Claim a journey; what was typed stays when refused."""
        self._oe_seller()
        given = self._oe_kept(form, MILEAGE)
        try:
            with request.env.cr.savepoint():
                activity_sudo = self._oe_read_activity(given)
                journey = {
                    "day": self._oe_read_day(given["day"]),
                    "name": given["name"],
                    "km": number_of(given["km"], request.env._("Distance")),
                }
                if not journey["name"]:
                    raise UserError(
                        request.env._("Write from where to where, and why.")
                    )
                claim_sudo = (
                    request.env["hr.expense"]
                    .sudo()
                    ._oe_send_mileage(
                        activity_sudo, journey, self._oe_car(given), given["sent_ref"]
                    )
                )
        except UserError as refusal:
            return self._oe_show_form(True, given, str(refusal))
        return self._oe_say_sent(claim_sudo)

    def _oe_car(self, given):
        """The car chosen, or the new one described."""
        person_sudo = self._oe_seller()
        cars_sudo = request.env["oe.cae.vehicle"].sudo()
        mine = cars_sudo.search([("entrepreneur_id", "=", person_sudo.id)])
        chosen = mine.filtered(lambda car: str(car.id) == given["car_id"])
        if chosen:
            return chosen
        powers = dict(cars_sudo._fields["power"].selection)
        if not given["car_name"] or given["power"] not in powers:
            raise UserError(
                request.env._(
                    "Choose your car, or write its name and its administrative power "
                    "(field P.6 of the registration certificate)."
                )
            )
        return cars_sudo.create(
            {
                "name": given["car_name"][:40],
                "power": given["power"],
                "entrepreneur_id": person_sudo.id,
            }
        )

    @http.route(
        "/my/oe/expenses/<int:claim_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_expense_withdraw(self, claim_id, **kwargs):
        """Take back a claim that nobody accepted yet."""
        claim_sudo = self._oe_claim(claim_id)
        try:
            with request.env.cr.savepoint():
                claim_sudo._oe_withdraw()
        except UserError as refusal:
            return self._oe_show_claim(claim_id, str(refusal))
        return self._oe_say(
            "/my/oe/expenses", request.env._("The claim is taken back.")
        )
