from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..calc.hours import spoken


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
            ("sent", "Waiting for an answer"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("taken", "Taken by somebody else"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="sent",
        readonly=True,
    )
    deadline = fields.Datetime()
    score = fields.Integer(
        "Score, of 100", readonly=True, groups="oe_base.group_oe_advisor"
    )
    reasons = fields.Text("Why", readonly=True)
    distance_km = fields.Float("km", digits=(6, 1), readonly=True)
    answered_on = fields.Datetime(readonly=True)

    _open_once = models.UniqueIndex(
        "(mission_id, entrepreneur_id) WHERE state = 'sent'",
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
        if self.state != "sent":
            raise UserError(self.env._("You answered this proposal already."))
        now = fields.Datetime.now()
        if not accept:
            self.write({"state": "declined", "answered_on": now})
            return "declined"
        mission = self.mission_id
        if not mission._has_free_seat():
            self.write({"state": "taken", "answered_on": now})
            return "taken"
        mission._assert_still_allowed(self.entrepreneur_id)
        self.write({"state": "accepted", "answered_on": now})
        mission._staff(self.entrepreneur_id)
        return "accepted"


class Mission(models.Model):
    _inherit = "oe.mission"

    def _propose(self, entrepreneur, **values):
        """Offer the mission to one person; a second time changes nothing."""
        self.ensure_one()
        self._assert_still_allowed(entrepreneur)
        open_one = self.proposal_ids.filtered(
            lambda p: p.entrepreneur_id == entrepreneur and p.state == "sent"
        )
        if open_one:
            return open_one
        proposal = self.env["oe.mission.proposal"].create(
            {"mission_id": self.id, "entrepreneur_id": entrepreneur.id, **values}
        )
        if self.state == "draft":
            self.state = "proposed"
        return proposal

    def _has_free_seat(self):
        self.ensure_one()
        return (
            self.state in ("proposed", "staffed", "running")
            and len(self.member_ids.entrepreneur_id) < self.seats
        )

    def _assert_still_allowed(self, entrepreneur):
        """Hard rules hold again at proposal and at acceptance.

        :raises UserError: naming every rule that refuses
        """
        gate = self.env["oe.competence.assessment"]._gate(
            entrepreneur, self.requirement_ids._prepare_calc(), self._period()
        )[entrepreneur.id]
        reasons = [self._explain_refusal(refusal) for refusal in gate.refusals]
        needs_contract = self.company_id.oe_kind == "cae_sap"
        hosted = entrepreneur.sudo()._affiliation(self.company_id, self.date_start)
        if needs_contract and not hosted:
            reasons.append(
                self.env._(
                    "no contract in %(company)s on %(day)s",
                    company=self.company_id.sudo().name,
                    day=format_date(self.env, self.date_start),
                )
            )
        reasons += self._other_refusals(entrepreneur)
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
            self.proposal_ids.filtered(lambda p: p.state == "sent").write(
                {"state": "taken"}
            )
            self.state = "staffed"
            self._plan_ahead()


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
            "city": mission.partner_id.city or "",
            "client": (
                mission.partner_id.name if proposal_sudo.state == "accepted" else ""
            ),
            "km": f"{proposal_sudo.distance_km:.0f}",
            "from": format_date(self.env, mission.date_start),
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
