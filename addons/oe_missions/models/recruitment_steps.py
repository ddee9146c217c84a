from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows

FEWEST, MOST = 2, 3


class Recruitment(models.Model):
    """From the sheet to the choice and the checklist, one person at a time."""

    _inherit = "oe.recruitment"

    def _lock(self):
        self.ensure_one()
        lock_rows(self.sudo())
        self.candidate_ids.invalidate_recordset()

    def _assert_in(self, *states):
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s is at the step “%(state)s”: this one does not apply.",
                    name=self.name,
                    state=labels[self.state],
                )
            )

    # -- the office and the recruiter -------------------------------------------------

    def action_present(self):
        """Show the candidates to the household."""
        self.check_access("write")
        for row in self:
            row._present()

    def _present(self):
        """Two or three people who agreed, on a sheet that is complete.

        :raises UserError: naming what is missing; again, it is shown anew
        """
        self._lock()
        self._assert_in("draft", "presented")
        lacks = self._sheet_lacks()
        if lacks:
            raise UserError(
                self.env._("The job sheet lacks: %(what)s.", what=", ".join(lacks))
            )
        agreed = self.sudo().candidate_ids.filtered(
            lambda row: row.state == "agreed" and row.employee_id.in_pool
        )
        if not FEWEST <= len(agreed) <= MOST:
            raise UserError(
                self.env._(
                    "Two or three candidates are presented: %(count)s agreed.",
                    count=len(agreed),
                )
            )
        for candidate in agreed:
            candidate._assert_may_be_asked()
        (self.sudo().candidate_ids - agreed).is_presented = False
        agreed.is_presented = True
        first = self.state == "draft"
        self.sudo().write(
            {"state": "presented", "presented_on": self.company_id._oe_today()}
        )
        if first:
            self._open_to_household()

    def _open_to_household(self):
        """Whoever decides reads the page, and is told."""
        mandates_sudo = self.partner_id.sudo().oe_mandate_ids._now("accept")
        readers_sudo = self.partner_id.sudo() | mandates_sudo.holder_id
        readers_sudo.user_ids._oe_add_company(self.company_id)
        self.partner_id._oe_tell(
            self.env._("Candidates for your home"),
            self.env._("Candidates are presented to you: read, meet, choose."),
            self.env._("Recruitment: tell that candidates are presented"),
            self.company_id,
        )

    def action_cancel(self):
        """The household gives up."""
        self.check_access("write")
        for row in self:
            row._lock()
            row._assert_in("draft", "presented", "chosen")
            row.sudo().write(
                {"state": "cancelled", "closed_on": row.company_id._oe_today()}
            )

    def action_hired(self):
        """The household told the first day of work."""
        self.check_access("write")
        for row in self:
            row._hire(row.hired_on)

    def action_end(self):
        """The contract ends: what an employer does then is on the list."""
        self.check_access("write")
        for row in self:
            row._lock()
            row._assert_in("hired")
            if not row.ended_on or row.ended_on < row.hired_on:
                raise UserError(row.env._("Write the last day of work first."))
            row.env["oe.recruitment.duty"].sudo()._add(row.sudo(), "end", row.ended_on)
            row.sudo().write({"state": "done", "closed_on": row.company_id._oe_today()})

    def action_folder(self):
        """Open the folder, to be printed."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/oe/recruitments/{self.id}/folder",
            "target": "new",
        }

    # -- the household ----------------------------------------------------------------

    @api.model
    def _readable(self, partner):
        """Recruitments of a client, or of whom one may decide for by mandate."""
        principals = self.env["oe.mandate"].sudo()._principals(partner, "accept")
        return self.sudo().search(
            [
                ("partner_id", "in", (partner | principals).ids),
                ("company_id", "in", self.env.user.company_ids.ids),
                ("state", "!=", "cancelled"),
                ("partner_id.oe_deceased_on", "=", False),
            ]
        )

    @api.model
    def _recruited_by(self, person):
        """Recruitments that an ES delivers, over ones left out."""
        return self.sudo().search(
            [
                ("recruiter_id", "=", person.id),
                ("state", "not in", ("done", "cancelled")),
                ("company_id", "in", self.env.user.company_ids.ids),
            ]
        )

    def _shown(self):
        return self.sudo().candidate_ids.filtered(lambda row: row._is_shown())

    def _read_now(self):
        """Whom the household reads of: all until it has one, then that one only."""
        kept = self.sudo()
        people = self._shown()
        if kept.state in ("presented", "chosen"):
            return people
        return people & (kept.chosen_id | kept.backup_id)

    def _assert_decides(self, partner):
        if not partner._oe_may_act_for(self.partner_id, "accept"):
            raise AccessError(self.env._("The household decides, or by a mandate."))
        if partner == self.recruiter_id.sudo().partner_id:
            # Paid for the help, so not the one who chooses, whatever the mandate.
            raise AccessError(self.env._("Who recruits does not choose."))

    def _fill_grid(self, partner, candidate, marks):
        """Marks and words of the household on one candidate; sent again, changed.

        :param dict marks: criterion id → (mark or "", words)
        """
        self._lock()
        self._assert_decides(partner)
        self._assert_in("presented")
        if candidate not in self._shown():
            raise UserError(self.env._("This person is presented no more."))
        known = {line.criterion_id.id: line for line in candidate.sudo().mark_ids}
        new = []
        for criterion in self.sudo().criterion_ids:
            mark, words = marks.get(criterion.id, ("", ""))
            values = {
                "mark": mark if mark in ("1", "2", "3", "4") else False,
                "words": (words or "").strip()[:200] or False,
            }
            if criterion.id in known:
                known[criterion.id].write(values)
            else:
                new.append(
                    {
                        **values,
                        "candidate_id": candidate.id,
                        "criterion_id": criterion.id,
                    }
                )
        self.env["oe.recruitment.mark"].sudo().create(new)

    def _choose(self, partner, candidate):
        """The household chooses; of two at once the first counts.

        :raises UserError: when a choice was made, or the person left meanwhile
        """
        self._lock()
        self._assert_decides(partner)
        if self.chosen_id == candidate and self.state == "chosen":
            return  # a second tap
        if self.chosen_id:
            raise UserError(self.env._("A candidate was chosen already."))
        self._assert_in("presented")
        if candidate not in self._shown():
            raise UserError(self.env._("This person is presented no more."))
        self.sudo().write(
            {
                "state": "chosen",
                "chosen_id": candidate.id,
                "chosen_on": self.company_id._oe_today(),
                "chosen_by_id": partner.id,
            }
        )
        self._tell_candidates()

    def _tell_candidates(self):
        """Somebody calls each of them, the others too: nobody waits in silence."""
        calls_sudo = self.env["oe.call.task"].sudo()
        for candidate in self._shown():
            chosen = candidate == self.chosen_id
            calls_sudo._ask(
                candidate.employee_id.partner_id,
                self.title,
                self.env._("You are chosen: the household calls you.")
                if chosen
                else self.env._("The household chose somebody else; thank you."),
                self.env._("Recruitment: tell the candidate"),
                self.company_id,
            )

    def _hire(self, day, partner=None):
        """The first day of work: the duties of the employer are dated from it.

        :raises UserError: without a day, or without a choice
        """
        self._lock()
        if partner:
            self._assert_decides(partner)
        if self.state == "hired" and (not day or self.hired_on == day):
            return  # a second tap
        self._assert_in("chosen")
        if not day:
            raise UserError(self.env._("Write the first day of work."))
        if abs((day - fields.Date.context_today(self)).days) > 366:
            raise UserError(self.env._("Write a first day of work within a year."))
        self.sudo().write({"state": "hired", "hired_on": day})
        self.env["oe.recruitment.duty"].sudo()._add(self.sudo(), "hired", day)
