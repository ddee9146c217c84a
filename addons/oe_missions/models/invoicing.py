from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.fields import Domain

from odoo.addons.oe_base.calc import money
from odoo.addons.oe_base.tools import lock_rows

from .intervention_cancel import LATE_FREE

# A quantity has two decimals; half a step of 3 minutes is no difference.
MINUTES_OFF = 1


class SaleOrder(models.Model):
    """The month's invoices in one batch, one line per service and activity.

    The stock flow makes one line per order line; a replaced visit belongs to another
    activity, and an analytic distribution by percentage loses cents. Order and
    timesheet links are what the stock flow leaves.
    """

    _inherit = "sale.order"

    @api.model
    def _oe_invoice_hours(self, company, start, end, clients=None, tell=None):
        """Draft invoices of all recorded hours not yet billed; run again, no double.

        :param date start: first day of the hours; None: as old as they may be
        :param date end: first day after them
        :param clients: only for these (``partner_invoice_id``)
        :param tell: function of (done, label) that tells the progress
        :return: the draft invoices; credit notes where corrections outweigh the hours
        """
        hours = self._oe_billable_hours(company, start, end, clients)
        late = self._oe_late_visits(company, start, end)
        if clients is not None:
            late = late.filtered(
                lambda v: v.mission_id.order_id.partner_invoice_id in clients
            )
        orders = hours.order_id | late.mission_id.order_id
        if not orders:
            return self.env["account.move"]
        # Two runs at once: the second waits, then finds the hours billed.
        lock_rows(orders)
        hours.invalidate_recordset(["timesheet_invoice_id"])
        late.invalidate_recordset(["cancel_line_id"])
        hours = hours.filtered(lambda line: line._is_not_billed())._oe_without_doubles()
        late = late.filtered_domain(LATE_FREE)
        prepared = self._oe_prepare_month(hours, late)
        if tell:
            tell(len(prepared), self.env._("invoices"))
        # One create for all clients: computes and sequences run once.
        drafts = self.env["account.move"].with_company(company)
        # The core's choice, asked for once: it searches it invoice by invoice.
        usual = drafts.new({"move_type": "out_invoice"}).journal_id
        moves = drafts.create(
            [
                {
                    **({"journal_id": usual.id} if self._oe_is_usual(values) else {}),
                    **values,
                }
                for values, _hours, _late in prepared
            ]
        )
        self._oe_link(moves, prepared)
        return moves

    @api.model
    def _oe_is_usual(self, values):
        """Whether an invoice is in the company's currency: others have a journal."""
        company = self.env["res.company"].browse(values["company_id"])
        return values.get("currency_id") in (None, company.currency_id.id)

    @api.model
    def _oe_billable_hours(self, company, start, end, clients=None):
        """Recorded hours of visits that no invoice holds, as the stock flow says it."""
        wanted = (
            Domain("company_id", "=", company.id)
            & Domain("oe_part_id", "!=", False)
            & Domain("date", "<", end)
            & (
                Domain("timesheet_invoice_id", "=", False)
                | Domain("timesheet_invoice_id.state", "=", "cancel")
                & Domain("timesheet_invoice_id.payment_state", "!=", "invoicing_legacy")
            )
        )
        if start:
            wanted &= Domain("date", ">=", start)
        if clients is not None:
            wanted &= Domain("order_id.partner_invoice_id", "in", clients.ids)
        return self.env["account.analytic.line"].search(wanted)

    def _oe_prepare_month(self, hours, late):
        """(invoice values, hours, late visits) for each client of a month.

        The lines of all clients are prepared at once, so that what they read is read
        once, then go to the invoice of their order.
        """
        orders = (hours.order_id | late.mission_id.order_id).sorted("id")
        self._oe_read_ahead(hours, orders)
        keys = {order.id: order._oe_invoice_key() for order in orders}
        found = {key: ([], [], []) for key in keys.values()}
        for values in self._oe_prepare_lines(hours) if hours else []:
            line = self.env["sale.order.line"].browse(values["sale_line_ids"][0][1])
            found[keys[line.order_id.id]][0].append(values)
        for line in hours:
            found[keys[line.order_id.id]][1].append(line.id)
        for visit in late:
            key = keys[visit.mission_id.order_id.id]
            found[key][0].append(self._oe_prepare_late(visit))
            found[key][2].append(visit.id)
        by_key = orders.grouped(lambda order: keys[order.id])
        return [
            (
                by_key[key]._oe_prepare_month_invoice(lines),
                hours.browse(hour_ids),
                late.browse(late_ids),
            )
            for key, (lines, hour_ids, late_ids) in found.items()
            if lines
        ]

    def _oe_read_ahead(self, hours, orders):
        """What each line will ask for, read for all of them with a few queries."""
        hours.oe_part_id.intervention_id.activity_id.mapped("account_id")
        hours.sudo().oe_surcharge_ids.mapped("minutes")
        lines = hours.so_line
        lines.mapped("tax_ids")
        lines.mapped("invoice_lines")
        orders.sudo().mapped("transaction_ids")

    def _oe_invoice_key(self):
        """Orders with the same key share an invoice, as in the stock flow."""
        self.ensure_one()
        return (
            self.partner_invoice_id.id,
            self.partner_shipping_id.id,
            self.currency_id.id,
            self.fiscal_position_id.id,
        )

    def _oe_prepare_month_invoice(self, lines):
        """One invoice of a client for hours of several orders."""
        first = self[0]
        values = {
            **first._prepare_invoice(),
            "company_id": first.company_id.id,
            "invoice_origin": ", ".join(self.mapped("name")),
        }
        if sum(line["quantity"] * line["price_unit"] for line in lines) < 0:
            # More was taken back than done: a credit note, as the stock flow makes.
            values["move_type"] = "out_refund"
            for line in lines:
                line["quantity"] = -line["quantity"]
        return {**values, "invoice_line_ids": [Command.create(row) for row in lines]}

    def _oe_link(self, moves, prepared):
        """Link hours and late visits to their invoices, whatever their number."""
        product = self.env.ref("oe_missions.product_late_cancellation")
        for move, (_values, hours, late) in zip(moves, prepared, strict=True):
            hours.sudo().timesheet_invoice_id = move
            rows = move.invoice_line_ids.filtered(
                lambda line: line.product_id == product
            )
            for visit, line in zip(late, rows.sorted("id"), strict=False):
                visit.cancel_line_id = line

    def _oe_prepare_lines(self, hours):
        """One line per service, activity and surcharge, quantities in hours."""
        grouped = defaultdict(int)
        for line in hours.sorted(
            lambda li: (li.so_line.sequence, li.so_line.id, li.id)
        ):
            for percent, kinds, minutes in line._oe_priced_minutes():
                for activity, part in line._oe_activity_minutes(minutes):
                    grouped[line.so_line, activity, percent, kinds] += part
        return [
            self._oe_prepare_line(*key, minutes)
            for key, minutes in grouped.items()
            if minutes
        ]

    def _oe_prepare_line(self, order_line, activity, percent, kinds, minutes):
        account = self._oe_account_of(order_line, activity)
        # Given beforehand, or the core searches one in projects, line by line.
        values = order_line._prepare_invoice_line(
            quantity=float(money.rate(minutes) / 60),
            analytic_distribution={str(account.id): 100} if account else False,
        )
        person = activity.entrepreneur_id.sudo().name
        values["name"] = f"{values['name']}\n{person}"
        if percent:
            label = self.env["oe.hour.surcharge"]._label_of(kinds, percent)
            values["name"] += f"\n{label}"
            values["price_unit"] = order_line._oe_surcharged_price(percent)
        return values

    def _oe_account_of(self, order_line, activity):
        """The analytic account of the price of these hours."""
        if activity.company_id == order_line.company_id:
            return activity.account_id
        # Of another cooperative, which will invoice its part: the price here is the
        # structure's, and its bill too.
        return order_line.company_id.sudo().oe_structure_account_id


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    def _oe_without_doubles(self):
        """Leave out hours that some invoice bills although no link says so.

        An invoice made by hand, or a link lost by a reversal: what was delivered and
        not invoiced is the most that may be billed.
        """
        minutes = defaultdict(int)
        for line in self:
            minutes[line.so_line] += line._oe_minutes()
        held = self.browse()
        for order_line, lines in self.grouped("so_line").items():
            left = (order_line.qty_delivered - order_line.qty_invoiced) * 60
            if 0 < minutes[order_line] > left + MINUTES_OFF:
                held |= lines
        return self - held


class Intervention(models.Model):
    _inherit = "oe.intervention"

    is_billed = fields.Boolean(
        "Invoiced",
        compute="_compute_is_billed",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    def _compute_is_billed(self):
        lines_sudo = self.env["account.analytic.line"].sudo()
        groups = lines_sudo._read_group(
            [
                ("oe_part_id.intervention_id", "in", self.ids),
                ("timesheet_invoice_id", "!=", False),
                ("timesheet_invoice_id.state", "!=", "cancel"),
            ],
            ["oe_part_id"],
        )
        billed = {part.intervention_id.id for (part,) in groups}
        for visit in self:
            visit.is_billed = visit.id in billed or bool(
                visit.sudo().cancel_line_id.filtered(
                    lambda line: line.parent_state != "cancel"
                )
            )
