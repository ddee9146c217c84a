import datetime

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal


class Recruitment(OePortal):
    """A household that employs somebody: read, mark, choose, tick."""

    def _oe_recruitment(self, recruitment_id):
        rows_sudo = request.env["oe.recruitment"]._readable(request.env.user.partner_id)
        row_sudo = rows_sudo.filtered(lambda row: row.id == recruitment_id)
        if not row_sudo:
            raise NotFound()
        return row_sudo

    @http.route(
        "/my/oe/recruitments/<int:recruitment_id>",
        type="http",
        auth="user",
        website=True,
    )
    def oe_recruitment(self, recruitment_id, **kwargs):
        """Sheet, candidates, choice and checklist."""
        return self._oe_show_recruitment(self._oe_recruitment(recruitment_id))

    def _oe_show_recruitment(self, row_sudo, given=None, error=None):
        return self._oe_render(
            "oe_missions.portal_recruitment",
            "today",
            page=row_sudo._page(),
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/recruitments/<int:recruitment_id>/<any(grid,choose,hire,tick):step>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_recruitment_step(self, recruitment_id, step, **form):
        """One step of the household; a refusal keeps what was typed."""
        row_sudo = self._oe_recruitment(recruitment_id)
        try:
            with request.env.cr.savepoint():
                said = getattr(self, f"_oe_recruit_{step}")(row_sudo, form)
        except UserError as refusal:
            row_sudo.invalidate_recordset()
            return self._oe_show_recruitment(row_sudo, form, str(refusal))
        return self._oe_say(f"/my/oe/recruitments/{recruitment_id}", said)

    def _oe_line(self, rows, form, name):
        chosen = form.get(name) or ""
        row = rows.filtered(lambda each: str(each.id) == chosen)
        if not row:
            raise UserError(
                request.env._("This is no more on the page: read it again.")
            )
        return row

    def _oe_recruit_grid(self, row_sudo, form):
        candidate = self._oe_line(row_sudo.candidate_ids, form, "candidate")
        marks = {
            line.id: (form.get(f"mark_{line.id}", ""), form.get(f"words_{line.id}", ""))
            for line in row_sudo.criterion_ids
        }
        row_sudo._fill_grid(request.env.user.partner_id, candidate, marks)
        return request.env._("Your grid is kept.")

    def _oe_recruit_choose(self, row_sudo, form):
        candidate = self._oe_line(row_sudo.candidate_ids, form, "candidate")
        row_sudo._choose(request.env.user.partner_id, candidate)
        return request.env._(
            "Your choice is kept: the cooperative tells each candidate."
        )

    def _oe_recruit_hire(self, row_sudo, form):
        row_sudo._hire(self._oe_first_day(form), request.env.user.partner_id)
        return request.env._("Your checklist as an employer is below.")

    def _oe_first_day(self, form):
        try:
            return datetime.date.fromisoformat(form.get("day") or "")
        except ValueError:
            raise UserError(request.env._("Write the first day of work.")) from None

    def _oe_recruit_tick(self, row_sudo, form):
        line = self._oe_line(row_sudo.duty_ids, form, "duty")
        partner = request.env.user.partner_id
        row_sudo._assert_decides(partner)
        line._tick(partner, bool(form.get("done")))
        return request.env._("Your list is up to date.")

    @http.route(
        "/my/oe/recruitments/<int:recruitment_id>/folder", type="http", auth="user"
    )
    def oe_recruitment_folder(self, recruitment_id, **kwargs):
        """The folder to print: the household, who recruits, or the office."""
        user = request.env.user
        if user.has_group("oe_base.group_oe_advisor"):
            row_sudo = self._oe_own("oe.recruitment", recruitment_id)
        else:
            recruitments = request.env["oe.recruitment"]
            rows_sudo = recruitments._readable(user.partner_id)
            person_sudo = user._oe_entrepreneur()
            if person_sudo:
                rows_sudo |= recruitments._recruited_by(person_sudo)
            row_sudo = rows_sudo.filtered(lambda row: row.id == recruitment_id)
        if not row_sudo:
            raise NotFound()
        return request.make_response(
            row_sudo.with_context(lang=user.lang)._folder(),
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", 'inline; filename="dossier.pdf"'),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        "/my/oe/recruitments/<int:recruitment_id>/photos/<int:candidate_id>",
        type="http",
        auth="user",
    )
    def oe_recruitment_photo(self, recruitment_id, candidate_id, **kwargs):
        """The face of a candidate who lets it be seen."""
        shown_sudo = self._oe_recruitment(recruitment_id)._read_now()
        row_sudo = shown_sudo.filtered(lambda row: row.id == candidate_id)
        person_sudo = row_sudo.employee_id
        if not person_sudo.shows_photo or not person_sudo.partner_id.image_128:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(
            person_sudo.partner_id, "image_128"
        )
        answer = stream.get_response()
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        return answer
