from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows


class Period(models.Model):
    """A month of a royalty: one statement per licensee."""

    _name = "oe.royalty.period"
    _description = "Month of a royalty"
    _inherit = ["oe.royalty.fixed.mixin"]
    _fixed_fields = ("scheme_id",)
    _order = "month desc, scheme_id"
    _check_company_auto = True

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
    month = fields.Date(required=True)
    statement_ids = fields.One2many("oe.royalty.statement", "period_id", "Statements")
    state = fields.Selection(
        [("open", "Open"), ("locked", "Locked"), ("invoiced", "Invoiced")],
        compute="_compute_figures",
    )
    next_step = fields.Selection(
        [
            ("compute", "Compute"),
            ("send", "Send for review"),
            ("lock", "Lock"),
            ("invoice", "Make the invoice"),
            ("done", "Nothing"),
        ],
        compute="_compute_figures",
        help="What is to be done now: the one button that stands out.",
    )
    statement_count = fields.Integer(compute="_compute_figures")
    base_amount = fields.Monetary("Base", compute="_compute_figures")
    amount = fields.Monetary("Royalty", compute="_compute_figures")

    _once = models.UniqueIndex(
        "(scheme_id, month)", "This month exists already for the scheme."
    )
    _first_day = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month is named by its first day."
    )

    @api.depends("month", "scheme_id")
    def _compute_display_name(self):
        for period in self:
            month = period.month and period.month.strftime("%m/%Y")
            period.display_name = f"{period.scheme_id.name or ''} {month or ''}"

    @api.depends("statement_ids.state", "statement_ids.amount")
    def _compute_figures(self):
        for period in self:
            states = set(period.statement_ids.mapped("state"))
            period.state = "open"
            if states and states <= {"locked", "invoiced"}:
                period.state = "invoiced" if states == {"invoiced"} else "locked"
            period.next_step = _next_step(states)
            period.statement_count = len(period.statement_ids)
            period.base_amount = sum(period.statement_ids.mapped("base_amount"))
            period.amount = sum(period.statement_ids.mapped("amount"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # A person picks any day of the month.
            if vals.get("month"):
                vals["month"] = fields.Date.to_date(vals["month"]).replace(day=1)
        return super().create(vals_list)

    def write(self, vals):
        # Whoever may set up months may not read the statements of all of them.
        if "month" in vals and self.sudo().statement_ids:
            raise UserError(
                self.env._(
                    "This month has statements: it stays. Make another one for another "
                    "month."
                )
            )
        return super().write(vals)

    def _lock_row(self):
        """Hold the month: a second run waits, then sees what the first one did."""
        self.ensure_one()
        lock_rows(self)

    def action_compute(self):
        """Compute the statements that are not locked; as often as one likes."""
        self.check_access("write")
        for period in self:
            period._lock_row()
            # Statements and lines are written by the run only.
            statements_sudo = period.sudo()._ensure_statements()
            open_sudo = statements_sudo.filtered(lambda row: not row._is_closed())
            held = open_sudo.filtered(lambda row: row._open_before())
            # One whose month before waits stops no other; alone, it says why.
            (open_sudo - held or held)._compute_royalty()

    def action_send(self):
        """Let each licensee read its statement before it is locked."""
        self.check_access("write")
        for period in self:
            period.statement_ids.filtered(
                lambda row: row.state == "computed"
            ).action_send()

    def action_statements(self):
        """Open the statements of the month."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_royalty.oe_royalty_statement_action"
        )
        return {**action, "domain": [("period_id", "in", self.ids)]}

    def action_lock(self):
        """Lock every statement of the month."""
        self.check_access("write")
        for period in self:
            open_rows = period.statement_ids.filtered(lambda row: not row._is_closed())
            if not open_rows:
                raise UserError(
                    self.env._(
                        "Nothing is left to lock in %(name)s: compute it first, or "
                        "choose another month.",
                        name=period.display_name,
                    )
                )
            held = open_rows.filtered(
                lambda row: row._why_not_locked() or row._open_before()
            )
            # One that waits stops no other; alone, it says why.
            ready = open_rows - held or held
            ready.action_lock()

    def action_invoice(self):
        """Invoice every locked statement of the month."""
        self.check_access("write")
        for period in self:
            locked = period.statement_ids.filtered(lambda row: row.state == "locked")
            if not locked:
                raise UserError(
                    self.env._(
                        "Nothing waits for an invoice in %(name)s: lock it first.",
                        name=period.display_name,
                    )
                )
            held = locked.filtered(lambda row: row._why_not_invoiced())
            # One that waits stops no other; alone, it says why.
            (locked - held or held).action_invoice()

    def _ensure_statements(self):
        """One statement per contract that has a day in the month."""
        self.ensure_one()
        end = self.month + relativedelta(months=1)
        contracts = self.scheme_id.contract_ids.filtered(
            lambda row: (
                row.state == "signed"
                and row.date_start < end
                and (not row.date_end or row.date_end >= self.month)
            )
        )
        # A contract that has ended may still owe what comes late.
        late = self.scheme_id.contract_ids.filtered(
            lambda row: row.date_end and row.date_end < self.month and row.statement_ids
        )
        missing = (contracts | late) - self.statement_ids.contract_id
        self.env["oe.royalty.statement"].create(
            [
                {
                    "period_id": self.id,
                    "contract_id": contract.id,
                    "company_id": contract.company_id.id,
                    "licensor_id": self.company_id.id,
                    "month": self.month,
                }
                for contract in missing
            ]
        )
        return self.statement_ids


def _next_step(states):
    """What a month with statements in these states waits for."""
    if not states or "draft" in states:
        return "compute"
    if "computed" in states:
        return "send"
    if states - {"locked", "invoiced"}:
        return "lock"
    return "invoice" if "locked" in states else "done"
