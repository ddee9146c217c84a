"""Work across cooperatives: who hosts the ES invoices who sells, and its mirror."""

from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.fields import Domain

from odoo.addons.oe_base.calc import money
from odoo.addons.oe_base.tools import lock_rows

# General subcontracting in the French chart.
PURCHASE_ACCOUNT = "pcg_611"
# On no invoice between cooperatives, or on one that was cancelled or wholly credited.
TO_TRANSFER = (
    Domain("oe_transfer_move_id", "=", False)
    | Domain("oe_transfer_move_id.state", "=", "cancel")
    | Domain("oe_transfer_move_id.payment_state", "=", "reversed")
    & Domain("oe_transfer_move_id.reversal_move_ids.state", "=", "posted")
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _oe_transfer_hours(self, company, end):
        """Draft invoices of other cooperatives for hours that clients were billed.

        Run again nothing doubles: each hour knows the invoice it is on.

        :param company: the cooperative that sells
        :param date end: first day after the hours
        :return: the draft invoices, one for each cooperative that hosts
        """
        lines_sudo = self.env["account.analytic.line"].sudo()
        hours = lines_sudo.search(
            Domain("company_id", "=", company.id)
            & Domain("oe_part_id", "!=", False)
            & Domain("timesheet_invoice_id.state", "=", "posted")
            & TO_TRANSFER
            & Domain("oe_is_transfer", "=", True)
            & Domain("date", "<", end)
        )
        if not hours:
            return self.env["account.move"]
        lock_rows(hours.order_id)
        hours.invalidate_recordset(["oe_transfer_move_id"])
        hours = hours.filtered_domain(TO_TRANSFER)
        moves = self.env["account.move"]
        by_host = hours.grouped(
            lambda line: line.oe_part_id.intervention_id.activity_id.company_id
        )
        for host, mine in by_host.items():
            values = self._oe_prepare_transfer(host, company, mine)
            move = moves.sudo().with_company(host).create(values)
            mine.oe_transfer_move_id = move
            moves |= move
        return moves

    def _oe_prepare_transfer(self, host, company, hours):
        grouped = defaultdict(int)
        for line in hours.sorted(lambda li: (li.so_line.id, li.id)):
            activity = line.oe_part_id.intervention_id.activity_id
            for percent, _kinds, minutes in line._oe_priced_minutes():
                grouped[line.so_line, activity, percent] += minutes
        rows = [
            self._oe_prepare_transfer_line(*key, minutes)
            for key, minutes in grouped.items()
            if minutes
        ]
        refund = sum(row["quantity"] * row["price_unit"] for row in rows) < 0
        for row in rows if refund else ():
            row["quantity"] = -row["quantity"]
        return {
            "move_type": "out_refund" if refund else "out_invoice",
            "company_id": host.id,
            "partner_id": company.partner_id.id,
            "oe_is_transfer": True,
            "invoice_line_ids": [Command.create(row) for row in rows],
        }

    def _oe_prepare_transfer_line(self, order_line, activity, percent, minutes):
        mission = order_line.order_id.oe_mission_ids[:1]
        cents = money.apply_rate(
            money.to_cents(order_line._oe_surcharged_price(percent)),
            money.percent(mission.transfer_percent),
        )
        told = (order_line.product_id.name, order_line.order_id.name)
        product = self.env.ref("oe_missions.product_transfer")
        return {
            "product_id": product.id,
            "name": f"{', '.join(told)}\n{activity.entrepreneur_id.name}",
            "quantity": float(money.rate(minutes) / 60),
            "price_unit": cents / 100,
            "analytic_distribution": {str(activity.account_id.id): 100},
        }


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    oe_is_transfer = fields.Boolean(
        "By somebody of another cooperative", readonly=True, copy=False
    )
    oe_transfer_move_id = fields.Many2one(
        "account.move",
        "Sale between cooperatives",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _oe_transfer = models.Index("(company_id, date) WHERE oe_is_transfer")


class AccountMove(models.Model):
    _inherit = "account.move"

    oe_is_transfer = fields.Boolean(
        "Sale between cooperatives", readonly=True, copy=False
    )

    def _post(self, soft=True):
        """A sale between cooperatives is at once the bill of the other."""
        posted = super()._post(soft)
        for move in posted.filtered("oe_is_transfer"):
            buyer = move.sudo().commercial_partner_id.ref_company_ids[:1]
            if buyer:
                account = buyer.sudo().oe_structure_account_id
                move._oe_mirror(
                    buyer, PURCHASE_ACCOUNT, {str(account.id): 100} if account else None
                )
        return posted
