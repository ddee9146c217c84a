from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..calc.hours import spoken

OPEN = ("sent", "queued", "applied")


class MissionProposal(models.Model):
    """A mission offered to an ES, who is free to decline; never ranked against."""

    _name = "oe.mission.proposal"
    _description = "Proposal of a mission"
    _order = "create_date desc, id desc"

    # Its name holds the client's: the ES learns it on acceptance, through the page.
    mission_id = fields.Many2one(
        "oe.mission",
        required=True,
        index=True,
        ondelete="cascade",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )
    company_id = fields.Many2one(
        related="mission_id.company_id", store=True, index=True
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(
        [
            ("queued", "In turn, not asked yet"),
            ("sent", "Waiting for an answer"),
            ("applied", "Applied"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "No answer in time"),
            ("taken", "Taken by somebody else"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="sent",
        readonly=True,
    )
    replacement_id = fields.Many2one(
        "oe.replacement",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )
    is_in_turn = fields.Boolean("In turn", readonly=True)
    rank = fields.Integer(readonly=True)
    deadline = fields.Datetime("Answer until", readonly=True)
    score = fields.Integer(
        "Score, of 100", readonly=True, groups="oe_base.group_oe_advisor"
    )
    reasons = fields.Text("Why", readonly=True)
    distance_km = fields.Float("km", digits=(6, 1), readonly=True)
    answered_on = fields.Datetime(readonly=True)

    _open_once = models.UniqueIndex(
        "(mission_id, entrepreneur_id, COALESCE(replacement_id, 0)) "
        "WHERE state IN ('sent', 'queued', 'applied')",
        "This mission is proposed to that person already.",
    )

    @api.depends("entrepreneur_id")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = proposal.entrepreneur_id.name or ""

    def _answer(self, accept):
        """Accept or decline; of two who accept at once one gets it.

        :return: ``accepted``, ``declined``, or ``taken`` when somebody was faster
        :raises UserError: when the answer was given or the proposal withdrawn
        """
        self.ensure_one()
        # The row of the mission is the gate: the second one waits here, then reads
        # that the seat is gone.
        self.mission_id._lock()
        self.invalidate_recordset()
        if self.state == "taken":
            return "taken"
        # An answer a little late is welcome as long as nobody else has it.
        if self.state not in ("sent", "expired"):
            raise UserError(self.env._("You answered this proposal already."))
        now = fields.Datetime.now()
        if not accept:
            self.write({"state": "declined", "answered_on": now})
            self._next_in_turn()
            return "declined"
        if not self._is_free():
            self.write({"state": "taken", "answered_on": now})
            return "taken"
        self._give(now)
        return "accepted"

    def _is_free(self):
        """Whether there is still something to accept; the mission is locked."""
        self.ensure_one()
        return self.mission_id._has_free_seat()

    def _give(self, now):
        """The work is theirs; what was asked of others is taken."""
        self.ensure_one()
        mission = self.mission_id
        mission._assert_still_allowed(self.entrepreneur_id)
        self.write({"state": "accepted", "answered_on": now})
        mission._staff(self.entrepreneur_id)


class Mission(models.Model):
    _inherit = "oe.mission"

    def _propose(self, entrepreneur, **values):
        """Offer the mission to one person; a second time changes nothing."""
        self.ensure_one()
        self._assert_still_allowed(entrepreneur)
        proposals = self.env["oe.mission.proposal"]
        open_one = self.proposal_ids.filtered(
            lambda p: (
                p.entrepreneur_id == entrepreneur
                and p.state in OPEN
                and not p.replacement_id
            )
        )
        if open_one:
            if open_one.state == "queued":
                open_one._send()
            return open_one
        proposal = proposals.create(
            {"mission_id": self.id, "entrepreneur_id": entrepreneur.id, **values}
        )
        if proposal.state == "sent":
            proposal._send()
        if self.state == "draft":
            self.state = "proposed"
        return proposal

    def _has_free_seat(self):
        self.ensure_one()
        return (
            self.state in ("proposed", "staffed", "running")
            and len(self.member_ids.entrepreneur_id) < self.seats
        )

    def _assert_still_allowed(self, entrepreneur, ignore=("score.too_far",)):
        """Hard rules hold again at proposal and at acceptance.

        :raises UserError: naming every rule that refuses
        """
        reasons = self._refusals_of(entrepreneur, ignore)
        if reasons:
            raise UserError(
                self.env._(
                    "%(name)s cannot take this mission: %(why)s",
                    name=entrepreneur.sudo().name,
                    why="; ".join(reasons),
                )
            )

    def _staff(self, entrepreneur):
        self._add_member(entrepreneur)
        if len(self.member_ids.entrepreneur_id) >= self.seats:
            self._open_proposals().write({"state": "taken"})
            if self.state in ("draft", "proposed"):
                self.state = "staffed"
            self._plan_ahead()

    def _open_proposals(self):
        """What was asked of people for the mission itself and has no answer yet."""
        return self.proposal_ids.filtered(
            lambda p: p.state in OPEN and not p.replacement_id
        )


class MissionProposalPortal(models.Model):
    _inherit = "oe.mission.proposal"

    def _portal_values(self):
        """Plain values of a proposal for its page; the client's name comes after
        acceptance only."""
        self.ensure_one()
        proposal_sudo = self.sudo()
        mission = proposal_sudo.mission_id
        weekdays = dict(
            self.env["oe.availability"]
            ._fields["weekday"]
            ._description_selection(self.env)
        )
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "state": proposal_sudo.state,
            "state_label": states[proposal_sudo.state],
            "pole": mission.pole_id.name or "",
            "city": mission._place().city or "",
            "client": (
                mission.partner_id.name if proposal_sudo.state == "accepted" else ""
            ),
            "km": f"{proposal_sudo.distance_km:.0f}",
            "from": format_date(self.env, mission.date_start),
            "until": proposal_sudo._deadline_label(),
            "weekly": mission._weekly_label(),
            "price": mission._price_label(),
            "visits": proposal_sudo.replacement_id._visit_labels(),
            "reasons": (proposal_sudo.reasons or "").splitlines(),
            "rhythm": [
                (
                    f"{weekdays[line.weekday]} "
                    f"{line.minute_start // 60:02d}:{line.minute_start % 60:02d}",
                    ", ".join(
                        f"{part.order_line_id.product_id.name} {spoken(part.minutes)}"
                        for part in line.part_ids
                    ),
                )
                for line in mission.pattern_ids
            ],
        }
