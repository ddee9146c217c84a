from odoo import api, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def _oe_refuse_locked_royalty(self):
        """An invoice in a locked royalty statement is corrected, never undone."""
        sales = self.filtered(lambda move: move.is_sale_document(include_receipts=True))
        if not sales:
            return
        # Locked for everybody, also for those who read no royalty.
        found_sudo = (
            self.env["oe.royalty.base.line"]
            .sudo()
            .search(
                [
                    ("move_ref", "in", sales.ids),
                    ("reason", "=", False),
                    ("statement_id.state", "in", ("locked", "invoiced")),
                ],
                limit=1,
            )
        )
        if found_sudo:
            raise UserError(
                self.env._(
                    "%(number)s is in the royalty of %(month)s, which is locked: make "
                    "a credit note, it goes into the next statement.",
                    number=found_sudo.number,
                    month=found_sudo.statement_id.month.strftime("%m/%Y"),
                )
            )

    def button_draft(self):
        """Refuse to reopen what a locked royalty statement counts."""
        self._oe_refuse_locked_royalty()
        return super().button_draft()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked_royalty(self):
        self._oe_refuse_locked_royalty()
