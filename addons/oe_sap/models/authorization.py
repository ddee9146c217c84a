from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.period import Period

from ..calc import rights
from ..calc.activity import Mode, Regime
from .activity import REGIMES

SIREN = 9
MODES = (
    ("mode_prestataire", Mode.PRESTATAIRE),
    ("mode_mandataire", Mode.MANDATAIRE),
    ("mode_mise_a_disposition", Mode.MISE_A_DISPOSITION),
)


class SapAuthorization(models.Model):
    """What a company holds: declaration, agreement, authorisation of a département."""

    _name = "oe.sap.authorization"
    _description = "Right to sell home services"
    _inherit = ["mail.thread"]
    _order = "company_id, kind, date_start desc"
    _rec_name = "number"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(REGIMES, required=True, default="declaration")
    number = fields.Char(required=True, tracking=True)
    date_start = fields.Date("From", required=True)
    date_end = fields.Date(
        "Until",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        help="Last day; empty as long as it holds.",
    )
    departments = fields.Char(
        "Départements", help="Numbers separated by commas: 44, 49."
    )
    activity_ids = fields.Many2many(
        "oe.sap.activity", string="Activities", help="Empty: all those of its regime."
    )
    mode_prestataire = fields.Boolean("As provider", default=True)
    mode_mandataire = fields.Boolean("As agent")
    mode_mise_a_disposition = fields.Boolean("Staff made available")
    renewal_due = fields.Date("File the renewal by", compute="_compute_renewal_due")
    renewal_filed = fields.Date("Renewal filed on", tracking=True)

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A right cannot end before it starts.",
    )

    @api.depends("kind", "date_start")
    def _compute_date_end(self):
        for held in self:
            if held.kind == "agrement" and held.date_start:
                term = rights.agrement_period(held.date_start)
                held.date_end = fields.Date.subtract(term.end, days=1)
            elif held.kind == "declaration":
                held.date_end = False

    @api.depends("kind", "date_start", "date_end")
    def _compute_renewal_due(self):
        for held in self:
            held.renewal_due = held.date_end and rights.renewal_due(held._period())

    def _period(self):
        self.ensure_one()
        end = self.date_end and fields.Date.add(self.date_end, days=1)
        return Period(self.date_start, end or None)

    @api.constrains("kind", "number", "company_id")
    def _check_number(self):
        for held in self.filtered(lambda held: held.kind == "declaration"):
            registry = "".join((held.company_id.company_registry or "").split())
            try:
                wanted = rights.declaration_number(registry[:SIREN])
            except CalcError as error:
                raise ValidationError(
                    self.env._(
                        "%(company)s has no SIREN yet: write its SIRET in the company "
                        "first, the declaration number follows from it.",
                        company=held.company_id.name,
                    )
                ) from error
            if "".join(held.number.split()) != wanted:
                raise ValidationError(
                    self.env._(
                        "The declaration number of %(company)s must be %(wanted)s "
                        "(SAP and its SIREN): correct the number or the SIRET.",
                        company=held.company_id.name,
                        wanted=wanted,
                    )
                )

    @api.constrains("kind", "departments")
    def _check_departments(self):
        for held in self:
            if held.kind != "declaration" and not held._departments():
                raise ValidationError(
                    self.env._(
                        "Write the départements that %(number)s covers.",
                        number=held.number,
                    )
                )

    def _departments(self):
        self.ensure_one()
        return frozenset(
            code.strip().upper()
            for code in (self.departments or "").split(",")
            if code.strip()
        )

    @api.model
    def _held(self, companies):
        """Everything the companies hold, in one query: dict company → records."""
        # Who sells may not read the file of rights; the answer is all he gets.
        rows_sudo = self.sudo().search([("company_id", "in", companies.ids)])
        return rows_sudo.grouped("company_id")

    def _declaration(self, day):
        """The declaration in force on a day among these, the oldest first."""
        return self.filtered(
            lambda held: held.kind == "declaration" and held._period().contains(day)
        ).sorted("date_start")[:1]

    def _calc_company(self, day):
        """These records as the computing layer wants them."""
        declared = self._declaration(day).date_start or None
        return rights.Company(
            declared,
            tuple(
                rights.Authorization(
                    Regime(held.kind),
                    held._departments(),
                    frozenset(mode for name, mode in MODES if held[name]),
                    held._period(),
                    frozenset(held.activity_ids.mapped("code")),
                )
                for held in self
                if held.kind != "declaration"
            ),
        )
