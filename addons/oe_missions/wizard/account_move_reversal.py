from odoo import models


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        """With a new draft in its place the hours go with it: the core forgets them,
        and the next month would bill them once more."""
        moves = self.move_ids.filtered(lambda move: move.move_type == "out_invoice")
        hours = {move: move._oe_hours() for move in moves if is_modify}
        result = super().reverse_moves(is_modify)
        drafts = self.new_move_ids
        if hours and len(drafts) == len(self.move_ids):
            for move, draft in zip(self.move_ids, drafts, strict=True):
                if move in hours and draft.partner_id == move.partner_id:
                    hours[move].timesheet_invoice_id = draft
        return result
