from odoo import Command, fields, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import from_cents, to_cents

from ..calc.sharing import recharge
from .accounts import PURCHASE_ACCOUNT


class Statement(models.Model):
    """The royalty on each activity, where the licence says so."""

    _inherit = "oe.royalty.statement"

    charge_move_id = fields.Many2one(
        "account.move",
        "Charge to the activities",
        readonly=True,
        copy=False,
        help="Entry of the licensee: the royalty of each activity, nil in total.",
    )

    def _make_invoice(self):
        result = super()._make_invoice()
        self._charge_activities()
        return result

    def _charge_activities(self):
        """6511 of each activity against 6511 of the structure: the bill has the sum.

        To the cent, which percentages on the bill would not be. Posted at once: it is
        nil in the general ledger, and the account of each activity needs it.
        """
        contract = self.contract_id
        if contract.charge != "activities" or contract.books_elsewhere:
            return
        shares = {key: cents for key, cents in self._shares().items() if cents}
        if not shares:
            return
        move = (
            self.env["account.move"]
            .with_company(self.company_id)
            .create(self._prepare_charge(shares))
        )
        move.action_post()
        self.charge_move_id = move

    def _prepare_charge(self, shares):
        company = self.company_id
        account = company._oe_chart_ref(PURCHASE_ACCOUNT)
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
        )
        activities = self.env["oe.activity"].browse(shares)
        words = self.env._(
            "Brand royalty %(month)s", month=self.month.strftime("%m/%Y")
        )
        rows = [
            (shares[activity.id], {str(activity.account_id.id): 100})
            for activity in activities
        ]
        rows.append((-sum(shares.values()), False))
        return {
            "move_type": "entry",
            "company_id": company.id,
            "journal_id": journal.id,
            "date": self.invoice_id.invoice_date or self.month,
            "ref": words,
            "line_ids": [
                Command.create(
                    {
                        "name": words,
                        "account_id": account.id,
                        "balance": from_cents(cents),
                        "analytic_distribution": distribution,
                    }
                )
                for cents, distribution in rows
                if cents
            ],
        }

    def _shares(self):
        """Royalty due (cents) by activity id; without one it stays with the structure.

        In proportion to the lines of each; where an activity has less than nothing,
        corrections exceed its sales, and each has the royalty of its own lines.
        """
        plan = self.env["account.analytic.plan"]._oe_activities_plan()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(own.id, 0), SUM(line.base_amount), SUM(line.amount)
                  FROM oe_royalty_base_line line
             LEFT JOIN LATERAL (
                       SELECT activity.id
                         FROM account_analytic_line aal
                         JOIN oe_activity activity ON activity.account_id = %(column)s
                        WHERE aal.move_line_id = line.move_line_ref
                     ORDER BY activity.id LIMIT 1) own ON TRUE
                 WHERE line.statement_id = %(statement)s AND line.reason IS NULL
              GROUP BY 1 ORDER BY 1
                """,
                column=SQL.identifier("aal", plan._column_name()),
                statement=self.id,
            )
        )
        due = to_cents(self.amount)
        bases = {key: to_cents(base) for key, base, _amount in rows}
        if (
            due > 0
            and all(base >= 0 for base in bases.values())
            and any(bases.values())
        ):
            shares = recharge(due, bases)
        else:
            shares = {key: to_cents(amount) for key, _base, amount in rows}
        shares.pop(0, None)
        return shares
