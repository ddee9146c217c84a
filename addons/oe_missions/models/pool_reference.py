from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

# What both agreed to be shown.
QUOTED = frozenset(
    {"words", "referee", "role", "entrepreneur_id", "technician_id", "employee_id"}
)
STEPS = frozenset({"called_on", "called_by_id", "person_agreed_on"})


class PoolReference(models.Model):
    """What a former employer says of somebody, once both agreed that it is shown.

    Clients' opinions are not here: they are asked by ``oe.satisfaction``.
    """

    _name = "oe.pool.reference"
    _description = "Reference"
    _inherit = ["oe.pool.owner.mixin", "oe.retention.mixin"]
    _order = "called_on desc, id desc"
    _rec_name = "referee"
    _check_company_auto = True

    _retention_code = "pool_reference"
    _retention_date_field = "create_date"

    company_id = fields.Many2one("res.company", index=True)
    referee = fields.Char("Who is asked", required=True)
    role = fields.Char("As", help="Former employer, head of a training course…")
    phone = fields.Char(groups="oe_base.group_oe_manager")
    asked_on = fields.Date(default=fields.Date.context_today, required=True)
    words = fields.Text("What was said", help="No health data, nothing private.")
    referee_agreed_on = fields.Date(
        "The referee agrees since", help="To be quoted, without phone number."
    )
    person_agreed_on = fields.Date("The person agrees since", readonly=True, copy=False)
    called_on = fields.Date("Called on", readonly=True, copy=False)
    called_by_id = fields.Many2one(
        "res.users", "Called by", readonly=True, copy=False, index="btree_not_null"
    )
    is_shown = fields.Boolean("May be shown", compute="_compute_is_shown", store=True)

    @api.depends("words", "referee_agreed_on", "person_agreed_on", "called_on")
    def _compute_is_shown(self):
        for row in self:
            row.is_shown = bool(
                row.words
                and row.called_on
                and row.referee_agreed_on
                and row.person_agreed_on
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.update(dict.fromkeys(STEPS, False))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                raise UserError(self.env._("Use the buttons: they note who, when."))
            if QUOTED & set(vals) and any(row.person_agreed_on for row in self):
                # The person agreed to other words, of somebody else.
                self.sudo().write({"person_agreed_on": False})
        return super().write(vals)

    def action_called(self):
        """The referee was called, and what was said is written down."""
        self.check_access("write")
        for row in self.sudo():
            if not (row.words or "").strip():
                raise UserError(self.env._("Write what was said first."))
            row.write(
                {
                    "called_on": row.company_id._oe_today(),
                    "called_by_id": self.env.uid,
                }
            )

    def action_person_agrees(self):
        """The person agrees, on paper or by phone."""
        self.check_access("write")
        self._agree(True)

    def action_person_refuses(self):
        """The person takes it back."""
        self.check_access("write")
        self._agree(False)

    def _agree(self, agreed):
        rows_sudo = self.sudo()
        lock_rows(rows_sudo)
        for row in rows_sudo.filtered(lambda row: bool(row.person_agreed_on) != agreed):
            row.person_agreed_on = agreed and row.company_id._oe_today()

    @api.model
    def _of_person(self, field, person):
        """References of a person, past the rules: for the own page."""
        return self.sudo().search([(field, "=", person.id), ("words", "!=", False)])

    def _page_values(self):
        return [
            {
                "id": row.id,
                "who": ", ".join(filter(None, (row.referee, row.role))),
                "words": row.words,
                "agreed": bool(row.person_agreed_on),
            }
            for row in self
        ]

    @api.model
    def _retention_domain(self, limit):
        return ["|", ("create_date", "<", limit), *self._gone_before(limit)]
