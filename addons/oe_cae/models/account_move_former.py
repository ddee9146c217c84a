from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import to_cents


class AccountMove(models.Model):
    """An open invoice of the former books: no turnover here, but still to collect."""

    _inherit = "account.move"

    oe_former_turnover = fields.Monetary(
        "Turnover in the former books",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Excl. VAT, of what was still due: schemes that charge what is collected "
        "count it when the client pays.",
    )

    def _oe_refuse_former(self):
        # Whether it moved in does not depend on who asks.
        if any(move.oe_former_turnover for move in self.sudo()):
            raise UserError(
                self.env._(
                    "This invoice comes from the former tool: the accountant posts "
                    "and corrects it. Write to your advisor."
                )
            )

    def _oe_page(self):
        page = super()._oe_page()
        # Its entrepreneur reads it, the accountant does the rest.
        former = bool(self.sudo().oe_former_turnover)
        return {
            **page,
            "former": former,
            "creditable": page["creditable"] and not former,
        }

    def _oe_done(self):
        self._oe_refuse_former()
        return super()._oe_done()

    def _oe_discard(self):
        self._oe_refuse_former()
        return super()._oe_discard()

    def _oe_credit(self, quantities, reason, sent_ref=None):
        self._oe_refuse_former()
        return super()._oe_credit(quantities, reason, sent_ref)


class Ledger(models.AbstractModel):
    """What clients pay of former invoices is collected here."""

    _inherit = "oe.cae.ledger"

    def _sale_rows(self, moves, accounts):
        lines = super()._sale_rows(moves, accounts)
        for move, account, amount in self.env.execute_query(
            SQL(
                """
                SELECT move.id, activity.account_id,
                       -- Credited, it was not collected: its part is taken back.
                       CASE WHEN move.oe_former_turnover <> 0
                            THEN move.oe_former_turnover
                            ELSE ROUND(origin.oe_former_turnover
                                 * move.amount_total_signed
                                 / origin.amount_total_signed, 2) END
                  FROM account_move move
             LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
                       AND origin.oe_former_turnover <> 0
                       AND origin.amount_total_signed <> 0
                  JOIN oe_activity activity ON activity.id =
                       COALESCE(move.oe_activity_id, origin.oe_activity_id)
                 WHERE move.id = ANY(%(moves)s)
                   AND (move.oe_former_turnover <> 0 OR origin.id IS NOT NULL)
                """,
                moves=moves,
            )
        ):
            former = lines.setdefault(move, {})
            former[account] = former.get(account, 0) + to_cents(amount)
        return lines

    @api.model
    def _former_left(self, company):
        """Cents of the opening account, by analytic account: what is not matched."""
        account = company.sudo().oe_opening_account_id
        if not account:
            return {}
        groups = self.env["account.analytic.line"]._read_group(
            [
                ("general_account_id", "=", account.id),
                ("move_line_id.parent_state", "=", "posted"),
                ("company_id", "=", company.id),
            ],
            [self.env["account.analytic.plan"]._oe_activities_plan()._column_name()],
            ["amount:sum"],
        )
        return {row.id: to_cents(amount) for row, amount in groups if amount}
