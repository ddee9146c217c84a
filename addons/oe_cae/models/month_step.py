from odoo import api, fields, models
from odoo.tools import SQL

# In the order of the month; see domain: D+1..3 checks, D+4..8 pay, D+10..15 close.
STEPS = (
    "declarations",
    "claims",
    "bills",
    "internal",
    "exceptions",
    "control",
    "pays",
    "export",
    "payslips",
    "published",
    "entry",
)


class MonthStep(models.Model):
    """The steps of a month: what is left of each, who did it, and the way there.

    A view over months and steps: nothing is stored twice, so nothing can lie.
    """

    _name = "oe.cae.month.step"
    _description = "Step of a month"
    _auto = False
    _order = "period_id, sequence"

    period_id = fields.Many2one("oe.period", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    sequence = fields.Integer(readonly=True)
    code = fields.Selection(
        [
            ("declarations", "Entrepreneurs declare their month"),
            ("claims", "Expense claims posted"),
            ("bills", "Supplier bills settled"),
            ("internal", "Sales between entrepreneurs settled"),
            ("exceptions", "Overdrafts and low activity looked at"),
            ("control", "Activities + structure = ledger"),
            ("pays", "Pay list agreed"),
            ("export", "Variables of pay exported"),
            ("payslips", "Real payslips in"),
            ("published", "Statements closed and published"),
            ("entry", "Contributions entered"),
        ],
        "Step",
        readonly=True,
    )
    state = fields.Selection(
        [("todo", "To do"), ("look", "Look at it"), ("done", "Done")],
        compute="_compute_state",
    )
    left = fields.Integer(compute="_compute_state")
    total = fields.Integer("Of", compute="_compute_state")
    note = fields.Char("What", compute="_compute_state")
    done_by_id = fields.Many2one(
        "res.users", "By", compute="_compute_state", compute_sudo=False
    )
    done_on = fields.Datetime("When", compute="_compute_state")

    _depends = {"oe.period": ["company_id", "month", "state"]}

    @property
    def _table_query(self):
        rows = SQL(", ").join(
            SQL("(%s, %s)", number, code) for number, code in enumerate(STEPS)
        )
        return SQL(
            """
            SELECT period.id * 16 + step.number AS id, period.id AS period_id,
                   period.company_id, step.number AS sequence, step.code
              FROM oe_period period
        CROSS JOIN (VALUES %s) AS step(number, code)
            """,
            rows,
        )

    @api.depends("period_id", "code")
    def _compute_state(self):
        for period, steps in self.grouped("period_id").items():
            # One form, opened for one month: counts for whoever reads the month.
            period.check_access("read")
            period_sudo = period.sudo()
            for step in steps:
                told = getattr(period_sudo, f"_step_{step.code}")()
                step.left = told.get("left", 0)
                step.total = told.get("total", 0)
                step.note = told.get("note", "")
                step.done_by_id = told.get("by")
                step.done_on = told.get("on")
                done = told.get("done", not step.left)
                undone = "look" if told.get("look") else "todo"
                step.state = "done" if done else undone

    def action_open(self):
        """What is left of the step."""
        self.ensure_one()
        self.check_access("read")
        return getattr(self.period_id, f"action_cae_{self.code}")()
