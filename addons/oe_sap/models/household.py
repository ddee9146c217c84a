from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc.credit import Household as CalcHousehold

MOST_MEMBERS = 20


class SaidByMixin(models.AbstractModel):
    """Whether the client said it, or the office: told by the server, not typed."""

    _name = "oe.sap.said.by.mixin"
    _description = "Said by the client or by the office"

    said_by = fields.Selection(
        [("client", "The client"), ("office", "The office")],
        "Said by whom",
        required=True,
        default="office",
        readonly=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals["said_by"] = "office"
        return super().create(vals_list)

    def write(self, vals):
        return super().write(vals if self.env.su else {**vals, "said_by": "office"})


class Household(models.Model):
    """Who makes up a household for its tax credit, from a day on.

    Only the numbers the law counts: no name of a child, no reason of a disability.
    """

    _name = "oe.sap.household"
    _description = "Composition of a household"
    _inherit = ["oe.sap.said.by.mixin", "oe.dated.mixin", "oe.retention.mixin"]
    _rec_name = "date_start"
    _check_company_auto = True

    _dated_key = ("partner_id",)
    _retention_code = "sap_household"
    _retention_date_field = "write_date"

    partner_id = fields.Many2one(
        "res.partner", "Taxpayer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        "Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    children = fields.Integer("Dependent children")
    shared_children = fields.Integer("Children in shared custody")
    seniors = fields.Integer("Members over 65")
    disability = fields.Boolean(
        "Ceiling of a disability",
        help="A member holds the card the law names. Never write why.",
    )

    _once = models.UniqueIndex(
        "(partner_id, date_start)", "This household changes once a day."
    )
    _counts = models.Constraint(
        "CHECK (children BETWEEN 0 AND 20 AND shared_children BETWEEN 0 AND 20 "
        "AND seniors BETWEEN 0 AND 20)",
        "A household has between 0 and 20 people of each kind.",
    )

    @api.depends("partner_id", "date_start")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.partner_id.name or ''}, {row.date_start or ''}"

    def _prepare_calc(self):
        """The household of the computing layer; without any record, nobody."""
        return CalcHousehold(
            children=self.children,
            shared_children=self.shared_children,
            seniors=self.seniors,
            disability=self.disability,
        )

    @api.model
    def _declare(self, taxpayer, company, counts, disability):
        """What a client says of the own household, from today on.

        :param dict counts: ``children``, ``shared_children``, ``seniors``
        :raises UserError: for numbers that cannot be
        """
        if any(not 0 <= count <= MOST_MEMBERS for count in counts.values()):
            raise UserError(
                self.env._("Write between 0 and %(most)s people.", most=MOST_MEMBERS)
            )
        today = fields.Date.context_today(self)
        values = {**counts, "disability": disability, "said_by": "client"}
        rows_sudo = self.sudo()
        known = rows_sudo.search(
            [("partner_id", "=", taxpayer.id), ("date_start", "=", today)]
        )
        if known:
            known.write(values)
            return known
        return rows_sudo.create(
            {
                **values,
                "partner_id": taxpayer.id,
                "company_id": company.id,
                "date_start": today,
            }
        )


class HouseholdAmount(models.Model):
    """What changes the credit of a year besides our invoices: aids, other providers."""

    _name = "oe.sap.household.amount"
    _description = "Aid or other expense of a household"
    _inherit = ["oe.sap.said.by.mixin", "oe.retention.mixin"]
    _order = "year desc, kind, id"
    _check_company_auto = True

    _retention_code = "sap_household"
    _retention_date_field = "write_date"

    partner_id = fields.Many2one(
        "res.partner", "Taxpayer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        "Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
    )
    kind = fields.Selection(
        [
            ("apa", "APA paid to the household"),
            ("pch", "PCH paid to the household"),
            ("cmg", "CMG paid to the household"),
            ("cesu_employer", "Part of CESU paid by the employer"),
            ("other", "Other aid"),
            ("elsewhere", "Paid to another provider"),
        ],
        required=True,
    )
    activity_id = fields.Many2one(
        "oe.sap.activity",
        index="btree_not_null",
        help="Empty: the aid is spread over all activities.",
    )
    amount = fields.Monetary("Amount of the year", required=True)

    _once = models.UniqueIndex(
        "(partner_id, year, kind, COALESCE(activity_id, 0))",
        "This amount of the year is written already: change it.",
    )
    _positive = models.Constraint(
        "CHECK (amount > 0)", "Write an amount above zero, or delete the line."
    )
    _activity_of_elsewhere = models.Constraint(
        "CHECK (kind != 'elsewhere' OR activity_id IS NOT NULL)",
        "Say for which activity another provider was paid: each has its own cap.",
    )

    @api.depends("partner_id", "year", "kind")
    def _compute_display_name(self):
        for row in self:
            kinds = dict(row._fields["kind"]._description_selection(self.env))
            row.display_name = f"{row.year} {kinds.get(row.kind, '')}"
