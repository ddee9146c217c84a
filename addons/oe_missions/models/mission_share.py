"""Who does a mission and for whom the money is: across poles, and across CAEs."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import percent

from ..calc.hours import split_steps
from ..calc.shares import ShareSet

# A quantity has two decimals: 3 minutes are 0.05 h.
EXACT_MINUTES = 3


class Mission(models.Model):
    _inherit = "oe.mission"

    money_follows = fields.Selection(
        [
            ("hours", "The hours each one does"),
            ("shares", "The shares agreed, whoever does the hours"),
        ],
        required=True,
        default="hours",
        tracking=True,
    )
    transfer_percent = fields.Float(
        "Part of the price for another cooperative, %",
        digits=(5, 2),
        default=100,
        help="What the cooperative that hosts the entrepreneur invoices to the one "
        "that sells, as a part of the client's price excl. VAT.",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    _transfer_range = models.Constraint(
        "CHECK (transfer_percent > 0 AND transfer_percent <= 100)",
        "A cooperative receives between 0 and 100 % of the price.",
    )

    @api.constrains("money_follows", "member_ids")
    def _check_shares_here(self):
        """By shares the money stays in the company that sells: who is hosted
        elsewhere is paid by the hours, or the same hour would be paid twice."""
        for mission in self.filtered(lambda row: row.money_follows == "shares"):
            hosts = mission.sudo().member_ids.activity_id.company_id
            if hosts - mission.company_id:
                raise ValidationError(
                    self.env._(
                        "By shares everybody is hosted by %(company)s: for somebody "
                        "of another cooperative the money follows the hours.",
                        company=mission.company_id.name,
                    )
                )

    def _activity_for(self, entrepreneur, day, create=True):
        """The activity that a person's work in this mission belongs to.

        That of the selling company when it hosts the person, else that of the
        cooperative that does: it will invoice the one that sells.
        """
        self.ensure_one()
        activities_sudo = self.env["oe.activity"].sudo()
        host = self._host_of(entrepreneur, day)
        activity = activities_sudo._of(entrepreneur, host, self.pole_id)
        if activity or not create:
            return activity
        return activities_sudo.create(
            {
                "name": self.pole_id.name or self.env._("Missions"),
                "entrepreneur_id": entrepreneur.id,
                "company_id": host.id,
                "pole_id": self.pole_id.id,
                "working_time_on_company": True,
            }
        )

    def _host_of(self, entrepreneur, day):
        """The cooperative a person works for in this mission."""
        self.ensure_one()
        person_sudo = entrepreneur.sudo()
        if person_sudo._affiliation(self.company_id, day):
            return self.company_id
        others = person_sudo.affiliation_ids.filtered(
            lambda line: line._holds(day) and line.company_id._oe_is_cae
        )
        return others[:1].company_id or self.company_id

    def _shares_on(self, day):
        """(activity, share) of the members on a day.

        :raises UserError: when the shares of that day are no whole
        """
        self.ensure_one()
        members = self.member_ids.filtered(
            lambda m: m.date_start <= day and (not m.date_end or day <= m.date_end)
        )
        pairs = tuple((m.activity_id, percent(m.share)) for m in members)
        try:
            return ShareSet(pairs).members
        except CalcError as error:
            raise UserError(
                self.env._(
                    "%(mission)s: the shares of %(day)s make %(total)s %%, not 100.",
                    mission=self.name,
                    day=fields.Date.to_string(day),
                    total=f"{float(sum(share for _a, share in pairs) * 100):g}",
                )
            ) from error


class MissionMember(models.Model):
    _inherit = "oe.mission.member"

    host_id = fields.Many2one(
        "res.company", "Hosted by", related="activity_id.company_id"
    )

    @api.constrains("activity_id", "mission_id", "entrepreneur_id")
    def _check_host(self):
        for member in self:
            mission = member.mission_id
            activity_sudo = member.activity_id.sudo()
            if activity_sudo.entrepreneur_id != member.entrepreneur_id:
                raise ValidationError(
                    self.env._("The activity is not that of this person.")
                )
            elsewhere = activity_sudo.company_id != mission.company_id
            if elsewhere and mission.company_id.oe_kind == "cae_sap":
                raise ValidationError(
                    self.env._(
                        "A home service is done by somebody hosted by the company "
                        "that sells it: its staff register is on the invoice."
                    )
                )
        self.mission_id._check_shares_here()


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    def _oe_activity_minutes(self, minutes):
        """(activity, minutes) that these hours bring, by hours done or by shares."""
        self.ensure_one()
        visit = self.oe_part_id.intervention_id
        mission = visit.mission_id
        # Who replaces from another cooperative is paid by it, which invoices the hours.
        outside = visit.activity_id.company_id != self.company_id
        if mission.money_follows == "hours" or outside or not minutes:
            return [(visit.activity_id, minutes)]
        pairs = mission._shares_on(self.date)
        sign = -1 if minutes < 0 else 1
        split = split_steps(
            abs(minutes), [share for _activity, share in pairs], EXACT_MINUTES
        )
        return [
            (activity, sign * part)
            for (activity, _share), part in zip(pairs, split, strict=True)
            if part
        ]
