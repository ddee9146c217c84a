from odoo import models

from odoo.addons.oe_base.calc.money import format_fr, to_cents


class Pay(models.Model):
    """A pay whose transfer left: what changes afterwards is told, never paid twice."""

    _inherit = "oe.cae.pay"

    def _paid_out(self):
        """Cents in files that were made or handed to the bank, by pay."""
        lines_sudo = self.env["oe.cae.transfer.line"].sudo()
        found_sudo = lines_sudo.search(
            [
                ("pay_id", "in", self.ids),
                ("live", "=", True),
                ("transfer_id.state", "in", ("made", "sent")),
            ]
        )
        return {line.pay_id.id: to_cents(line.amount) for line in found_sudo}

    def _book(self, corrected=()):
        entry = super()._book(corrected)
        self._tell_paid_out()
        return entry

    def action_no_share_deduction(self):
        result = super().action_no_share_deduction()
        self._tell_paid_out()
        return result

    def _tell_paid_out(self):
        """Say it where a transfer left with another amount than what is due now."""
        paid = self._paid_out()
        kept = self.sudo()._entered()
        for pay_sudo in self.sudo().filtered(lambda pay: pay.id in paid):
            due = to_cents(pay_sudo.real_paid) - kept.get(pay_sudo.id, 0)
            if due != paid[pay_sudo.id]:
                pay_sudo._put(
                    {
                        "warning": self.env._(
                            "%(paid)s were paid out by transfer, %(due)s are due now: "
                            "settle the difference with the person.",
                            paid=format_fr(paid[pay_sudo.id]),
                            due=format_fr(due),
                        )
                    }
                )
