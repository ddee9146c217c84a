from collections import defaultdict

from odoo import Command, api, models

from odoo.addons.oe_base.calc import money


class SaleOrder(models.Model):
    """The month's invoices in one batch, one line per service and activity.

    The stock flow makes one line per order line; a replaced visit belongs to another
    activity, and an analytic distribution by percentage loses cents. Order and
    timesheet links are what the stock flow leaves.
    """

    _inherit = "sale.order"

    @api.model
    def _oe_invoice_hours(self, company, start, end):
        """Draft invoices of all recorded hours not yet billed; run again, no double.

        :param date start: first day of the hours
        :param date end: first day after them
        :return: the draft invoices
        """
        hours = self.env["account.analytic.line"].search(
            [
                ("company_id", "=", company.id),
                ("oe_part_id", "!=", False),
                ("timesheet_invoice_id", "=", False),
                ("date", ">=", start),
                ("date", "<", end),
            ]
        )
        orders = hours.order_id.sorted("id")
        if not orders:
            return self.env["account.move"]
        # Two runs at once: the second waits, then finds the hours billed.
        self.env.cr.execute(
            "SELECT id FROM sale_order WHERE id IN %s ORDER BY id FOR UPDATE",
            [tuple(orders.ids)],
        )
        hours.invalidate_recordset(["timesheet_invoice_id"])
        hours = hours.filtered(lambda line: not line.timesheet_invoice_id)
        by_client = defaultdict(lambda: self.env["sale.order"])
        for order in hours.order_id.sorted("id"):
            key = (order.partner_invoice_id.id, order.currency_id.id)
            by_client[key] |= order
        prepared = []
        for client_orders in by_client.values():
            mine = hours.filtered(
                lambda line, wanted=client_orders: line.order_id in wanted
            )
            prepared.append((mine, client_orders._oe_prepare_month_invoice(mine)))
        # One create for all clients: computes and sequences run once.
        moves = (
            self.env["account.move"]
            .with_company(company)
            .create([values for _mine, values in prepared])
        )
        for move, (mine, _values) in zip(moves, prepared, strict=True):
            mine.sudo().timesheet_invoice_id = move
        return moves

    def _oe_prepare_month_invoice(self, hours):
        """One invoice of a client for hours of several orders."""
        first = self[0]
        return {
            **first._prepare_invoice(),
            "company_id": first.company_id.id,
            "invoice_origin": ", ".join(self.mapped("name")),
            "invoice_line_ids": [
                Command.create(values) for values in self._oe_prepare_lines(hours)
            ],
        }

    def _oe_prepare_lines(self, hours):
        grouped = defaultdict(int)
        for line in hours.sorted(
            lambda li: (li.so_line.sequence, li.so_line.id, li.id)
        ):
            activity = line.oe_part_id.intervention_id.activity_id
            grouped[line.so_line, activity] += line.oe_part_id.billed_minutes
        prepared = []
        for (order_line, activity), minutes in grouped.items():
            person = activity.entrepreneur_id.sudo().name
            values = order_line._prepare_invoice_line(
                quantity=float(money.rate(minutes) / 60)
            )
            values["name"] = f"{values['name']}\n{person}"
            values["analytic_distribution"] = {str(activity.account_id.id): 100}
            prepared.append(values)
        return prepared
