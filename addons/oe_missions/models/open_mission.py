from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..calc.hours import spoken
from .mission_proposal import OPEN


class Mission(models.Model):
    """Open missions: any entitled ES browses them and applies; no dispatch needed."""

    _inherit = "oe.mission"

    is_open = fields.Boolean(
        "Open to applications",
        help="Shown on the portal to the people of the territory: pole, place and "
        "hours, without the client's name.",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )
    application_count = fields.Integer(
        "Applications",
        compute="_compute_application_count",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    @api.depends("proposal_ids.state")
    def _compute_application_count(self):
        groups = self.env["oe.mission.proposal"]._read_group(
            [("mission_id", "in", self.ids), ("state", "=", "applied")],
            ["mission_id"],
            ["__count"],
        )
        counts = {mission.id: count for mission, count in groups}
        for mission in self:
            mission.application_count = counts.get(mission.id, 0)

    @api.model
    def _open_to(self, entrepreneur):
        """Missions a person may browse: of the territory, with a free seat.

        Found past the rules, because nobody is a member yet: only
        :meth:`_open_values` of them is shown.
        """
        found_sudo = self.sudo().search(
            [
                ("is_open", "=", True),
                ("state", "in", ("draft", "proposed", "staffed", "running")),
                ("territory_id", "=", entrepreneur.territory_id.id),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", self._match_today()),
            ],
            order="date_start, id",
            limit=100,
        )
        return found_sudo.filtered(
            lambda m: (
                m.state == "draft"
                or m._has_free_seat()
                and entrepreneur not in m.member_ids.entrepreneur_id
            )
        )

    def _open_values(self, entrepreneur):
        """Plain values of open missions for one person, with what refuses, if any."""
        facts = {
            row["mission_id"]: row for row in self._match_facts(people=entrepreneur)
        }
        weekdays = dict(
            self.env["oe.availability"]
            ._fields["weekday"]
            ._description_selection(self.env)
        )
        return [
            mission._open_card(entrepreneur, facts[mission.id], weekdays)
            for mission in self
        ]

    def _open_card(self, entrepreneur, row, weekdays):
        self.ensure_one()
        mine = self.proposal_ids.filtered(
            lambda p: p.entrepreneur_id == entrepreneur and p.state in OPEN
        )[:1]
        refused = [] if row["is_kept"] else self._refusals_in([row])
        km = row["distance_m"]
        return {
            "id": self.id,
            "pole": self.pole_id.name or "",
            "city": self._place().city or "",
            "km": "" if km is None else f"{km / 1000:.0f}",
            "from": format_date(self.env, self.date_start),
            "to": format_date(self.env, self.date_end) if self.date_end else "",
            "weekly": self._weekly_label(),
            "price": self._price_label(),
            "services": sorted(
                set(self.pattern_ids.part_ids.order_line_id.product_id.mapped("name"))
            ),
            "rhythm": [
                f"{weekdays[line.weekday]} "
                f"{line.minute_start // 60:02d}:{line.minute_start % 60:02d}"
                for line in self.pattern_ids
            ],
            "asks": [
                f"{need.skill_id.name} {need.minimum}/4"
                for need in self.requirement_ids
            ],
            "refused": refused,
            "applied": mine.state == "applied",
            "proposal": mine.id if mine.state == "sent" else False,
        }

    def _price_label(self):
        """Prices of an hour that the client pays, excl. VAT, lowest to highest."""
        self.ensure_one()
        lines = self.order_id.order_line.filtered(lambda li: not li.display_type)
        prices = sorted(set(lines.mapped("price_unit")))
        if not prices:
            return ""
        currency = self.company_id.currency_id
        told = [
            formatLang(self.env, price, currency_obj=currency)
            for price in (prices[0], prices[-1])
        ]
        return " – ".join(dict.fromkeys(told))

    def _weekly_label(self):
        """Hours a week that the rhythm asks for."""
        self.ensure_one()
        weekly = sum(
            sum(line.part_ids.mapped("minutes")) / line.every_weeks
            for line in self.pattern_ids
        )
        return spoken(round(weekly)) if weekly else ""

    def _apply(self, entrepreneur):
        """An ES applies; twice is once.

        :raises UserError: with every rule that refuses, or when it is taken
        """
        self.ensure_one()
        self._lock()
        if self not in self._open_to(entrepreneur):
            raise UserError(self.env._("This mission is taken or closed meanwhile."))
        mine = self.proposal_ids.filtered(
            lambda p: p.entrepreneur_id == entrepreneur and p.state in OPEN
        )
        if mine:
            return mine
        facts = self._match_facts(people=entrepreneur)[0]
        return self._propose(
            entrepreneur,
            state="applied",
            distance_km=(facts["distance_m"] or 0) / 1000,
        )


class MissionProposal(models.Model):
    _inherit = "oe.mission.proposal"

    def action_keep(self):
        """Say yes to somebody who applied: the mission is theirs."""
        self.check_access("write")
        for proposal in self:
            proposal.mission_id._lock()
            proposal.invalidate_recordset()
            if proposal.state != "applied":
                raise UserError(self.env._("This application was answered already."))
            if not proposal._is_free():
                raise UserError(self.env._("Every seat of the mission is taken."))
            proposal._give(fields.Datetime.now())

    def action_thank(self):
        """Say no to somebody who applied, with thanks; it never counts against."""
        self.check_access("write")
        for proposal in self.filtered(lambda p: p.state == "applied"):
            proposal.write({"state": "taken", "answered_on": fields.Datetime.now()})

    def _withdraw(self):
        """The ES takes an application back."""
        self.ensure_one()
        self.mission_id._lock()
        self.invalidate_recordset()
        if self.state != "applied":
            raise UserError(self.env._("This application was answered already."))
        self.write({"state": "withdrawn", "answered_on": fields.Datetime.now()})
