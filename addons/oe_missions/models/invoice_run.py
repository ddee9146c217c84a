from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

CLIENTS_A_BATCH = 100
# A rule that refuses, and what a broken record of one client may raise; what the
# database says about two at once goes up and is tried again.
REFUSALS = (
    UserError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


class InvoiceRun(models.Model):
    """The month's invoices of a large cooperative, in the background.

    A hundred clients a commit. Killed or run again it goes on: what is billed is
    linked to its invoice and not looked at again.
    """

    _name = "oe.invoice.run"
    _description = "Invoices of a month"
    _order = "id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    month = fields.Date(required=True)
    state = fields.Selection(
        [("running", "Under way"), ("done", "Done"), ("failed", "Stopped")],
        required=True,
        default="running",
        readonly=True,
    )
    total = fields.Integer("Clients", readonly=True)
    done = fields.Integer("Clients done", readonly=True)
    reason = fields.Text("Stopped, because", readonly=True)
    last_client_id = fields.Integer(
        readonly=True,
        help="Number of the last client looked at: whoever cannot be invoiced, or has "
        "hours that cancel out, is not looked at again and again.",
    )
    move_ids = fields.One2many("account.move", "oe_invoice_run_id", "Invoices")
    move_count = fields.Integer("Number of invoices", compute="_compute_move_count")

    _one_at_a_time = models.UniqueIndex(
        "(company_id) WHERE state = 'running'",
        "The invoices of this company are being made already.",
    )

    @api.depends("move_ids")
    def _compute_move_count(self):
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [("oe_invoice_run_id", "in", self.ids)],
                ["oe_invoice_run_id"],
                ["__count"],
            )
        )
        counts = {run.id: count for run, count in groups}
        for run in self:
            run.move_count = counts.get(run.id, 0)

    @api.depends("company_id", "month")
    def _compute_display_name(self):
        for run in self:
            month = run.month.strftime("%m/%Y") if run.month else ""
            run.display_name = f"{run.company_id.name or ''}, {month}"

    @api.model
    def _start(self, company, month):
        """Begin, or go on with, the invoices of a month.

        :return: the run
        :raises UserError: while those of another month are being made
        """
        running = self.search(
            [("company_id", "=", company.id), ("state", "=", "running")], limit=1
        )
        if running and running.month != month:
            raise UserError(
                self.env._(
                    "The invoices of %(run)s are being made: wait until they are done.",
                    run=running.display_name,
                )
            )
        run = running or self.create({"company_id": company.id, "month": month})
        run.total = run.done + len(run._clients_left())
        # Who may invoice need not be allowed to wake a job, which runs as the system.
        self.env.ref("oe_missions.cron_invoice").sudo()._trigger()
        return run

    def action_go_on(self):
        """Try again after a stop: what was billed stays as it is."""
        self.check_access("write")
        for run in self:
            if run.state == "failed":
                run.write({"state": "running", "reason": False, "last_client_id": 0})
        self.env.ref("oe_missions.cron_invoice").sudo()._trigger()

    def action_moves(self):
        """Open the invoices of the run."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices of the month"),
            "res_model": "account.move",
            "views": [
                (self.env.ref("account.view_out_invoice_tree").id, "list"),
                (False, "form"),
            ],
            "domain": [("oe_invoice_run_id", "=", self.id)],
            "context": {"default_move_type": "out_invoice", "create": False},
        }

    def _end(self):
        """The first day after the month."""
        return self.month.replace(day=1) + relativedelta(months=1)

    def _clients_left(self):
        """Clients with hours or late cancellations that no invoice holds."""
        self.ensure_one()
        orders_sudo = self.env["sale.order"].sudo().with_company(self.company_id)
        hours = orders_sudo._oe_billable_hours(self.company_id, None, self._end())
        late = orders_sudo._oe_late_visits(self.company_id, None, self._end())
        held = hours - hours._oe_without_doubles()
        orders = (hours - held).order_id | late.mission_id.order_id
        return orders.partner_invoice_id.sorted("id")

    @api.model
    def _cron_invoice(self):
        """Go on with every run, a hundred clients a commit."""
        cron = self.env["ir.cron"]
        for run in self.search([("state", "=", "running")], order="id"):
            while run.state == "running":
                run._next_batch()
                left = max(0, run.total - run.done)
                if not cron._commit_progress(1, remaining=left):
                    return

    def _next_batch(self):
        """Invoice the next clients; after the last one say what was refused."""
        self.ensure_one()
        lock_rows(self)
        if self.state != "running":
            return
        left = self._clients_left().filtered(lambda row: row.id > self.last_client_id)
        clients = left[:CLIENTS_A_BATCH]
        if clients:
            self._invoice(clients)
            self.last_client_id = clients[-1].id
        if clients == left:
            self._close()

    def _close(self):
        if self.reason:
            self.state = "failed"
        else:
            self.write({"state": "done", "done": self.total})

    def _invoice(self, clients):
        """Invoice these clients; if not all at once, each alone: one stops no other."""
        orders_sudo = self.env["sale.order"].sudo().with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                moves = orders_sudo._oe_invoice_hours(
                    self.company_id, None, self._end(), clients
                )
                moves.oe_invoice_run_id = self
        except REFUSALS as refusal:
            if len(clients) > 1:
                for client in clients:
                    self._invoice(client)
            else:
                told = f"{clients.name or ''}: {refusal}"[:500]
                self.reason = "\n".join([*(self.reason or "").splitlines(), told][:50])
        else:
            self.done += len(clients)


class AccountMove(models.Model):
    _inherit = "account.move"

    oe_invoice_run_id = fields.Many2one(
        "oe.invoice.run",
        "Invoices of a month",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
