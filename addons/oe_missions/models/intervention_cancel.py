from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.oe_base.calc import money
from odoo.addons.oe_base.tools import lock_rows

from ..calc.cancellation import cancel_fee

MINUTE = 60
# On no invoice, or on one that was cancelled: like hours, it is due again.
LATE_FREE = Domain("cancel_line_id", "=", False) | Domain(
    "cancel_line_id.parent_state", "=", "cancel"
)


class Intervention(models.Model):
    """A visit called off: by whom, how late, and what the signed rule asks for."""

    _inherit = "oe.intervention"

    cancelled_by = fields.Selection(
        [
            ("client", "The client"),
            ("no_show", "The client, without notice"),
            ("entrepreneur", "The entrepreneur"),
            ("office", "The cooperative"),
            ("suspension", "A suspension of the mission"),
        ],
        readonly=True,
        copy=False,
    )
    cancelled_on = fields.Datetime("Told on", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cancel_amount = fields.Monetary(
        "Late cancellation, excl. VAT", readonly=True, copy=False
    )
    cancel_waiver = fields.Char("Not asked for, because", readonly=True, copy=False)
    cancel_line_id = fields.Many2one(
        "account.move.line",
        "Invoice line of the cancellation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    def _call_off(self, by, told_on=None, waiver=None):
        """Cancel planned visits; a late notice of the client costs what was signed.

        :param str by: a key of ``cancelled_by``
        :param datetime told_on: when the client said it (UTC), now by default
        :param str waiver: why nothing is asked for
        :raises UserError: for a visit that is not planned any more
        """
        lock_rows(self)
        told_on = told_on or fields.Datetime.now()
        for visit in self:
            if visit.state != "planned":
                raise UserError(
                    self.env._("This visit was recorded or cancelled already.")
                )
            visit.write(
                {
                    "state": "cancelled",
                    "is_manual": True,
                    "cancelled_by": by,
                    "cancelled_on": told_on,
                    "cancel_amount": visit._cancel_cents(by, told_on, waiver) / 100,
                    "cancel_waiver": (waiver or "").strip()[:200] or False,
                }
            )

    def _cancel_cents(self, by, told_on, waiver):
        if waiver or by not in ("client", "no_show"):
            return 0
        rule_sudo = self.mission_id.order_id.sudo().oe_hour_rule_id
        notice = (self.planned_start - told_on).total_seconds() // MINUTE
        return cancel_fee(
            self._planned_cents(),
            0 if by == "no_show" else int(notice),
            rule_sudo._cancel_rules() if rule_sudo else [],
        )

    def _planned_cents(self):
        """What the visit would have cost as planned, excl. VAT, without surcharge."""
        return sum(
            money.multiply(
                money.to_cents(part.order_line_id.sudo().price_unit),
                money.rate(part.minutes) / MINUTE,
            )
            for part in self.part_ids
        )

    def _bring_back(self):
        """Plan again what a suspension took; without who is elsewhere meanwhile."""
        for visit in self:
            times = {name: visit[name] for name in ("planned_start", "planned_end")}
            visit._move_to({**times, "state": "planned", "cancelled_by": False})

    def action_no_show(self):
        """Nobody opened the door: the visit is over, the rule of the quote applies."""
        self.check_access("write")
        self._no_show()

    def _no_show(self):
        for visit in self:
            if visit.planned_start > fields.Datetime.now():
                raise UserError(self.env._("This visit has not begun yet."))
        self._call_off("no_show")


class SaleOrder(models.Model):
    """Late cancellations are billed with the hours of their month."""

    _inherit = "sale.order"

    def _oe_late_visits(self, company, start, end):
        """Cancelled visits that cost something and were not billed yet.

        :param date start: first day; None: as old as they may be
        :param date end: first day after
        """
        wanted = (
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "cancelled")
            & Domain("cancel_amount", ">", 0)
            & LATE_FREE
            & Domain("planned_start", "<", midnight(company, end))
        )
        if start:
            wanted &= Domain("planned_start", ">=", midnight(company, start))
        return self.env["oe.intervention"].search(wanted, order="planned_start, id")

    def _oe_prepare_late(self, visit):
        """The invoice line of a late cancellation: no service, so never its rate."""
        product = self.env.ref("oe_missions.product_late_cancellation")
        company = visit.company_id
        rule_sudo = visit.mission_id.order_id.sudo().oe_hour_rule_id
        taxes = self.env["account.tax"]
        if rule_sudo.cancel_tax == "normal":
            taxes = company._oe_chart_ref("tva_normale_encaissement")
        activity_sudo = visit.activity_id.sudo()
        account = company.sudo().oe_structure_account_id
        if activity_sudo.company_id == company and activity_sudo.account_id:
            account = activity_sudo.account_id  # never that of another cooperative
        wall = company._oe_wall
        return {
            "product_id": product.id,
            "name": self.env._(
                "Late cancellation of the visit of %(day)s, told on %(told)s",
                day=wall(visit.planned_start).strftime("%d/%m/%Y %H:%M"),
                told=wall(visit.cancelled_on).strftime("%d/%m/%Y %H:%M"),
            ),
            "quantity": 1,
            "price_unit": visit.cancel_amount,
            "tax_ids": [Command.set(taxes.ids)],
            "analytic_distribution": {str(account.id): 100} if account else False,
        }


def midnight(company, day):
    """The moment (UTC) at which a day begins in a company."""
    return company._oe_utc(fields.Datetime.to_datetime(day))
