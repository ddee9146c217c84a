from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..calc.base import BaseRules

ALL = SQL("TRUE")


class Collection(models.AbstractModel):
    """Brings invoice lines into a statement: three queries, whatever their number.

    ``calc.base`` says which lines count; the queries below say it in SQL, and a test
    holds the two together.
    """

    _name = "oe.royalty.collection"
    _description = "Collection of the base of a royalty"

    @api.model
    def _collect(self, statement):
        """What counts up to the month's end and that no statement has yet."""
        self.env.flush_all()
        for query in self._queries(statement):
            self.env.cr.execute(query)
        statement.invalidate_recordset(["line_ids"])
        self.env["oe.royalty.base.line"].invalidate_model()

    def _queries(self, statement):
        """Sales first: a credit note finds the line it corrects among them."""
        return [
            self._insert(statement, credits=False),
            self._insert(statement, credits=True),
            self._insert_drift(statement),
        ]

    def _insert(self, statement, credits, only=ALL):
        """Lines of posted sales, or of credit notes, that no statement has yet.

        :param SQL only: a condition more
        """
        contract = statement.contract_id
        return SQL(
            """
            -- What is new first: a month reads no more because of the months before.
            WITH aml AS MATERIALIZED (
                SELECT item.id, item.move_id, item.account_id, item.name, item.balance,
                       item.company_currency_id
                  FROM account_move move
                  JOIN account_move_line item ON item.move_id = move.id
                 WHERE move.company_id = %(company)s
                   AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                   AND COALESCE(move.invoice_date, move.date) < %(end)s
                   AND COALESCE(move.invoice_date, move.date) >= %(first)s
                   AND (move.reversed_entry_id IS NOT NULL) = %(credits)s
                   AND item.company_id = %(company)s
                   AND item.parent_state = 'posted'
                   AND item.display_type = 'product'
                   AND item.balance <> 0
                   AND NOT EXISTS (
                       SELECT 1 FROM oe_royalty_base_line done
                        WHERE done.move_line_ref = item.id
                          AND done.company_id = %(company)s AND done.kind <> 'drift')
            )
            INSERT INTO oe_royalty_base_line (
                statement_id, contract_id, company_id, licensor_id, currency_id,
                kind, move_line_ref, move_ref, number, date, pole_id, base_amount,
                reason, origin_id, create_uid, create_date, write_uid, write_date)
            SELECT %(statement)s, %(contract)s, %(company)s, %(licensor)s,
                   aml.company_currency_id, %(kind)s, aml.id, move.id, move.name,
                   COALESCE(move.invoice_date, move.date), pole.pole_id,
                   -aml.balance, %(reason)s,
                   CASE WHEN origin.reason IS NULL THEN origin.id END,
                   %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
              FROM aml
              JOIN account_move move ON move.id = aml.move_id
              JOIN account_account account ON account.id = aml.account_id
         LEFT JOIN account_move reversed ON reversed.id = move.reversed_entry_id
         LEFT JOIN LATERAL (%(origin)s) origin ON TRUE
         LEFT JOIN LATERAL (%(pole)s) pole ON TRUE
             WHERE %(only)s
               AND NOT EXISTS (
                   SELECT 1 FROM oe_royalty_contract other
                    WHERE other.company_id = %(company)s AND other.id <> %(contract)s
                      AND other.state = 'signed'
                      AND origin.id IS NULL
                      AND COALESCE(move.invoice_date, move.date)
                          BETWEEN other.date_start
                              AND COALESCE(other.date_end, 'infinity'))
               AND (origin.contract_id IS NULL OR origin.contract_id = %(contract)s)
               AND (origin.id IS NOT NULL
                    OR COALESCE(move.invoice_date, move.date) < %(left)s)
          ORDER BY COALESCE(move.invoice_date, move.date), aml.id
            """,
            statement=statement.id,
            contract=contract.id,
            company=statement.company_id.id,
            licensor=statement.licensor_id.id,
            kind="credit" if credits else "sale",
            credits=credits,
            only=only,
            reason=self._reason(contract),
            origin=self._origin(),
            pole=self._pole(),
            uid=self.env.uid,
            end=statement.month + relativedelta(months=1),
            # Older books are not the brand's; its first month shows what is left out.
            first=contract.date_start.replace(day=1),
            # Nor are the books of after; its last month shows what is left out.
            left=contract._day_left() or "infinity",
        )

    def _reason(self, contract):
        """Why a line is out of the base; a credit note follows what it corrects."""
        rules = BaseRules()
        code = SQL("account.code_store ->> %s", str(contract.company_id.root_id.id))
        # Who belongs to the network is the same for every reader.
        network = self.env["res.company"]._oe_network().partner_id.ids
        return SQL(
            """
            COALESCE(origin.reason,
                CASE WHEN %(disbursement)s THEN 'disbursement'
                     WHEN %(down_payment)s THEN 'down_payment'
                     WHEN (%(sale)s) IS NOT TRUE THEN 'not_a_sale'
                     WHEN move.commercial_partner_id = ANY(%(network)s)
                          THEN 'intra_network'
                     WHEN COALESCE(
                              CASE WHEN origin.id IS NULL
                                   THEN reversed.invoice_date END,
                              move.invoice_date, move.date) < %(start)s
                          THEN 'before_contract'
                     WHEN origin.id IS NULL
                          AND COALESCE(move.invoice_date, move.date) > %(last)s
                          THEN 'after_contract'
                END)
            """,
            network=network,
            start=contract.date_start,
            last=contract.date_end or "9999-12-31",
            disbursement=_starts_with(code, rules.disbursements),
            down_payment=_starts_with(code, rules.down_payments),
            sale=_starts_with(code, rules.sales),
        )

    def _origin(self):
        """The line that a line of a credit note corrects."""
        return SQL(
            """
            SELECT line.id, line.reason, line.contract_id
              FROM oe_royalty_base_line line
              JOIN account_move_line old ON old.id = line.move_line_ref
             WHERE line.move_ref = move.reversed_entry_id AND line.kind <> 'drift'
          ORDER BY old.account_id = aml.account_id DESC,
                   old.name IS NOT DISTINCT FROM aml.name DESC,
                   old.balance = -aml.balance DESC, line.id
             LIMIT 1
            """
        )

    def _pole(self):
        """Pole of the activity that the line is assigned to."""
        plan = self.env["account.analytic.plan"]._oe_activities_plan()
        return SQL(
            """
            SELECT activity.pole_id
              FROM account_analytic_line aal
              JOIN oe_activity activity ON activity.account_id = %s
             WHERE aal.move_line_id = aml.id
          ORDER BY activity.id LIMIT 1
            """,
            SQL.identifier("aal", plan._column_name()),
        )

    def _insert_drift(self, statement):
        """What locked lines have become behind our back, less what was told of it."""
        return SQL(
            """
            INSERT INTO oe_royalty_base_line (
                statement_id, contract_id, company_id, licensor_id, currency_id,
                kind, move_line_ref, move_ref, number, date, pole_id, base_amount,
                origin_id, create_uid, create_date, write_uid, write_date)
            SELECT %(statement)s, line.contract_id, line.company_id,
                   line.licensor_id, line.currency_id, 'drift', line.move_line_ref,
                   line.move_ref, line.number, line.date, line.pole_id,
                   now_is.amount - line.base_amount - COALESCE(told.amount, 0),
                   line.id, %(uid)s, now() AT TIME ZONE 'UTC',
                   %(uid)s, now() AT TIME ZONE 'UTC'
              FROM oe_royalty_base_line line
              JOIN oe_royalty_statement locked ON locked.id = line.statement_id
         LEFT JOIN account_move_line aml ON aml.id = line.move_line_ref
                                        AND aml.parent_state = 'posted'
        CROSS JOIN LATERAL (SELECT COALESCE(-aml.balance, 0) AS amount) now_is
         LEFT JOIN LATERAL (
                   SELECT SUM(drift.base_amount) AS amount
                     FROM oe_royalty_base_line drift
                    WHERE drift.origin_id = line.id AND drift.kind = 'drift'
                   ) told ON TRUE
             WHERE line.contract_id = %(contract)s
               AND locked.contract_id = %(contract)s
               AND locked.state IN ('locked', 'invoiced')
               AND line.kind IN ('sale', 'credit') AND line.reason IS NULL
               AND now_is.amount - line.base_amount - COALESCE(told.amount, 0) <> 0
            """,
            statement=statement.id,
            contract=statement.contract_id.id,
            uid=self.env.uid,
        )


def _starts_with(code, prefixes):
    """Whether the code of an account is of one of these families."""
    return SQL("(%s) LIKE ANY(%s)", code, [f"{prefix}%" for prefix in prefixes])
