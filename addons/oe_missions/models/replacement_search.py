import datetime

from odoo import fields, models
from odoo.exceptions import UserError

from ..calc.slots import Slot
from .mission_proposal import OPEN

URGENT = datetime.timedelta(hours=48)


class Replacement(models.Model):
    """Who could come instead, asked at once or in turn."""

    _inherit = "oe.replacement"

    def action_find_candidates(self):
        """Rank people for exactly these visits; run again, the list is made anew."""
        self.check_access("write")
        for wanted in self:
            wanted.mission_id._lock()
            wanted.candidate_ids.unlink()
            wanted.candidate_ids.create(wanted._prepare_candidates())

    def _slots(self):
        return [
            Slot(
                visit.company_id._oe_wall(visit.planned_start),
                visit.company_id._oe_wall(visit.planned_end),
            )
            for visit in self._left().sorted("planned_start")
        ]

    def _prepare_candidates(self):
        self.ensure_one()
        mission = self.mission_id
        slots = self._slots()
        facts = [
            self._without_member_block(row)
            for row in mission._match_facts(slots={mission.id: slots})
            if row["person_id"] != self.entrepreneur_id.id
        ]
        return [
            {**values, "replacement_id": self.id}
            for values in mission._rank(facts, wanted=len(slots))
        ]

    def _without_member_block(self, row):
        """A colleague of the same mission may replace: being on it blocks nothing."""
        blocks = [item for item in row["blocks"] or () if item[0] != "mission.member"]
        return {**row, "blocks": blocks}

    def _hours_to_answer(self):
        self.ensure_one()
        company_sudo = self.company_id.sudo()
        first = self.first_visit
        urgent = not first or first - fields.Datetime.now() < URGENT
        return (
            company_sudo.oe_urgent_hours if urgent else company_sudo.oe_proposal_hours
        )

    def _propose(self, entrepreneur, **values):
        """Offer these visits to one person; a second time changes nothing."""
        self.ensure_one()
        if self.state != "open":
            raise UserError(self.env._("Nobody is looked for any more."))
        self._assert_still_allowed(entrepreneur)
        known = self.proposal_ids.filtered(
            lambda p: p.entrepreneur_id == entrepreneur and p.state in OPEN
        )
        if known:
            return known
        proposal = self.proposal_ids.create(
            {
                "mission_id": self.mission_id.id,
                "replacement_id": self.id,
                "entrepreneur_id": entrepreneur.id,
                **values,
            }
        )
        if proposal.state == "sent":
            proposal._send()
        return proposal

    def _assert_still_allowed(self, entrepreneur):
        self.mission_id._assert_still_allowed(
            entrepreneur, ignore=("score.too_far", "mission.member")
        )

    def _propose_in_turn(self, candidates):
        """Queue these candidates in their order and ask the first."""
        self.ensure_one()
        self.mission_id._lock()
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
        """Ask the next of the queue unless somebody is asked, or all is filled."""
        self.ensure_one()
        queue = self.proposal_ids.filtered("is_in_turn")
        if self.state != "open" or "sent" in queue.mapped("state"):
            return
        waiting = queue.filtered(lambda p: p.state == "queued")
        waiting.sorted(lambda p: (p.rank, p.id))[:1]._send()


class MissionProposal(models.Model):
    _inherit = "oe.mission.proposal"

    def _is_free(self):
        if self.replacement_id:
            return self.replacement_id.state == "open" and bool(
                self.replacement_id._left()
            )
        return super()._is_free()

    def _give(self, now):
        wanted = self.replacement_id
        if not wanted:
            return super()._give(now)
        wanted._assert_still_allowed(self.entrepreneur_id)
        self.write({"state": "accepted", "answered_on": now})
        return wanted._fill(self.entrepreneur_id)
