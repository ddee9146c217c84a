from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal, drawn

AXES = ("savoir", "vouloir", "pouvoir")
LEVELS = ("0", "1", "2", "3", "4")


class TrainingPortal(OePortal):
    """Sign a half-day, counter-sign it, assess oneself, fetch a certificate."""

    @http.route("/my/oe/slots/<int:slot_id>", type="http", auth="user", website=True)
    def oe_slot(self, slot_id, **kwargs):
        """A half-day: the frame to sign, for a trainee or for the trainer."""
        return self._oe_show_slot(slot_id)

    def _oe_show_slot(self, slot_id, error=None):
        slot = self._oe_own("oe.training.slot", slot_id)
        return self._oe_render(
            "oe_training.portal_slot",
            "progress",
            slot=slot._portal_values(request.env.user.partner_id),
            oe_error=error,
        )

    @http.route(
        "/my/oe/slots/<int:slot_id>/sign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_slot_sign(self, slot_id, signature=None, **kwargs):
        """The trainee signs; nobody signs for another."""
        slot = self._oe_own("oe.training.slot", slot_id)
        partner = request.env.user.partner_id
        # Portal users have no write access: signing is the one thing they do.
        row_sudo = slot.sudo().attendance_ids.filtered(
            lambda row: row.partner_id == partner
        )
        if not row_sudo:
            raise NotFound()
        try:
            row_sudo._sign(partner, drawn(signature))
        except UserError as refusal:
            return self._oe_show_slot(slot_id, str(refusal))
        return self._oe_say(
            f"/my/oe/slots/{slot_id}",
            request.env._("Thank you: this half-day is signed."),
        )

    @http.route(
        "/my/oe/slots/<int:slot_id>/countersign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_slot_countersign(self, slot_id, signature=None, **form):
        """The trainer writes who came late or left early, and counter-signs."""
        slot = self._oe_own("oe.training.slot", slot_id)
        partner = request.env.user.partner_id
        if slot.trainer_id != partner:
            raise NotFound()
        # Same as above; the rows are those of the trainer's own half-day.
        rows_sudo = slot.sudo().attendance_ids
        try:
            with request.env.cr.savepoint():
                self._oe_write_delays(rows_sudo, form)
                rows_sudo._countersign(partner, drawn(signature))
        except (UserError, ValidationError) as refusal:
            return self._oe_show_slot(slot_id, str(refusal))
        return self._oe_say(
            f"/my/oe/slots/{slot_id}",
            request.env._("Thank you: your signature is recorded."),
        )

    def _oe_write_delays(self, rows_sudo, form):
        for row_sudo in rows_sudo.filtered(
            lambda row: row.signed_on and not row.countersigned_on
        ):
            row_sudo.write(
                {
                    f"{kind}_minutes": self._oe_minutes(
                        form.get(f"{kind}_{row_sudo.id}")
                    )
                    for kind in ("late", "early")
                }
            )

    def _oe_minutes(self, text):
        text = (text or "0").strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 4):
            raise UserError(
                request.env._("“%(text)s” is no number of minutes.", text=text[:20])
            )
        return int(text)

    @http.route("/my/oe/skills", type="http", auth="user", website=True)
    def oe_skills(self, **kwargs):
        """Radar and list of one's levels, and the form to assess oneself."""
        return self._oe_show_skills()

    def _oe_show_skills(self, error=None, given=None):
        person = request.env["oe.portal"]._oe_training_person()
        if not person:
            raise NotFound()
        rows = [
            {
                "name": skill.sudo().name,
                "level": row.level,
                "situation": row.situation,
                "axes": [(axis, row[axis]) for axis in AXES],
                "limiting": dict(
                    row._fields["limiting_axis"]._description_selection(request.env)
                )[row.limiting_axis],
                "state": dict(row._fields["state"]._description_selection(request.env))[
                    row.state
                ],
            }
            for skill, row in person._latest_assessments().items()
        ]
        # Names of competences are reference data; portal users have no right on hr.
        skills_sudo = request.env["hr.skill"].sudo().search([], limit=200)
        levels = [(row["name"], row["level"]) for row in rows]
        return self._oe_render(
            "oe_training.portal_skills",
            "progress",
            rows=rows,
            radar=(
                request.env["oe.portal"]._oe_radar(levels) if len(levels) > 2 else None
            ),
            skills=[(skill.id, skill.name) for skill in skills_sudo],
            levels=LEVELS,
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/assessments", type="http", auth="user", methods=["POST"], website=True
    )
    def oe_assess(self, **form):
        """Assess oneself; somebody else validates later."""
        person = request.env["oe.portal"]._oe_training_person()
        if not person:
            raise NotFound()
        try:
            values = self._oe_read_assessment(form)
            request.env["oe.competence.assessment"].create(
                {"entrepreneur_id": person.id, **values}
            )
        except UserError as refusal:
            return self._oe_show_skills(str(refusal), form)
        return self._oe_say(
            "/my/oe/skills",
            request.env._("Noted. Somebody else will look at it with you."),
        )

    def _oe_read_assessment(self, form):
        skill_id = form.get("skill_id") or ""
        # Only whether the competence exists.
        skills_sudo = request.env["hr.skill"].sudo()
        skill_sudo = skills_sudo.browse(int(skill_id) if skill_id.isdecimal() else 0)
        situation = (form.get("situation") or "").strip()[:200]
        if not skill_sudo.exists() or not situation:
            raise UserError(
                request.env._("Choose a competence and say in which situation.")
            )
        values = {"skill_id": skill_sudo.id, "situation": situation}
        for axis in AXES:
            level = form.get(axis)
            fact = (form.get(f"proof_{axis}") or "").strip()[:200]
            if level not in LEVELS:
                raise UserError(
                    request.env._("Choose a level from 0 to 4 on each axis.")
                )
            if level != "0" and not fact:
                raise UserError(
                    request.env._("Give a fact for each axis: what you did, when.")
                )
            values |= {axis: level, f"proof_{axis}": fact or False}
        return values

    @http.route("/my/oe/trainings/<int:certificate_id>.pdf", type="http", auth="user")
    def oe_training_certificate(self, certificate_id, **kwargs):
        """One's own certificate of completion."""
        row = self._oe_own("oe.training.certificate", certificate_id)
        # The attachment belongs to a record this person may read.
        stream = request.env["ir.binary"]._get_stream_from(
            row.sudo(), "pdf", filename=row.pdf_name, mimetype="application/pdf"
        )
        return stream.get_response(as_attachment=True)
