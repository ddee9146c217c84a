from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

MARKS = [("4", "Very good"), ("3", "Good"), ("2", "Fair"), ("1", "Not enough")]
CONSENTS = frozenset({"state", "agreed_on", "agreed_how", "is_presented"})
WHOSE = frozenset({"employee_id", "recruitment_id"})


class RecruitmentCandidate(models.Model):
    """Somebody of the pool for one household, who agreed to be presented to it."""

    _name = "oe.recruitment.candidate"
    _description = "Candidate of a recruitment"
    _order = "recruitment_id, sequence, id"
    _check_company_auto = True

    recruitment_id = fields.Many2one(
        "oe.recruitment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="recruitment_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    employee_id = fields.Many2one(
        "oe.pool.employee",
        "Person",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('in_pool', '=', True)]",
    )
    state = fields.Selection(
        [("asked", "Asked"), ("agreed", "Agrees"), ("declined", "Does not wish")],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
    )
    agreed_on = fields.Date("Agreed on", readonly=True, copy=False)
    agreed_how = fields.Selection(
        [("page", "On the own page"), ("phone", "By phone")],
        "Said",
        readonly=True,
        copy=False,
    )
    is_presented = fields.Boolean("Presented", readonly=True, copy=False)
    introduction = fields.Text(
        "Why this person", help="Read by the household. No health data."
    )
    mark_ids = fields.One2many("oe.recruitment.mark", "candidate_id", "Grid")
    score = fields.Integer("Marks, of 4", compute="_compute_score", aggregator=None)

    _once = models.UniqueIndex(
        "(recruitment_id, employee_id) WHERE employee_id IS NOT NULL",
        "This person is a candidate already.",
    )

    @api.depends("employee_id")
    def _compute_display_name(self):
        gone = self.env._("A person who left the pool")
        for row in self:
            row.display_name = row.employee_id.name or gone

    @api.depends("mark_ids.mark")
    def _compute_score(self):
        for row in self:
            marks = [int(line.mark) for line in row.mark_ids if line.mark]
            row.score = round(sum(marks) / len(marks)) if marks else 0

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.update(dict.fromkeys(CONSENTS, False), state="asked")
        rows = super().create(vals_list)
        for row in rows:
            row._assert_may_be_asked()
        return rows

    def write(self, vals):
        moved = WHOSE & set(vals)
        # Who agreed, agreed for oneself and for one household.
        answered = any(row.state != "asked" for row in self)
        if not self.env.su and (CONSENTS & set(vals) or (moved and answered)):
            raise UserError(self.env._("Consent is the person's: use the buttons."))
        result = super().write(vals)
        if moved and not self.env.su:
            for row in self:
                row._assert_may_be_asked()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_chosen(self):
        if not self.env.su and self & self.recruitment_id.chosen_id:
            raise UserError(self.env._("The household has chosen this person."))

    def _assert_may_be_asked(self):
        """Of the pool today, with every compulsory document.

        :raises UserError: naming what is missing
        """
        self.ensure_one()
        person_sudo = self.employee_id.sudo()
        if not person_sudo.in_pool:
            raise UserError(self.env._("This person is not in the pool."))
        missing = person_sudo.document_ids._missing(
            "employee", self.company_id._oe_today(), person_sudo.product_ids
        )
        if missing:
            raise UserError(
                self.env._(
                    "%(name)s, document missing or expired: %(what)s",
                    name=person_sudo.name,
                    what=", ".join(missing.mapped("name")),
                )
            )

    def _answer(self, agreed, how):
        """The person agrees to be presented to this household, or not.

        :raises UserError: when the household has chosen, or to a yes by phone after
            a no on the own page
        """
        self.ensure_one()
        row_sudo = self.sudo()
        lock_rows(row_sudo.recruitment_id)
        row_sudo.invalidate_recordset()
        if row_sudo.recruitment_id.state not in ("draft", "presented"):
            raise UserError(self.env._("This household has chosen meanwhile."))
        said_no = row_sudo.state == "declined" and row_sudo.agreed_how == "page"
        if agreed and said_no and how != "page":
            raise UserError(
                self.env._("This person said no on the own page: it is changed there.")
            )
        row_sudo.write(
            {
                "state": "agreed" if agreed else "declined",
                "agreed_on": agreed and row_sudo.company_id._oe_today(),
                "agreed_how": how,
                **({} if agreed else {"is_presented": False}),
            }
        )

    def action_agrees(self):
        """The person said yes by phone."""
        self.check_access("write")
        for row in self:
            row._answer(True, "phone")

    def action_declines(self):
        """The person does not wish to be presented."""
        self.check_access("write")
        for row in self:
            row._answer(False, "phone")

    def _is_shown(self):
        """Whether the household may read of this person now."""
        self.ensure_one()
        person_sudo = self.sudo().employee_id
        return self.is_presented and self.state == "agreed" and person_sudo.in_pool

    def _page_values(self):
        """What the household reads: first name, competences, agreed references."""
        self.ensure_one()
        row_sudo = self.sudo()
        person = row_sudo.employee_id
        marks = {line.criterion_id.id: line for line in row_sudo.mark_ids}
        return {
            "id": row_sudo.id,
            "name": (person.name or "").split(" ")[0],
            "photo": bool(person.shows_photo and person.partner_id.image_128),
            "about": person.about or "",
            "introduction": row_sudo.introduction or "",
            "skills": ", ".join(person.skill_ids.mapped("display_name")),
            "services": ", ".join(person.product_ids.mapped("name")),
            "references": [
                (", ".join(filter(None, (said.referee, said.role))), said.words)
                for said in person.reference_ids
                if said.is_shown
            ],
            "grid": [
                {
                    "id": line.id,
                    "name": line.name,
                    "mark": marks[line.id].mark if line.id in marks else "",
                    "words": (marks[line.id].words or "") if line.id in marks else "",
                }
                for line in row_sudo.recruitment_id.criterion_ids
            ],
            "chosen": row_sudo.recruitment_id.chosen_id == row_sudo,
        }


class RecruitmentCriterion(models.Model):
    """A line of the interview grid, the same for each candidate."""

    _name = "oe.recruitment.criterion"
    _description = "Line of an interview grid"
    _order = "recruitment_id, sequence, id"
    _check_company_auto = True

    recruitment_id = fields.Many2one(
        "oe.recruitment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="recruitment_id.company_id", store=True, index=True
    )
    name = fields.Char("What is looked at", required=True)
    sequence = fields.Integer(default=10)


class RecruitmentMark(models.Model):
    """What the household thinks of one candidate on one line; nobody else's."""

    _name = "oe.recruitment.mark"
    _description = "Mark of an interview"
    _order = "candidate_id, criterion_id, id"
    _check_company_auto = True

    candidate_id = fields.Many2one(
        "oe.recruitment.candidate", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="candidate_id.company_id", store=True, index=True
    )
    criterion_id = fields.Many2one(
        "oe.recruitment.criterion", required=True, index=True, ondelete="cascade"
    )
    mark = fields.Selection(MARKS)
    words = fields.Char(help="No health data.")

    _once = models.UniqueIndex(
        "(candidate_id, criterion_id)", "This line has its mark already."
    )
