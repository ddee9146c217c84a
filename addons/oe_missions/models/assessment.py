import datetime

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

from ..calc.hours import spoken

WEEKS_OF_A_MONTH = 4
STEPS = frozenset({"state", "done_on"})


class HomeAssessment(models.Model):
    """The visit at home before a quote: needs, place, people, habits, what exists.

    Done on the phone by an ES or by the office. Nothing about health: what is written
    here is read by the coordinator, and goes after its term.
    """

    _name = "oe.home.assessment"
    _description = "Home assessment"
    _inherit = ["oe.retention.mixin"]
    _order = "date_planned desc, id desc"
    _check_company_auto = True

    _retention_code = "home_assessment"
    _retention_date_field = "create_date"

    lead_id = fields.Many2one(
        "crm.lead", "Need", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        related="lead_id.oe_beneficiary_id", store=True, index=True, string="Client"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Done by", required=True, index=True
    )
    date_planned = fields.Datetime("Visit on", required=True)
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
    )
    done_on = fields.Datetime("Finished on", readonly=True, copy=False)
    home_kind = fields.Selection(
        [("house", "House"), ("flat", "Flat"), ("home", "Residence or care home")],
        "Home",
    )
    door = fields.Char("Door, floor, parking")
    people = fields.Char("Who lives there", help="Numbers and ages; no health data.")
    animals = fields.Char()
    habits = fields.Text("Habits of the house", help="Hours, rooms; no health data.")
    existing = fields.Text(
        "What exists already", help="Who comes, on which days; no health data."
    )
    wishes = fields.Text("What the client wishes", help="No health data.")
    line_ids = fields.One2many("oe.home.assessment.line", "assessment_id", "Services")

    _one_open = models.UniqueIndex(
        "(lead_id) WHERE state = 'planned'", "An assessment of this need is planned."
    )

    @api.depends("partner_id", "date_planned")
    def _compute_display_name(self):
        for row in self:
            day = row.date_planned and row.date_planned.date()
            row.display_name = f"{row.partner_id.name or ''}, {day or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # Forced, not left out: default_* of a context is a value too.
                vals.update(state="planned", done_on=False)
        rows = super().create(vals_list)
        rows._tell_who_does_it()
        return rows

    def _tell_who_does_it(self):
        """Whoever assesses is told, and known as such on the need."""
        for row in self:
            # A manager may hold no role of the core's sales.
            need_sudo = row.sudo().lead_id
            need_sudo.oe_assessed_by_id = row.entrepreneur_id
        for company, rows in self.grouped("company_id").items():
            rows.entrepreneur_id.partner_id._oe_mail(
                self.env._("Home assessment"),
                self.env._(
                    "A home assessment is planned with you: it is on your page."
                ),
                company,
            )

    def write(self, vals):
        if STEPS & set(vals) and not self.env.su:
            raise UserError(self.env._("Use the buttons: they note what was done."))
        changed = self.filtered(
            lambda row: (
                "entrepreneur_id" in vals
                and row.entrepreneur_id.id != vals["entrepreneur_id"]
            )
        )
        result = super().write(vals)
        changed._tell_who_does_it()
        return result

    def action_done(self):
        """Close the assessment: its services become those of the need."""
        self.check_access("write")
        for row in self:
            row._finish()

    def action_cancel(self):
        """The visit does not take place."""
        self.check_access("write")
        rows_sudo = self.sudo()
        lock_rows(rows_sudo)
        rows_sudo.filtered(lambda row: row.state == "planned").state = "cancelled"

    def _finish(self):
        """Once: what was seen becomes the services of the need; the office is told.

        :raises UserError: without any service
        """
        self.ensure_one()
        row_sudo = self.sudo()
        lock_rows(row_sudo)
        if row_sudo.state != "planned":
            return
        if not row_sudo.line_ids:
            raise UserError(self.env._("Say at least one service the client needs."))
        need_sudo = row_sudo.lead_id
        need_sudo.oe_need_line_ids = [
            Command.clear(),
            *(Command.create(line._prepare_need_line()) for line in row_sudo.line_ids),
        ]
        row_sudo.write({"state": "done", "done_on": fields.Datetime.now()})
        need_sudo.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=(need_sudo.user_id or row_sudo.create_uid).id,
            summary=self.env._("The home assessment is done: make the quotes"),
        )


class HomeAssessmentLine(models.Model):
    """A service seen as needed at home: how long a visit, how many a week."""

    _name = "oe.home.assessment.line"
    _description = "Service seen as needed"
    _order = "assessment_id, id"

    assessment_id = fields.Many2one(
        "oe.home.assessment",
        "Home assessment",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index=True
    )
    product_id = fields.Many2one(
        "product.product",
        "Service",
        required=True,
        index=True,
        domain=[("type", "=", "service"), ("sale_ok", "=", True)],
    )
    minutes = fields.Integer("Minutes a visit", required=True, default=60)
    per_week = fields.Integer("Visits a week", required=True, default=1)

    _sound = models.Constraint(
        "CHECK (minutes BETWEEN 15 AND 1440 AND per_week BETWEEN 1 AND 28)",
        "A visit lasts 15 minutes to a day, and comes 1 to 28 times a week.",
    )

    def _told(self):
        """The service, as people say it."""
        self.ensure_one()
        return self.env._(
            "%(service)s: %(count)s visit(s) of %(time)s a week",
            service=self.product_id.name,
            count=self.per_week,
            time=spoken(self.minutes),
        )

    def _weeks(self):
        """Weeks the need lasts; open, those of a month."""
        need = self.assessment_id.lead_id
        if not (need.oe_date_start and need.oe_date_end):
            return WEEKS_OF_A_MONTH
        days = (need.oe_date_end - need.oe_date_start) + datetime.timedelta(days=1)
        return max(1, days.days // 7)

    def _prepare_need_line(self):
        return {
            "product_id": self.product_id.id,
            "minutes": self.minutes,
            "visits": self.per_week * self._weeks(),
        }


class CrmLead(models.Model):
    _inherit = "crm.lead"

    oe_assessment_ids = fields.One2many(
        "oe.home.assessment",
        "lead_id",
        "Home assessments",
        groups="oe_base.group_oe_advisor",
    )
