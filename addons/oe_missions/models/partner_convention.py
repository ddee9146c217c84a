from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date


class PartnerConvention(models.Model):
    """What a partner firm (PIC) and a cooperative agreed: services, prices, fee.

    A partner is a small firm, an association or a craftsman; works are ordered from
    it only while a convention runs and its compulsory certificates hold.
    """

    _name = "oe.partner.convention"
    _description = "Convention with a partner"
    _inherit = ["mail.thread"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char("Number", required=True, copy=False, default="/", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Partner firm",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    territory_id = fields.Many2one("oe.territory", required=True, index=True)
    date_start = fields.Date(
        "From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_end = fields.Date("Last day", help="Empty as long as it holds.", tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("ended", "Ended")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    product_ids = fields.Many2many(
        "product.product",
        "oe_partner_convention_product_rel",
        string="Trades and services",
        domain=[("type", "=", "service")],
    )
    charter_ids = fields.One2many(
        "oe.partner.charter", "convention_id", "Tariff charter", copy=True
    )
    certificate_ids = fields.One2many(
        "oe.partner.certificate",
        "convention_id",
        "Certificates",
        groups="oe_base.group_oe_advisor",
    )
    fee_ids = fields.One2many("oe.partner.fee", "convention_id", "Fees", copy=True)
    technician_ids = fields.One2many(
        "oe.partner.technician",
        "convention_id",
        "Technicians",
        groups="oe_base.group_oe_advisor",
    )
    lacking = fields.Char(
        "Blocks new requests",
        compute="_compute_lacking",
        compute_sudo=True,  # that it lacks one is no secret, the papers are
        help="Compulsory certificates that have expired.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A convention cannot end before it starts.",
    )
    _one_running = models.UniqueIndex(
        "(partner_id, company_id, territory_id) WHERE state = 'running'",
        "A convention with this partner runs already in the territory: end it first.",
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for convention in self:
            convention.display_name = (
                f"{convention.name}, {convention.partner_id.name or ''}"
            )

    @api.depends("certificate_ids.valid_until", "certificate_ids.is_compulsory")
    def _compute_lacking(self):
        for convention in self:
            day = convention.company_id._oe_today()
            convention.lacking = ", ".join(convention._expired(day).mapped("label"))

    @api.model_create_multi
    def create(self, vals_list):
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = sequence.sudo().next_by_code("oe.partner.convention")
        return super().create(vals_list)

    @api.constrains("partner_id")
    def _check_partner(self):
        for convention in self:
            if convention.partner_id.ref_company_ids:
                raise ValidationError(
                    self.env._("A company of the network is not its own partner.")
                )

    def action_run(self):
        """Let works be ordered under it.

        :raises UserError: naming what it still lacks
        """
        self.check_access("write")
        for convention in self:
            missing = []
            if not convention.charter_ids:
                missing.append(self.env._("the tariff charter"))
            if not convention.fee_ids:
                missing.append(self.env._("the fee"))
            if convention.lacking:
                missing.append(convention.lacking)
            if missing:
                raise UserError(
                    self.env._(
                        "%(name)s cannot run yet; it lacks: %(what)s.",
                        name=convention.display_name,
                        what=", ".join(missing),
                    )
                )
        self.state = "running"

    def action_end(self):
        """No new request from today on; orders under way go on."""
        self.check_access("write")
        for convention in self:
            today = convention.company_id._oe_today()
            convention.write(
                {
                    "state": "ended",
                    "date_end": min(convention.date_end or today, today)
                    if today >= convention.date_start
                    else convention.date_start,
                }
            )

    def _expired(self, day):
        """Compulsory certificates of which no valid one is left on a day."""
        self.ensure_one()
        last = self.env["oe.partner.certificate"]
        for rows in self.certificate_ids.grouped(lambda row: row._kind_key()).values():
            newest = rows.sorted("valid_until")[-1]
            if any(rows.mapped("is_compulsory")) and newest.valid_until < day:
                last |= newest
        return last

    @api.model
    def _running_with(self, partner, company, territory, day):
        """The convention under which a partner may be asked on a day, or none."""
        return self.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("territory_id", "=", territory.id),
                ("state", "=", "running"),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ],
            limit=1,
        )

    def _assert_in_order(self, day):
        """No works with a firm whose compulsory certificate has expired.

        :raises UserError: naming each certificate and its last day
        """
        for convention in self:
            expired = convention._expired(day)
            if expired:
                raise UserError(
                    self.env._(
                        "%(partner)s: %(what)s. A new certificate must be seen first.",
                        partner=convention.partner_id.name,
                        what="; ".join(
                            self.env._(
                                "%(certificate)s expired on %(day)s",
                                certificate=row.label,
                                day=format_date(self.env, row.valid_until),
                            )
                            for row in expired
                        ),
                    )
                )
