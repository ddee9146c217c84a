import datetime

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import number_of
from odoo.addons.oe_base.controllers.portal import OePortal

WORDS = ("title", "tasks", "rhythm", "needs", "replacement", "place")


class Recruiting(OePortal):
    """The ES "recruteur": job sheet, candidates, presented to the household."""

    def _oe_recruiting(self, recruitment_id):
        user = request.env.user
        group = user.has_group("oe_base.group_oe_entrepreneur")
        person_sudo = group and user._oe_entrepreneur()
        if not person_sudo:
            raise NotFound()
        rows_sudo = request.env["oe.recruitment"]._recruited_by(person_sudo)
        row_sudo = rows_sudo.filtered(lambda row: row.id == recruitment_id)
        if not row_sudo:
            raise NotFound()
        return row_sudo

    @http.route(
        "/my/oe/recruitings/<int:recruitment_id>",
        type="http",
        auth="user",
        website=True,
    )
    def oe_recruiting(self, recruitment_id, **kwargs):
        """The sheet, the candidates and what the household did."""
        return self._oe_show_recruiting(self._oe_recruiting(recruitment_id))

    def _oe_show_recruiting(self, row_sudo, given=None, error=None):
        page = row_sudo._recruiter_page()
        return self._oe_render(
            "oe_missions.portal_recruiting",
            "missions",
            page=page,
            form={**page["form"], **(given or {})},
            oe_error=error,
        )

    @http.route(
        "/my/oe/recruitings/<int:recruitment_id>/<any(sheet,add,answer,introduce,present):step>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_recruiting_step(self, recruitment_id, step, **form):
        """One step of the recruiter; a refusal keeps what was typed."""
        row_sudo = self._oe_recruiting(recruitment_id)
        try:
            with request.env.cr.savepoint():
                said = getattr(self, f"_oe_recruiter_{step}")(row_sudo, form)
        except UserError as refusal:
            row_sudo.invalidate_recordset()
            return self._oe_show_recruiting(row_sudo, form, str(refusal))
        return self._oe_say(f"/my/oe/recruitings/{recruitment_id}", said)

    def _oe_recruiter_sheet(self, row_sudo, form):
        level = form.get("level") or "1"
        if level not in {str(rank) for rank in range(1, 13)}:
            raise UserError(request.env._("The agreement has levels from 1 to 12."))
        try:
            day = (
                datetime.date.fromisoformat(form["from"]) if form.get("from") else False
            )
        except ValueError:
            raise UserError(request.env._("Write the day.")) from None
        row_sudo._save_sheet(
            {
                **{name: (form.get(name) or "").strip() for name in WORDS},
                "level": int(level),
                "hours": self._oe_typed(form, "hours", request.env._("Hours a week")),
                "wage": self._oe_typed(form, "wage", request.env._("Gross, an hour")),
                "from": day,
            }
        )
        return request.env._("The sheet is kept.")

    def _oe_typed(self, form, name, label):
        text = form.get(name) or ""
        return number_of(text, label) if text.strip() else None

    def _oe_somebody(self, rows_sudo, form, name):
        chosen = rows_sudo.filtered(lambda row: str(row.id) == (form.get(name) or ""))
        if not chosen:
            raise UserError(request.env._("Choose somebody of the pool."))
        return chosen

    def _oe_recruiter_add(self, row_sudo, form):
        row_sudo._add_candidate(self._oe_somebody(row_sudo._pool(), form, "employee"))
        return request.env._("Ask this person now whether to be presented.")

    def _oe_recruiter_answer(self, row_sudo, form):
        candidate = self._oe_somebody(row_sudo.candidate_ids, form, "candidate")
        candidate._answer(bool(form.get("agreed")), "phone")
        return request.env._("The answer is kept.")

    def _oe_recruiter_introduce(self, row_sudo, form):
        candidate = self._oe_somebody(row_sudo.candidate_ids, form, "candidate")
        row_sudo._introduce(candidate, form.get("words"))
        return request.env._("Your words are kept.")

    def _oe_recruiter_present(self, row_sudo, form):
        row_sudo._present()
        return request.env._("The candidates are presented: the household is told.")
