from odoo import api, fields, models

# What a programme must say to be complete (Qualiopi, criteria 1 and 2).
EXPECTED = (
    "name",
    "audience",
    "prerequisites",
    "objectives",
    "content",
    "duration_hours",
    "modality",
    "means",
    "evaluation",
    "sanction",
    "access_delay",
    "price_terms",
    "accessibility",
    "contact",
    "nsf_code",
)
NATURES = [
    ("training", "Training action"),
    ("assessment", "Skills assessment"),
    ("vae", "Validation of experience"),
    ("apprenticeship", "Apprenticeship"),
]


class TrainingProgram(models.Model):
    """A training programme, with what the law and Qualiopi want it to say."""

    _name = "oe.training.program"
    _description = "Training programme"
    _inherit = ["mail.thread"]
    _order = "name, version desc"
    _check_company_auto = True

    name = fields.Char("Title", required=True, tracking=True)
    active = fields.Boolean(default=True)
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "oe.training.program",
        "Version before",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    nature = fields.Selection(NATURES, required=True, default="training")
    audience = fields.Char("Public")
    prerequisites = fields.Char(help="Write “none” when there are none.")
    objectives = fields.Text(
        help="What the trainee will be able to do, and how it is checked."
    )
    content = fields.Text()
    duration_hours = fields.Float("Duration, hours", digits=(6, 2))
    modality = fields.Selection(
        [("onsite", "On site"), ("remote", "Remote"), ("mixed", "Mixed")]
    )
    means = fields.Text("Teaching means")
    evaluation = fields.Text()
    sanction = fields.Char("What it leads to")
    access_delay = fields.Char("Time to get in")
    price_terms = fields.Char("Price")
    accessibility = fields.Char("Access for disabled people")
    contact = fields.Char()
    nsf_code = fields.Char("NSF code", help="Speciality, three digits.")
    skill_ids = fields.Many2many("hr.skill", string="Competences it builds")
    completeness = fields.Integer(
        "Complete, %", compute="_compute_completeness", aggregator=None
    )
    missing_text = fields.Char("Still to write", compute="_compute_completeness")
    event_ids = fields.One2many("event.event", "oe_program_id", "Sessions")

    _duration_positive = models.Constraint(
        "CHECK (duration_hours >= 0)", "A training cannot last less than nothing."
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for program in self:
            program.display_name = f"{program.name or ''} (v{program.version})"

    @api.depends(*EXPECTED)
    def _compute_completeness(self):
        labels = {
            name: self._fields[name]._description_string(self.env) for name in EXPECTED
        }
        for program in self:
            missing = [labels[name] for name in EXPECTED if not program[name]]
            program.missing_text = ", ".join(missing)
            program.completeness = 100 * (len(EXPECTED) - len(missing)) // len(EXPECTED)

    def action_new_version(self):
        """A new version to edit; this one is archived and keeps its sessions."""
        self.ensure_one()
        self.check_access("write")
        newer = self.copy({"name": self.name})
        newer.write({"version": self.version + 1, "previous_id": self.id})
        self.active = False
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": newer.id,
            "views": [(False, "form")],
        }
