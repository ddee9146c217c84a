from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows


class Payout(models.Model):
    """The buttons of a payout."""

    _inherit = "oe.royalty.payout"

    def _check_run(self):
        """Who runs payouts: whoever may set up the royalty, in the licensor."""
        self.check_access("read")
        self.scheme_id.check_access("write")

    def action_approve(self):
        """Number it, make its entry in draft; the amount no longer changes."""
        self._check_run()
        for row in self:
            row_sudo = row.sudo()  # books and numbers are not the manager's
            lock_rows(row_sudo)
            if row_sudo.state != "draft":
                raise UserError(
                    self.env._("%(name)s is approved already.", name=row.display_name)
                )
            row_sudo._levy()
            row_sudo._approve()
        return True

    def _approve(self):
        sequences = self.env["ir.sequence"].with_company(self.company_id)
        self.write(
            {
                "number": sequences.next_by_code("oe.royalty.payout") or "/",
                "approved_on": fields.Date.context_today(self),
                "state": "approved",
            }
        )
        self._enter()

    def action_cancel(self):
        """Give the parts back: they are in the next payout."""
        self._check_run()
        for row in self:
            row_sudo = row.sudo()
            lock_rows(row_sudo)
            if row_sudo.state not in ("draft", "approved"):
                raise UserError(self.env._("What is paid stays."))
            row_sudo._cancel()
        return True

    def _cancel(self):
        move = self.move_id
        if move.state == "posted" and self._is_own_move():
            raise UserError(
                self.env._(
                    "The entry of %(name)s is posted: ask the accountant to reset it "
                    "to draft first.",
                    name=self.display_name,
                )
            )
        if move and self._is_own_move():
            move.button_cancel()
        self.write({"state": "cancelled", "move_id": False})
        self.allocation_ids.payout_id = False

    def action_paid(self):
        """Say that it was paid; where the books know, they say the day."""
        self._check_run()
        for row in self:
            row_sudo = row.sudo()
            lock_rows(row_sudo)
            if row_sudo.state != "approved":
                raise UserError(
                    self.env._(
                        "%(name)s does not wait for its payment.",
                        name=row.display_name,
                    )
                )
            row_sudo.write({"paid_on": row_sudo._day_paid(), "state": "paid"})
        return True

    def action_paper(self):
        """Open the document."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/oe/royalties/payouts/{self.id}/pdf",
            "target": "new",
        }
