from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_base.tools import lock_rows


class Mission(models.Model):
    """Work sold to a client that one or several ES do over a period."""

    _name = "oe.mission"
    _description = "Mission"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    order_id = fields.Many2one(
        "sale.order", index=True, check_company=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, ondelete="restrict"
    )
    territory_id = fields.Many2one("oe.territory", index="btree_not_null")
    pole_id = fields.Many2one("oe.pole", index="btree_not_null")
    date_start = fields.Date(required=True, default=fields.Date.context_today)
    date_end = fields.Date(help="Last day; empty as long as it goes on.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("staffed", "Staffed"),
            ("running", "Running"),
            ("suspended", "Suspended"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        tracking=True,
        readonly=True,
        copy=False,
    )
    seats = fields.Integer("People wanted", default=1, required=True)
    pattern_ids = fields.One2many("oe.mission.pattern", "mission_id", "Rhythm")
    requirement_ids = fields.One2many(
        "oe.mission.requirement", "mission_id", "Requirements"
    )
    member_ids = fields.One2many("oe.mission.member", "mission_id", "Members")
    candidate_ids = fields.One2many(
        "oe.mission.candidate",
        "mission_id",
        "Candidates",
        domain=[("replacement_id", "=", False)],
    )
    proposal_ids = fields.One2many("oe.mission.proposal", "mission_id", "Proposals")
    intervention_ids = fields.One2many("oe.intervention", "mission_id", "Visits")
    intervention_count = fields.Integer(compute="_compute_intervention_count")

    _seats_positive = models.Constraint(
        "CHECK (seats > 0)", "A mission wants at least one person."
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A mission cannot end before it starts.",
    )

    def _compute_intervention_count(self):
        groups = self.env["oe.intervention"]._read_group(
            [("mission_id", "in", self.ids)], ["mission_id"], ["__count"]
        )
        counts = {mission.id: count for mission, count in groups}
        for mission in self:
            mission.intervention_count = counts.get(mission.id, 0)

    def _period(self):
        """The days of the mission, half-open."""
        self.ensure_one()
        end = self.date_end and fields.Date.add(self.date_end, days=1)
        return Period(self.date_start, end or None)

    def _place(self):
        """Where people go: the place of the work, else the client's address."""
        self.ensure_one()
        return self.sudo().place_id or self.partner_id

    def _is_running(self):
        self.ensure_one()
        return self.state in ("staffed", "running")

    def _lock(self):
        """Hold the mission's row, so that seats are counted by one at a time."""
        self.ensure_one()
        lock_rows(self)

    def _move_to(self, state, allowed):
        for mission in self:
            if mission.state not in allowed:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s: this step does not apply.",
                        name=mission.name,
                        state=labels[mission.state].lower(),
                    )
                )
        self.write({"state": state})

    def action_suspend(self):
        """Hospital, holidays: planned visits ahead go, the mission may resume."""
        self._move_to("suspended", ("staffed", "running"))
        self._cancel_future_visits(cancelled_by="suspension")

    def action_resume(self):
        """Go on after a suspension: its visits ahead come back, and are planned on."""
        self._move_to("running", ("suspended",))
        now = fields.Datetime.now()
        self.intervention_ids.filtered(
            lambda visit: (
                visit.cancelled_by == "suspension" and visit.planned_start > now
            )
        )._bring_back()
        self._plan_ahead()

    def action_done(self):
        """Close the mission; planned visits ahead go."""
        self._move_to("done", ("staffed", "running", "suspended"))
        self._cancel_future_visits()

    def action_cancel(self):
        """Cancel what has not begun; open proposals are withdrawn."""
        self._move_to("cancelled", ("draft", "proposed", "staffed"))
        for mission in self:
            mission._open_proposals().write({"state": "withdrawn"})
        self._cancel_future_visits()

    def _cancel_future_visits(self, **values):
        """Planned visits ahead go; what has begun stays, to be recorded."""
        now = fields.Datetime.now()
        self.intervention_ids.filtered(
            lambda visit: visit.state == "planned" and visit.planned_start > now
        ).write({"state": "cancelled", **values})

    def _has_begun(self):
        """Whether a visit was done, or has begun and will be recorded."""
        self.ensure_one()
        return any(
            visit.state in ("done", "planned") for visit in self.intervention_ids
        )

    def _end_early(self):
        """End at once, whatever the state: the client withdrew.

        Visits that have begun are owed: they stay, to be recorded.
        """
        for mission in self:
            mission._open_proposals().write({"state": "withdrawn"})
            mission._cancel_future_visits(is_manual=True)
            mission.state = "done" if mission._has_begun() else "cancelled"

    def action_interventions(self):
        """Open the visits of the mission."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_missions.oe_intervention_action"
        )
        action["domain"] = [("mission_id", "=", self.id)]
        action["context"] = {"default_mission_id": self.id}
        return action

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.intervention_ids.filtered(lambda visit: visit.state == "done"):
            raise UserError(
                self.env._("A mission with recorded visits is closed, not deleted.")
            )
