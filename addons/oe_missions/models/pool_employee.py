from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

CONSENTS = frozenset(
    {"consented_on", "consent_how", "withdrawn_on", "last_contact_on", "shows_photo"}
)


class PoolEmployee(models.Model):
    """Somebody whom households employ themselves, and who agreed to be in the pool.

    The person's name and address are the contact's. In no list before a dated
    consent, nor after it was taken back: by the person's own page, or by a call.
    """

    _name = "oe.pool.employee"
    _description = "Employee of households"
    _inherit = ["mail.thread", "oe.token.mixin", "oe.retention.mixin"]
    _order = "name, id"
    _check_company_auto = True

    _retention_code = "pool_employee"
    _retention_date_field = "last_contact_on"

    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="partner_id.name", store=True, string="Name")
    phone = fields.Char(related="partner_id.phone", readonly=False)
    email = fields.Char(related="partner_id.email", readonly=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    product_ids = fields.Many2many(
        "product.product",
        "oe_pool_employee_product_rel",
        string="Services",
        domain=[("type", "=", "service"), ("oe_service_nature", "=", "home")],
    )
    max_distance_km = fields.Integer("Limit, km", default=15)
    about = fields.Text("In the person's words", help="No health data.")
    shows_photo = fields.Boolean("Photo may be shown", readonly=True)
    consented_on = fields.Date("Consent given on", readonly=True, copy=False)
    consent_how = fields.Selection(
        [("page", "On the own page"), ("paper", "On paper"), ("phone", "By phone")],
        "Given",
        readonly=True,
        copy=False,
    )
    withdrawn_on = fields.Date("Taken back on", readonly=True, copy=False)
    last_contact_on = fields.Date(
        "Last contact",
        required=True,
        readonly=True,
        copy=False,
        default=fields.Date.context_today,
        help="The term of the personal data counts from it.",
    )
    in_pool = fields.Boolean(compute="_compute_in_pool", store=True)
    document_ids = fields.One2many("oe.pool.document", "employee_id", "Documents")
    skill_ids = fields.One2many("oe.pool.skill", "employee_id", "Competences")
    availability_ids = fields.One2many(
        "oe.pool.availability", "employee_id", "Week", copy=True
    )
    reference_ids = fields.One2many("oe.pool.reference", "employee_id", "References")

    _once = models.UniqueIndex(
        "(partner_id, company_id)", "This person is in the pool already."
    )
    _distance_positive = models.Constraint(
        "CHECK (max_distance_km >= 0)", "The limit in km cannot be negative."
    )

    @api.depends("consented_on", "withdrawn_on", "active")
    def _compute_in_pool(self):
        for row in self:
            row.in_pool = bool(row.active and row.consented_on and not row.withdrawn_on)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.update(dict.fromkeys(CONSENTS, False))
                vals["last_contact_on"] = fields.Date.context_today(self)
        return super().create(vals_list)

    def write(self, vals):
        moved = {"partner_id", "company_id"} & set(vals)
        agreed = any(row.consented_on for row in self)
        if not self.env.su and (CONSENTS & set(vals) or (moved and agreed)):
            raise UserError(self.env._("Consent is the person's: use the buttons."))
        return super().write(vals)

    # -- consent ----------------------------------------------------------------------

    def _consent(self, how):
        """The person agrees to be in the pool, from today; again, it is renewed."""
        rows_sudo = self.sudo()
        lock_rows(rows_sudo)
        for row in rows_sudo:
            today = row.company_id._oe_today()
            row.write(
                {
                    "consented_on": row.in_pool and row.consented_on or today,
                    "consent_how": how,
                    "withdrawn_on": False,
                    "last_contact_on": today,
                }
            )

    def _withdraw(self):
        """The person takes it back: from now on in no list."""
        rows_sudo = self.sudo()
        lock_rows(rows_sudo)
        for row in rows_sudo.filtered(lambda row: not row.withdrawn_on):
            row.write(
                {"withdrawn_on": row.company_id._oe_today(), "shows_photo": False}
            )

    def action_consent_paper(self):
        """The person signed a paper."""
        self.check_access("write")
        self._consent("paper")

    def action_consent_phone(self):
        """The person said so by phone."""
        self.check_access("write")
        self._consent("phone")

    def action_withdraw(self):
        """The person called to be taken out."""
        self.check_access("write")
        self._withdraw()

    def action_make_link(self):
        """An address for the person, shown once; an older one dies."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Page of %(name)s", name=self.name),
            "res_model": "oe.pool.link.shown",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_url": self._make_link(),
                "default_person_name": self.name,
            },
        }

    def _make_link(self):
        token, hashed = self._new_token()
        self.sudo().write({"token_hash": hashed})
        return f"{self.get_base_url()}/oe/pool/{self.id}/{token}"

    @api.model
    def _retention_domain(self, limit):
        """Two years without contact, or taken back: nothing is kept of it."""
        return ["|", ("last_contact_on", "<", limit), ("withdrawn_on", "!=", False)]
