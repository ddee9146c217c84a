from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.calc.period import ONE_DAY, Period, add_months


class Contract(models.Model):
    """A cooperative uses the brand from a day on, and pays its royalty."""

    _name = "oe.royalty.contract"
    _description = "Royalty contract"
    _inherit = ["oe.acted.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"

    scheme_id = fields.Many2one(
        "oe.royalty.scheme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["oe.royalty.scheme"]._only(),
    )
    licensor_id = fields.Many2one(
        related="scheme_id.company_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        "res.company", "Licensee", required=True, index=True, tracking=True
    )
    territory_id = fields.Many2one(related="company_id.oe_territory_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("offered", "Signed by the licensor"),
            ("signed", "Signed"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        help="Royalties count once both parties signed it, from its start.",
    )
    date_start = fields.Date(required=True, tracking=True)
    date_end = fields.Date("Last day", tracking=True)
    statement_ids = fields.One2many("oe.royalty.statement", "contract_id", "Statements")

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A contract cannot end before it starts.",
    )

    @api.depends("scheme_id", "company_id")
    def _compute_display_name(self):
        for contract in self:
            # The licensor names its licensee without being in its books.
            parties_sudo = contract.sudo()
            names = (parties_sudo.company_id.name, parties_sudo.scheme_id.name)
            contract.display_name = ", ".join(filter(None, names))

    @api.constrains("scheme_id", "company_id", "date_start", "date_end", "state")
    def _check_overlap(self):
        for contract in self:
            if contract.company_id == contract.licensor_id:
                raise ValidationError(
                    self.env._("The owner of the brand pays no royalty to itself.")
                )
            # Of another licensor only what the licensee accepted holds it.
            others_sudo = self.sudo().search(
                [
                    ("company_id", "=", contract.company_id.id),
                    ("id", "!=", contract.id),
                    "|",
                    ("state", "=", "signed"),
                    ("licensor_id", "=", contract.licensor_id.id),
                ]
            )
            if any(contract._days().overlaps(other._days()) for other in others_sudo):
                raise ValidationError(
                    self.env._(
                        "%(name)s has a royalty contract at that time already: end it "
                        "before this one starts.",
                        name=contract.company_id.name,
                    )
                )

    def write(self, vals):
        fixed = {"scheme_id", "company_id", "date_start"} & set(vals)
        if fixed and any(row._is_closed() for row in self.statement_ids):
            raise UserError(
                self.env._(
                    "Statements of this contract are locked: its start and its parties "
                    "stay. End it, and sign another one."
                )
            )
        result = super().write(vals)
        if not self.env.su:
            self.check_access("write")  # nor does it go to another licensor
        return result

    def action_sign(self):
        """The licensor signed; the licensee accepts, and royalties count."""
        self.check_access("write")
        self.filtered(lambda row: row.state == "draft")._offer()
        return True

    def _day_left(self):
        """First day whose sales are no longer looked at, or ``None``."""
        self.ensure_one()
        return add_months(self.date_end.replace(day=1), 1) if self.date_end else None

    def _days(self):
        """Days of the contract, half-open."""
        self.ensure_one()
        end = self.date_end and self.date_end + ONE_DAY
        return Period(self.date_start, end or None)
