import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .invoice_run import REFUSALS

_logger = logging.getLogger(__name__)


class MissionProposal(models.Model):
    """Proposals in turn: one person at a time, the next when nobody answers."""

    _inherit = "oe.mission.proposal"

    def _target(self):
        """What is proposed: a replacement, or the mission itself."""
        self.ensure_one()
        return self.replacement_id or self.mission_id

    def _send(self):
        """Ask these people now: a card, a badge and a mail without any name."""
        template = self.env.ref("oe_missions.mail_template_proposal")
        for proposal in self:
            hours = proposal._target()._hours_to_answer()
            proposal.write(
                {
                    "state": "sent",
                    "deadline": fields.Datetime.add(fields.Datetime.now(), hours=hours),
                }
            )
            if proposal.entrepreneur_id.partner_id.email:
                template.send_mail(proposal.id, email_layout_xmlid=None)

    def _next_in_turn(self):
        """After an answer or a silence: ask the next one, if the work is free."""
        self.ensure_one()
        if self.is_in_turn:
            self._target()._ask_next()

    def _deadline_label(self):
        self.ensure_one()
        if not self.deadline or self.state != "sent":
            return ""
        return format_datetime(self.env, self.deadline, dt_format="EEEE d MMMM, HH:mm")

    @api.model
    def _cron_turn(self):
        """Every few minutes: silence is no answer, the next person is asked.

        Several at once, or run again: the row of the mission lets one pass.
        """
        late = self.search(
            [("state", "=", "sent"), ("deadline", "<=", fields.Datetime.now())],
            order="deadline, id",
            limit=500,
        )
        for proposal in late:
            try:
                with self.env.cr.savepoint():
                    proposal._pass_on()
            except REFUSALS:
                # One that cannot be passed on stops no other, and is tried again.
                _logger.exception("proposal %s is not passed on", proposal.id)

    def _pass_on(self):
        self.mission_id._lock()
        self.invalidate_recordset()
        if self.state == "sent":
            # Answered late it may still be accepted, so nothing is taken away.
            self.state = "expired"
            self._next_in_turn()


class Mission(models.Model):
    _inherit = "oe.mission"

    def _hours_to_answer(self):
        self.ensure_one()
        return self.company_id.sudo().oe_proposal_hours

    def action_propose_in_turn(self):
        """Propose to the five best of the list, one after the other."""
        self.check_access("write")
        for mission in self:
            if not mission.candidate_ids:
                mission.action_find_candidates()
            best = mission.candidate_ids.filtered(lambda row: not row.refused)
            if not best:
                raise UserError(
                    self.env._("Nobody can be proposed: the list says why for each.")
                )
            mission._propose_in_turn(best.sorted("rank")[:5])

    def _propose_in_turn(self, candidates):
        """Queue these candidates in their order and ask the first.

        :param candidates: ``oe.mission.candidate``, the best first
        """
        self.ensure_one()
        self._lock()
        for candidate in candidates:
            self._propose(
                candidate.entrepreneur_id,
                state="queued",
                is_in_turn=True,
                rank=candidate.rank,
                **candidate._told(),
            )
        self._ask_next()

    def _ask_next(self):
        """Ask the next of the queue unless somebody is asked, or it is taken."""
        self.ensure_one()
        queue = self.proposal_ids.filtered(
            lambda p: p.is_in_turn and not p.replacement_id
        )
        if not self._has_free_seat() or "sent" in queue.mapped("state"):
            return
        waiting = queue.filtered(lambda p: p.state == "queued").sorted(
            lambda p: (p.rank, p.id)
        )
        for proposal in waiting:
            # What has changed since the list was made refuses, and goes on.
            if self._refusals_of(proposal.entrepreneur_id):
                proposal.state = "withdrawn"
                continue
            proposal._send()
            return
