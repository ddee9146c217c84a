from collections import defaultdict

from odoo import models


class AccountMove(models.Model):
    """A credit note frees the hours it credits, and no others.

    The stock flow clears the invoice of all hours of the lines credited, so that a
    credit of one hour bills the whole month again.
    """

    _inherit = "account.move"

    def action_post(self):
        credits = self.filtered(
            lambda move: move.move_type == "out_refund" and move.reversed_entry_id
        )
        linked = {move: move.reversed_entry_id._oe_hours() for move in credits}
        result = super().action_post()
        for move, hours in linked.items():
            kept = hours - move._oe_credited(hours)
            kept.timesheet_invoice_id = move.reversed_entry_id
        return result

    def _oe_hours(self):
        """Hours of visits that this invoice bills."""
        hours_sudo = self.env["account.analytic.line"].sudo()
        return hours_sudo.search(
            [("timesheet_invoice_id", "in", self.ids), ("oe_part_id", "!=", False)]
        )

    def _oe_credited(self, hours):
        """Of these hours those that the lines of this credit note take back.

        Whole visits, the latest first. What is no whole visit frees nothing: it is
        corrected on the visit, whose counter-entry bills the rest again.
        """
        self.ensure_one()
        credited = defaultdict(int)
        for line in self.invoice_line_ids.filtered("sale_line_ids"):
            key = (line.sale_line_ids[:1].id, line._oe_account_id())
            credited[key] += round(line.quantity * 60)
        freed = self._oe_wholly_credited(hours, credited)
        for key, minutes in credited.items():
            if key[0] in freed.so_line.ids:
                continue
            mine = hours.filtered(lambda hour, key=key: hour._oe_billed_key() == key)
            freed |= mine._oe_latest(minutes)
        return freed

    def _oe_wholly_credited(self, hours, credited):
        """Hours of the services of which every minute is taken back.

        Whatever the accounts: by shares, or by somebody of another cooperative, the
        line of an invoice does not stand on the account of who came.
        """
        back = defaultdict(int)
        for (order_line, _account), minutes in credited.items():
            back[order_line] += minutes
        return hours.filtered(
            lambda hour: (
                back[hour.so_line.id]
                == sum(
                    line._oe_minutes() for line in hours if line.so_line == hour.so_line
                )
            )
        )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _oe_account_id(self):
        """The account of the activity of an invoice line, or None."""
        self.ensure_one()
        return next(
            (int(key.split(",")[0]) for key in self.analytic_distribution or {}), None
        )


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    def _oe_billed_key(self):
        """The order line and account that an invoice line of these hours has."""
        self.ensure_one()
        activity = self.oe_part_id.intervention_id.activity_id
        return (self.so_line.id, activity.account_id.id)

    def _oe_latest(self, minutes):
        """The latest of these hours that make exactly so many minutes, or none."""
        if minutes == sum(line._oe_minutes() for line in self):
            return self
        found, left = self.browse(), minutes
        for line in self.sorted(lambda li: (li.date, li.id), reverse=True):
            if 0 < line._oe_minutes() <= left:
                found |= line
                left -= line._oe_minutes()
        return found if not left else self.browse()
