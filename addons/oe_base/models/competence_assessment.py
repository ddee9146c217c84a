from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..calc import competence
from ..calc.period import Period

AXIS = [("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]
VALIDITY_MONTHS = 24


class CompetenceAssessment(models.Model):
    """A competence judged in a situation on three axes: knows, wants, able.

    Level = the lowest of the three. The person assesses himself; another person who
    holds at least the level granted validates or refuses.
    """

    _name = "oe.competence.assessment"
    _description = "Savoir-agir assessment"
    _inherit = ["mail.thread", "oe.retention.mixin"]
    _order = "entrepreneur_id, skill_id, date_start desc, id desc"
    _oe_shared = "belongs to the person, who may work for several companies"

    _retention_code = "competence"
    _retention_date_field = "date_end"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    skill_id = fields.Many2one(
        "hr.skill", "Competence", required=True, index=True, ondelete="restrict"
    )
    situation = fields.Char(required=True, help="The type of mission it was judged in.")
    savoir = fields.Selection(AXIS, "I know how (savoir)", required=True, default="0")
    vouloir = fields.Selection(AXIS, "I want to (vouloir)", required=True, default="0")
    pouvoir = fields.Selection(
        AXIS, "I am able to (pouvoir)", required=True, default="0"
    )
    proof_savoir = fields.Char("Fact: knows")
    proof_vouloir = fields.Char("Fact: wants")
    proof_pouvoir = fields.Char(
        "Fact: able", help="Means, time, right, stated limit; never a health cause."
    )
    level = fields.Integer(compute="_compute_level", store=True)
    limiting_axis = fields.Selection(
        [
            ("pouvoir", "Able (pouvoir)"),
            ("vouloir", "Wants (vouloir)"),
            ("savoir", "Knows (savoir)"),
        ],
        compute="_compute_level",
        store=True,
    )
    state = fields.Selection(
        [("self", "Self-assessed"), ("valid", "Validated"), ("refused", "Refused")],
        required=True,
        default="self",
        readonly=True,
        tracking=True,
    )
    validator_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    date_start = fields.Date(readonly=True)
    date_end = fields.Date("Valid until", readonly=True, help="Last day.")

    @api.depends("savoir", "vouloir", "pouvoir")
    def _compute_level(self):
        for assessment in self:
            judged = assessment._judgement()
            assessment.level = judged.level
            assessment.limiting_axis = judged.limiting.value

    def _judgement(self):
        self.ensure_one()
        return competence.Judgement(
            *(int(self[axis] or 0) for axis in ("savoir", "vouloir", "pouvoir"))
        )

    @api.depends("entrepreneur_id", "skill_id", "level")
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = (
                f"{assessment.entrepreneur_id.name or ''}: "
                f"{assessment.skill_id.name or ''} {assessment.level}/4"
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # A state is reached by validation only, whoever calls. Forced, not left
            # out: a missing value would be taken from default_* of the context.
            vals.update(
                state="self", validator_id=False, date_start=False, date_end=False
            )
        return super().create(vals_list)

    def write(self, vals):
        judged = {
            "savoir",
            "vouloir",
            "pouvoir",
            "skill_id",
            "entrepreneur_id",
            "situation",
        }
        if judged & set(vals) and any(a.state != "self" for a in self):
            raise UserError(
                self.env._(
                    "A judged assessment does not change: make a new one, the history "
                    "stays."
                )
            )
        guarded = {"state", "validator_id", "date_start", "date_end"}
        if guarded & set(vals):
            raise UserError(
                self.env._("An assessment is validated or refused with its buttons.")
            )
        return super().write(vals)

    def _set_judged(self, state, start=None, end=None):
        """The one way to a state: past :meth:`write`, which refuses it to everybody."""
        # pylint: disable=super-method-mismatch
        return super().write(
            {
                "state": state,
                "validator_id": self.env.uid,
                "date_start": start,
                "date_end": end,
            }
        )

    def _check_validator(self):
        for assessment in self:
            validator = self.env.user._oe_entrepreneur()
            if self.env.user.partner_id == assessment.entrepreneur_id.partner_id:
                raise UserError(
                    self.env._("Somebody else validates: nobody judges oneself.")
                )
            if validator and assessment.level > validator._level(assessment.skill_id):
                raise UserError(
                    self.env._(
                        "To grant level %(level)s in %(skill)s one must hold it.",
                        level=assessment.level,
                        skill=assessment.skill_id.name,
                    )
                )
            if assessment.state != "self":
                raise UserError(self.env._("This assessment was judged already."))

    def action_validate(self):
        """Grant the level from today for 24 months; a second person does it."""
        self.check_access("write")
        self._check_validator()
        today = fields.Date.context_today(self)
        self._set_judged(
            "valid", today, fields.Date.add(today, months=VALIDITY_MONTHS, days=-1)
        )
        self._write_skills()

    def action_refuse(self):
        """Refuse; the person may assess again."""
        self.check_access("write")
        self._check_validator()
        self._set_judged("refused")

    def _write_skills(self):
        """Mirror the level on the employee's skills, where HR looks.

        Through the employee, because a direct write on a skill row loses history.
        """
        for assessment in self.sudo():
            levels = assessment.skill_id.skill_type_id.skill_level_ids.sorted(
                "level_progress"
            )
            if not levels:
                continue
            level = levels[min(assessment.level, len(levels) - 1)]
            for line in assessment.entrepreneur_id.affiliation_ids:
                if line.employee_id:
                    line.employee_id._oe_set_skill(assessment.skill_id, level)

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for assessment in self:
            start, end = assessment.date_start, assessment.date_end
            if start and end and end < start:
                raise ValidationError(self.env._("Validity ends before it starts."))

    @api.model
    def _valid_on(self, entrepreneurs, day):
        """Validated assessments in force on a day, newest first."""
        return self.sudo().search(
            [
                ("entrepreneur_id", "in", entrepreneurs.ids),
                ("state", "=", "valid"),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ],
            order="date_start desc, id desc",
        )

    @api.model
    def _gate(self, entrepreneurs, requirements, period):
        """Judge many people against the requirements of work over its whole period.

        One query whatever the number of people.

        :param list requirements: ``competence.Requirement`` whose ``competence`` is
            the id of a ``hr.skill``
        :param Period period: half-open; open work is checked over its first day
        :return: dict entrepreneur id → ``competence.Gate``
        """
        rows = self.sudo().search(
            [
                ("entrepreneur_id", "in", entrepreneurs.ids),
                ("skill_id", "in", [item.competence for item in requirements]),
                ("state", "=", "valid"),
            ],
            order="date_start, id",
        )
        held = rows.grouped("entrepreneur_id")
        if period.end is None:
            period = Period(period.start, fields.Date.add(period.start, days=1))
        return {
            person.id: competence.gate(
                requirements,
                [row._prepare_calc() for row in held.get(person, self.browse())],
                period,
            )
            for person in entrepreneurs
        }

    def _prepare_calc(self):
        self.ensure_one()
        end = self.date_end and fields.Date.add(self.date_end, days=1)
        return competence.Assessment(
            self.skill_id.id, self._judgement(), Period(self.date_start, end or None)
        )

    @api.model
    def _explain_refusal(self, refusal):
        """A refusal of the gate as a sentence."""
        skill = self.env["hr.skill"].sudo().browse(refusal.get("competence")).name
        required = refusal.get("required")
        if refusal.code == "competence.level_too_low":
            return self.env._(
                "%(skill)s: level %(level)s held, %(required)s asked",
                skill=skill,
                level=refusal.get("level"),
                required=required,
            )
        if refusal.code == "competence.expires_before_end":
            return self.env._(
                "%(skill)s: expires on %(day)s, before the end",
                skill=skill,
                day=format_date(self.env, refusal.get("expires_on")),
            )
        if refusal.code == "competence.expired":
            return self.env._(
                "%(skill)s: expired on %(day)s",
                skill=skill,
                day=format_date(self.env, refusal.get("expired_on")),
            )
        if refusal.code == "competence.not_yet_valid":
            return self.env._(
                "%(skill)s: valid from %(day)s only",
                skill=skill,
                day=format_date(self.env, refusal.get("valid_from")),
            )
        return self.env._(
            "%(skill)s: no validated assessment of level %(required)s",
            skill=skill,
            required=required,
        )


class Entrepreneur(models.Model):
    _inherit = "oe.entrepreneur"

    def _level(self, skill, day=None):
        """The level held in a competence on a day (0 when none is valid)."""
        self.ensure_one()
        day = day or fields.Date.context_today(self)
        rows = self.env["oe.competence.assessment"]._valid_on(self, day)
        return rows.filtered(lambda row: row.skill_id == skill)[:1].level or 0
