from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.hours import spoken
from .employer_duty import DECLARED

STEPS = frozenset(
    {"state", "presented_on", "chosen_id", "chosen_on", "chosen_by_id", "closed_on"}
)
# What candidates agree to.
AGREED = frozenset(
    {"partner_id", "company_id", "title", "tasks", "rhythm", "place_id", "needs"}
    | {"hours_week", "date_wanted", "level", "wage"}
)
SHEET = ("title", "tasks", "rhythm", "place_id", "hours_week", "wage")


class Recruitment(models.Model):
    """Help to a household that employs somebody itself: sheet, candidates, folder.

    The household is the employer. The entrepreneur "recruteur" delivers a service, a
    mission billed like any other; nothing of the employment is kept as pay of the
    cooperative: no hours, no employee, no wage but the offer's.
    """

    _name = "oe.recruitment"
    _description = "Recruitment by a household"
    _inherit = ["mail.thread", "oe.retention.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "recruitment"
    _retention_date_field = "closed_on"

    name = fields.Char("Number", required=True, copy=False, default="/", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Household", required=True, index=True, ondelete="restrict"
    )
    recruiter_id = fields.Many2one(
        "oe.entrepreneur", index="btree_not_null", ondelete="restrict"
    )
    mission_id = fields.Many2one(
        "oe.mission",
        "Service billed",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', '=', partner_id)]",
        help="What the recruiter delivers: an ordinary mission with its quote.",
    )
    order_id = fields.Many2one(related="mission_id.order_id", string="Quote")
    state = fields.Selection(
        [
            ("draft", "Job sheet"),
            ("presented", "Candidates presented"),
            ("chosen", "Choice made"),
            ("hired", "Hired"),
            ("done", "Ended"),
            ("cancelled", "Given up"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    declared_by = fields.Selection(
        DECLARED, "Declared by", required=True, default="cesu"
    )
    title = fields.Char("Job")
    tasks = fields.Text()
    hours_week = fields.Float("Hours a week", digits=(6, 2), aggregator=None)
    rhythm = fields.Char(help="Monday and Thursday morning, for example.")
    place_id = fields.Many2one("oe.commune", "Town", index="btree_not_null")
    date_wanted = fields.Date("Wanted from")
    level = fields.Integer(
        default=1, aggregator=None, help="Level of the agreement (IDCC 3239), 1 to 12."
    )
    wage = fields.Monetary("Gross, an hour", help="Without paid leave.")
    wage_minimum = fields.Monetary("At least", compute="_compute_wage_minimum")
    wage_source = fields.Char("Source", compute="_compute_wage_minimum")
    needs = fields.Text(
        "What to know",
        help="In public terms: a dog, stairs, a car is needed. No health data.",
    )
    candidate_ids = fields.One2many(
        "oe.recruitment.candidate", "recruitment_id", "Candidates"
    )
    criterion_ids = fields.One2many(
        "oe.recruitment.criterion", "recruitment_id", "Interview grid"
    )
    duty_ids = fields.One2many("oe.recruitment.duty", "recruitment_id", "Checklist")
    presented_on = fields.Date(readonly=True, copy=False)
    chosen_id = fields.Many2one(
        "oe.recruitment.candidate",
        "Candidate chosen",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    chosen_on = fields.Date(readonly=True, copy=False)
    chosen_by_id = fields.Many2one(
        "res.partner", "Chosen by", readonly=True, copy=False, index="btree_not_null"
    )
    hired_on = fields.Date("First day of work", copy=False)
    ended_on = fields.Date("Last day of work", copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    backup_id = fields.Many2one(
        "oe.recruitment.candidate",
        "Who replaces",
        copy=False,
        index="btree_not_null",
        domain="[('recruitment_id', '=', id), ('state', '=', 'agreed')]",
    )
    replacement_plan = fields.Text(
        "When the employee cannot come", help="Whom to call, in which order."
    )

    _hours_week_range = models.Constraint(
        "CHECK (hours_week >= 0 AND hours_week <= 48)",
        "A week has between 0 and 48 hours of work.",
    )
    _level_range = models.Constraint(
        "CHECK (level BETWEEN 1 AND 12)", "The agreement has levels from 1 to 12."
    )

    @api.depends("level", "date_wanted")
    def _compute_wage_minimum(self):
        wages_sudo = self.env["oe.household.wage"].sudo()
        for row in self:
            day = row.date_wanted or fields.Date.context_today(row)
            found = wages_sudo
            # Before the first text known, today's: never no floor at all.
            for known in (day, fields.Date.context_today(row)):
                try:
                    found = found or wages_sudo._minimum(row.level, known)
                except UserError:
                    continue
            row.wage_minimum = found.amount
            row.wage_source = found.legal_reference

    @api.constrains("wage", "level", "date_wanted")
    def _check_wage(self):
        for row in self:
            low = to_cents(row.wage_minimum)
            if row.wage and to_cents(row.wage) < low:
                raise ValidationError(
                    self.env._(
                        "%(wage)s an hour is below the lowest pay of level %(level)s: "
                        "%(minimum)s (%(law)s).",
                        wage=row._money(row.wage),
                        level=row.level,
                        minimum=row._money(row.wage_minimum),
                        law=row.wage_source or "",
                    )
                )

    @api.constrains("mission_id", "partner_id")
    def _check_mission(self):
        for row in self:
            if row.mission_id and row.mission_id.partner_id != row.partner_id:
                raise ValidationError(
                    self.env._("The service billed is of another client.")
                )

    @api.constrains("recruiter_id", "company_id")
    def _check_recruiter(self):
        for row in self:
            person_sudo = row.recruiter_id.sudo()
            if person_sudo and row.company_id not in person_sudo.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s is not hosted by %(company)s.",
                        name=person_sudo.name,
                        company=row.company_id.name,
                    )
                )

    def _money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    @api.model_create_multi
    def create(self, vals_list):
        sequence_sudo = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            vals["name"] = sequence_sudo.next_by_code("oe.recruitment")
            if not self.env.su:
                vals.update(dict.fromkeys(STEPS, False), state="draft")
            vals.setdefault(
                "criterion_ids",
                [(0, 0, {"name": name}) for name in self._usual_criteria()],
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                raise UserError(self.env._("Use the buttons: they note who, when."))
            if AGREED & set(vals) and any(row.state != "draft" for row in self):
                raise UserError(
                    self.env._("Candidates agreed to this sheet: it stands.")
                )
            if not vals.get("hired_on", True) and any(row.hired_on for row in self):
                raise UserError(self.env._("Write the first day of work."))
            dates = {"hired_on", "ended_on"} & set(vals)
            if dates and any(row.state in ("done", "cancelled") for row in self):
                raise UserError(self.env._("This recruitment is over."))
        return super().write(vals)

    @api.model
    def _usual_criteria(self):
        return [
            self.env._("Has done these tasks before"),
            self.env._("Understands what is asked"),
            self.env._("Is free on these days"),
            self.env._("Listens, is at ease with us"),
        ]

    def _sheet_lacks(self):
        self.ensure_one()
        return [
            self._fields[name]._description_string(self.env)
            for name in SHEET
            if not self[name]
        ]

    def _offer_values(self):
        """The job in few words, without the household's name: for a candidate."""
        self.ensure_one()
        return {
            "title": self.title or "",
            "city": self.place_id.name or "",
            "hours": self.env._(
                "%(hours)s a week, %(rhythm)s",
                hours=spoken(round(self.hours_week * 60)),
                rhythm=self.rhythm or "",
            ),
            "wage": self.env._("%(wage)s gross an hour", wage=self._money(self.wage)),
            "tasks": self.tasks or "",
            "needs": self.needs or "",
            "from": self.date_wanted and format_date(self.env, self.date_wanted) or "",
        }

    @api.model
    def _retention_domain(self, limit):
        return [
            *("|", ("closed_on", "<", limit)),
            *("&", ("closed_on", "=", False), ("create_date", "<", limit)),
        ]
