from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import from_cents
from odoo.addons.oe_base.calc.period import ONE_DAY
from odoo.addons.oe_base.tools import lock_rows


def euros(cents):
    """Cents as the float that a Monetary field takes."""
    return float(from_cents(cents))


class Sharing(models.Model):
    """The royalty of a month or a quarter, recovered first, then shared.

    Taken from locked statements, each once for all times. What corrects a statement
    is in a later one, hence in a later sharing; an approved one never changes.
    """

    _name = "oe.royalty.sharing"
    _description = "Sharing of a royalty"
    _inherit = ["oe.closed.mixin"]
    _order = "date_start desc, scheme_id"
    _check_company_auto = True
    _closed_states = ("approved",)

    scheme_id = fields.Many2one(
        "oe.royalty.scheme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["oe.royalty.scheme"]._only(),
    )
    company_id = fields.Many2one(
        related="scheme_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_start = fields.Date("From", required=True, index=True)
    date_end = fields.Date(
        "Last day", compute="_compute_date_end", store=True, precompute=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("computed", "Computed"), ("approved", "Approved")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    source_ids = fields.One2many("oe.royalty.sharing.source", "sharing_id", "From")
    pool_line_ids = fields.One2many("oe.royalty.sharing.pool", "sharing_id", "Pools")
    allocation_ids = fields.One2many("oe.royalty.allocation", "sharing_id", "Parts")
    amount = fields.Monetary("Royalty", readonly=True)
    recovery_id = fields.Many2one(
        "oe.royalty.recovery", readonly=True, index="btree_not_null"
    )
    recovery_position = fields.Char(
        readonly=True, help="Exact sum of the shares recovered, in cents."
    )
    recovered_amount = fields.Monetary("Recovered", readonly=True)
    recovered_total = fields.Monetary("Recovered so far", readonly=True)
    shared_amount = fields.Monetary("To the pools", readonly=True)
    missing_count = fields.Integer(
        "Statements not locked",
        compute="_compute_missing_count",
        help="They go into the sharing that follows their lock.",
    )
    is_intact = fields.Boolean("Seal verified", compute="_compute_is_intact")
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Date(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(scheme_id, date_start)", "This period has its sharing already."
    )
    # One at a time: each starts from what the one before left.
    _one_open = models.UniqueIndex(
        "(scheme_id) WHERE state <> 'approved'",
        "Another sharing is still open: approve or delete it first.",
    )

    @api.depends("scheme_id", "date_start")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.scheme_id.name or ''} {row._label()}"

    def _label(self):
        """The period in few words: 01/2027, or T1 2027."""
        if not self.date_start:
            return ""
        if self.scheme_id.sharing_every == "month":
            return self.date_start.strftime("%m/%Y")
        quarter = (self.date_start.month + 2) // 3
        return self.env._("Q%(number)s %(year)s", number=quarter, year=self._year())

    def _year(self):
        return str(self.date_start.year)

    @api.depends("date_start", "scheme_id")
    def _compute_date_end(self):
        for row in self:
            months = 1 if row.scheme_id.sharing_every == "month" else 3
            first = row.date_start and row.date_start.replace(day=1)
            row.date_end = first and first + relativedelta(months=months) - ONE_DAY

    @api.depends("state", "scheme_id", "date_end")
    def _compute_missing_count(self):
        closed = self.env["oe.royalty.statement"]._closed_states
        for row in self:
            # A count, for whoever may share.
            row.missing_count = (
                self.env["oe.royalty.statement"]
                .sudo()
                .search_count(
                    [
                        ("contract_id.scheme_id", "=", row.scheme_id.id),
                        ("month", "<=", row.date_end),
                        ("state", "not in", closed),
                    ]
                )
                if row.state != "approved" and row.date_end
                else 0
            )

    @api.depends("seal", "state")
    def _compute_is_intact(self):
        for row in self:
            row.is_intact = row._is_closed() and row._seal_is_true()

    @api.constrains("scheme_id", "date_start")
    def _check_follows(self):
        for row in self:
            every = 1 if row.scheme_id.sharing_every == "month" else 3
            if row.date_start.day != 1 or (row.date_start.month - 1) % every:
                raise ValidationError(
                    self.env._(
                        "A sharing starts with the first day of its month or quarter."
                    )
                )
            before = row._previous()
            if before and row.date_start != before.date_end + ONE_DAY:
                raise ValidationError(
                    self.env._(
                        "Sharings follow each other: the next one starts on %(day)s.",
                        day=format_date(self.env, before.date_end + ONE_DAY),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            kept = {"scheme_id", "date_start"}
            vals_list = [
                {name: vals[name] for name in vals if name in kept}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and set(vals) - {"date_start"}:
            raise UserError(self.env._("A sharing goes on with its buttons."))
        return super().write(vals)

    def _previous(self):
        """The approved sharing before this one, or none."""
        self.ensure_one()
        return self.search(
            [
                ("scheme_id", "=", self.scheme_id.id),
                ("state", "=", "approved"),
                ("id", "!=", self.id),
            ],
            order="date_start desc",
            limit=1,
        )

    # -- buttons ------------------------------------------------------------------

    def action_compute(self):
        """Take what is locked, recover, share; as often as one likes."""
        self.check_access("write")
        for row in self:
            lock_rows(row.scheme_id)
            # Lines are written by this button only; nobody has that right.
            row.sudo()._share()
        return True

    def action_approve(self):
        """Compute once more, seal: it never changes again."""
        self.check_access("write")
        for row in self:
            lock_rows(row.scheme_id)
            row.invalidate_recordset()
            if row.state == "approved":
                raise UserError(
                    self.env._("%(name)s is approved already.", name=row.display_name)
                )
            row_sudo = row.sudo()
            row_sudo._share()
            row_sudo._freeze()
        return True

    def _freeze(self):
        today = fields.Date.context_today(self)
        self.write({"approved_by_id": self.env.uid, "approved_on": today})
        self._seal(self._previous())
        self.write({"state": "approved"})
        # The index that allows one open sharing looks at the table.
        self.flush_recordset()
        ids = {step["share"] for row in self.allocation_ids for step in row.steps or ()}
        self.env["oe.royalty.share"].browse(ids)._mark_shared(self.date_end)
