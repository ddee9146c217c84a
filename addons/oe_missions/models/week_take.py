import base64
import binascii
import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.controllers.portal import drawn
from odoo.addons.oe_base.tools import is_unfolded, kind_of, lock_rows

from ..calc import sent as reading

OLDEST = datetime.timedelta(days=62)
PHOTO_PIXELS = 10_000_000
PHOTO_START = "data:image/jpeg;base64,"


class Intervention(models.Model):
    """Taking in what a phone recorded, one record after the other."""

    _inherit = "oe.intervention"

    @api.model
    def _week_take(self, person, items):
        """Take records of a phone; one that is refused stops no other.

        :param person: the ES who is logged in
        :param list items: any JSON values
        :return: for each a dict ``ref``, ``result`` (recorded, known, refused,
            conflict) and ``message`` or ``aside`` (both versions)
        """
        return [self._week_take_one(person, item) for item in items]

    def _week_take_one(self, person, item):
        ref = item.get("ref") if isinstance(item, dict) else None
        answer = {"ref": ref if isinstance(ref, str) and len(ref) <= 64 else ""}
        try:
            with self.env.cr.savepoint():
                return answer | self._week_place(person, reading.read(item))
        except CalcError as error:
            message = self._week_unreadable(error.params.get("field"))
        except UserError as refusal:
            message = str(refusal)
        return {**answer, "result": "refused", "message": message}

    def _week_unreadable(self, field):
        """The sentence for a field that cannot be read."""
        sentences = {
            "visit": self.env._("This visit is not yours: open your week again."),
            "seen": self.env._("This visit is not yours: open your week again."),
            "start": self.env._("Write the day and the hours of the visit."),
            "end": self.env._("Write the day and the hours of the visit."),
            "long": self.env._("A visit lasts 24 hours at most."),
            "break_minutes": self.env._("Write the break in minutes, 720 at most."),
            "travel_km": self.env._("Write the distance in km, 500 at most."),
            "note": self.env._("The note holds 200 characters at most."),
            "signed_by": self.env._("Write the name of who signs, 64 characters."),
            "signature": self.env._("Draw the signature again: it cannot be read."),
            "photo": self.env._("This photo is too large (300 kB) or cannot be read."),
            "not_signed_reason": self.env._("Choose why it is not signed."),
        }
        return sentences.get(field) or self.env._("This record cannot be read.")

    def _week_place(self, person, sent):
        """Record, recognise, or set aside; the visit is held meanwhile.

        :raises UserError: with the rule that refuses
        """
        # Portal users have no write access; what follows is checked by the mark.
        visit_sudo = self.sudo().browse(sent.visit).exists()
        if not visit_sudo or not visit_sudo._week_shown(person, sent.seen):
            raise UserError(self._week_unreadable("visit"))
        lock_rows(visit_sudo)
        ref = f"{person.id}:{sent.ref}"
        aside = self.env["oe.visit.draft"].sudo().search([("sent_ref", "=", ref)])
        if aside:
            return {"result": "conflict", "aside": aside._week_values()}
        # Somebody whose answer was lost sends it again under the same identifier.
        known = self.sudo().search([("sent_ref", "=", ref)], limit=1)
        if known:
            if known != visit_sudo:
                raise UserError(self._week_unreadable("ref"))
            return {"result": "known"}
        if sent.kind == "start":
            return visit_sudo._week_take_start(person, sent)
        details = visit_sudo._week_details(sent, ref)
        reason = visit_sudo._week_changed(person, sent)
        if reason or sent.aside:
            draft_sudo = visit_sudo._set_aside(person, sent, details, reason)
            return {"result": "conflict", "aside": draft_sudo._week_values()}
        visit_sudo._record(sent.start, sent.end, **details)
        visit_sudo._week_keep_photo(sent.photo)
        self.env["oe.visit.draft"].sudo()._sent_again(person, visit_sudo, sent.replaces)
        return {"result": "recorded"}

    def _week_take_start(self, person, sent):
        """A start tapped off line; when the visit changed it is of no use any more."""
        self.ensure_one()
        if self._week_changed(person, sent):
            return {"result": "known"}
        self._start(self.company_id._oe_utc(sent.start))
        return {"result": "recorded"}

    def _week_changed(self, person, sent):
        """What happened to the visit since the phone read it, or None."""
        self.ensure_one()
        if self.entrepreneur_id != person:
            return "given"
        if self.state != "planned":
            return {"done": "recorded"}.get(self.state, "cancelled")
        if self._week_seen() != (sent.seen.start, sent.seen.end):
            return "moved"
        return None

    def _week_details(self, sent, ref):
        """Details as ``_record`` takes them.

        :raises UserError: for a picture that is none, or hours too long ago
        """
        now = self.company_id._oe_wall(fields.Datetime.now())
        if sent.start < now - OLDEST:
            raise UserError(
                self.env._("This is more than two months ago: tell your coordinator.")
            )
        if sent.end > now:
            raise UserError(self.env._("A visit is recorded once it is over."))
        signature = drawn(sent.signature)
        if sent.signature and not signature:
            raise UserError(self._week_unreadable("signature"))
        self._week_photo(sent.photo)
        return {
            "break_minutes": sent.break_minutes,
            "travel_km": float(sent.travel_km),
            "note": sent.note,
            "signature": signature,
            "signed_by": sent.signed_by,
            "not_signed_reason": sent.reason,
            "sent_ref": ref,
        }

    def _week_photo(self, photo):
        """The photo as base64, or nothing.

        :raises UserError: when it is no JPEG or unfolds to more than a phone takes
        """
        if not photo:
            return False
        code = photo.removeprefix(PHOTO_START)
        try:
            content = base64.b64decode(code, validate=True)
        except binascii.Error:
            content = b""
        good = code != photo and kind_of(content) == "image/jpeg"
        if not good or is_unfolded(content, PHOTO_PIXELS):
            raise UserError(self._week_unreadable("photo"))
        return code

    def _week_keep_photo(self, photo):
        code = self._week_photo(photo)
        if code:
            self.photo = code

    @api.model
    def _purge_expired(self, today=None):
        """Visits are kept as proofs of invoices; their photos go away sooner."""
        count = super()._purge_expired(today)
        return count + self._purge_photos(today or fields.Date.context_today(self))

    def _purge_photos(self, today):
        rule = self.env["oe.retention.class"].search([("code", "=", "visit_photo")])
        limit = rule and fields.Date.subtract(today, months=rule.months)
        files_sudo = self.env["ir.attachment"].sudo()
        if not limit:
            return 0
        files_sudo = files_sudo.search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "photo"),
                ("create_date", "<", limit),
            ]
        )
        count = len(files_sudo)
        files_sudo.unlink()
        return count
