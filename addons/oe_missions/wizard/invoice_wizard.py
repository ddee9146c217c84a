from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.oe_base.calc import period

from ..models.invoice_run import CLIENTS_A_BATCH


class InvoiceWizard(models.TransientModel):
    """The month's invoices of a company in one action; run again, no double."""

    _name = "oe.invoice.wizard"
    _description = "Invoice the hours of a month"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    month = fields.Date(
        required=True,
        default=lambda self: (
            fields.Date.context_today(self).replace(day=1) - relativedelta(months=1)
        ),
        help="Any day of the month to invoice.",
    )

    def action_invoice(self):
        """Make the draft invoices and show them to the accountant."""
        self.ensure_one()
        self.env["account.move"].check_access("create")
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not one of yours."))
        month = period.month_of(self.month)
        runs = self.env["oe.invoice.run"].sudo()
        # Who may make invoices of the company need not read orders or timesheets.
        orders_sudo = self.env["sale.order"].sudo().with_company(self.company_id)
        waiting = runs.new({"company_id": self.company_id.id, "month": month.start})
        if len(waiting._clients_left()) > CLIENTS_A_BATCH:
            return self._show_run(runs._start(self.company_id, month.start))
        moves = orders_sudo._oe_invoice_hours(self.company_id, None, month.end)
        if not moves:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "info",
                    "message": self.env._("No recorded hours wait to be invoiced."),
                    "next": {"type": "ir.actions.act_window_close"},
                },
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices of the month"),
            "res_model": "account.move",
            "views": [
                (self.env.ref("account.view_out_invoice_tree").id, "list"),
                (False, "form"),
            ],
            "domain": [("id", "in", moves.ids)],
            "context": {"default_move_type": "out_invoice", "create": False},
        }

    def _show_run(self, run):
        """Many clients: the work goes on in the background, here is how far it is."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "oe.invoice.run",
            "res_id": run.id,
            "views": [(False, "form")],
        }
