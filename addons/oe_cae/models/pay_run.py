from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.calc.period import month_of

from .words import month_label

STATES = [
    ("draft", "Draft"),
    ("agreed", "Agreed"),
    ("exported", "Exported"),
    ("paid", "Settled"),
]
ORDER = [state for state, _label in STATES]
HANDLERS = ("oe_base.group_oe_manager", "oe_base.group_oe_accountant")


class PayRun(models.Model):
    """The pay list of a company for a month: who is paid what, and where it stands."""

    _name = "oe.cae.pay.run"
    _description = "Pay list of a month"
    _order = "month desc, company_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, help="First day of the month.")
    computed_on = fields.Datetime(readonly=True, copy=False)
    pay_ids = fields.One2many("oe.cae.pay", "run_id", "Pays")
    state = fields.Selection(STATES, compute="_compute_figures")
    pay_count = fields.Integer("People", compute="_compute_figures")
    problem_count = fields.Integer("To settle", compute="_compute_figures")
    gross = fields.Monetary(compute="_compute_figures")
    pay_cost = fields.Monetary("Full cost", compute="_compute_figures")
    net = fields.Monetary("Net before tax", compute="_compute_figures")
    real_net = fields.Monetary("Net, real", compute="_compute_figures")

    _once = models.UniqueIndex(
        "(company_id, month)", "This month has its pay list already."
    )
    _first_day = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month is named by its first day."
    )

    @api.depends("month", "company_id")
    def _compute_display_name(self):
        for run in self:
            month = run.month and month_label(str(run.month))
            run.display_name = f"{month or ''} {run.company_id.name or ''}".strip()

    @api.depends("pay_ids.state", "pay_ids.gross", "pay_ids.problem", "pay_ids.kind")
    def _compute_figures(self):
        for run in self:
            paid = run.pay_ids.filtered(lambda pay: pay.kind == "salaried")
            ranks = [ORDER.index(pay.state) for pay in paid]
            run.state = ORDER[min(ranks, default=0)]
            run.pay_count = len(paid)
            run.problem_count = len(paid.filtered("problem"))
            run.gross = sum(paid.mapped("gross"))
            run.pay_cost = sum(paid.mapped("pay_cost"))
            run.net = sum(paid.mapped("net"))
            run.real_net = sum(paid.mapped("real_net"))

    @api.model
    def _get(self, company, day):
        """The pay list of a month, made when it is missing; safe for two at once."""
        month = month_of(day).start
        self.flush_model()
        self.env.cr.execute(
            "INSERT INTO oe_cae_pay_run (company_id, month, create_uid, create_date, "
            "write_uid, write_date) VALUES (%s, %s, %s, now(), %s, now()) "
            "ON CONFLICT DO NOTHING",
            (company.id, month, self.env.uid, self.env.uid),
        )
        return self.search([("company_id", "=", company.id), ("month", "=", month)])

    def write(self, vals):
        if set(vals) - {"pay_ids"}:
            raise UserError(self.env._("A pay list is computed, its lines are edited."))
        return super().write(vals)

    def _hold(self):
        """Hold the list: a second computing waits, then runs on what we wrote."""
        self.ensure_one()
        self.env.flush_all()
        # A real update: at the same moment the database refuses the second one, which
        # is then run again from the start.
        self.env.cr.execute(
            "UPDATE oe_cae_pay_run SET computed_on = %s WHERE id = %s",
            [fields.Datetime.now(), self.id],
        )
        self.invalidate_recordset()

    def _check_manager(self):
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager agrees the pay."))

    def _check_handler(self):
        """Managers and accountants handle files of pay, advisors read only."""
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in HANDLERS):
            raise AccessError(
                self.env._("Files of pay are for managers and accountants.")
            )

    def action_compute(self):
        """Compute what is still draft anew; what a person decided is kept."""
        self._check_manager()
        for run in self:
            run._hold()
            run._compute_pays()

    def action_agree(self):
        """Agree every line that can be; those that cannot keep their reason.

        :raises UserError: when not a single line could be agreed
        """
        self._check_manager()
        self.action_compute()
        for run in self:
            drafts = run.pay_ids.filtered(
                lambda pay: pay.kind == "salaried" and pay.state == "draft"
            )
            good = drafts.filtered(lambda pay: not pay.problem)
            if drafts and not good:
                drafts._refuse_problems()
            good._agree()
        return True

    def action_pays(self):
        """Open the lines."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_cae.oe_cae_pay_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)]}
