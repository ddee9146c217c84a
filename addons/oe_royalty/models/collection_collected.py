from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL


class Collection(models.AbstractModel):
    """Collected basis: of each line the part that payments have reached.

    ``calc.collected`` says it in Python, and a test holds the two together. What was
    counted before is taken off, so that a part is counted once, a bounced payment
    gives it back and a forced edit is found. The rate stays that of the sale's day: a
    client who pays late does not choose it.
    """

    _inherit = "oe.royalty.collection"

    def _queries(self, statement):
        contract = statement.contract_id
        if contract.books_elsewhere or contract.basis != "collected":
            return super()._queries(statement)
        left_out = SQL("%s IS NOT NULL", self._reason(contract))
        return [
            self._insert(statement, credits=False, only=left_out),
            self._insert(statement, credits=True, only=left_out),
            self._insert_collected(statement, credits=False),
            self._insert_collected(statement, credits=True),
            self._insert_gone(statement),
        ]

    def _insert_collected(self, statement, credits):
        contract = statement.contract_id
        return SQL(
            """
            WITH move AS (
                SELECT move.id, move.name, move.reversed_entry_id,
                       COALESCE(move.invoice_date, move.date) AS day,
                       (SELECT SUM(item.balance) FROM account_move_line item
                         WHERE item.move_id = move.id
                           AND item.display_type = 'payment_term') AS total,
                       (%(reached)s) AS reached
                  FROM account_move move
                 WHERE move.company_id = %(company)s AND move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                   AND COALESCE(move.invoice_date, move.date) < %(end)s
                   AND COALESCE(move.invoice_date, move.date) >= %(first)s
                   AND (move.reversed_entry_id IS NOT NULL) = %(credits)s
            ), line AS (
                SELECT aml.id, move.id AS move_id, move.name, move.day,
                       aml.company_currency_id, move.reversed_entry_id,
                       aml.account_id, aml.name AS words, aml.balance,
                       CASE WHEN move.total IS NULL OR move.total = 0
                            THEN -aml.balance
                            ELSE ROUND(SUM(-aml.balance) OVER upto
                                       * move.reached / move.total, 2)
                               - ROUND((SUM(-aml.balance) OVER upto + aml.balance)
                                       * move.reached / move.total, 2)
                        END AS amount
                  FROM move JOIN account_move_line aml ON aml.move_id = move.id
                 WHERE aml.display_type = 'product' AND aml.balance <> 0
                WINDOW upto AS (PARTITION BY move.id ORDER BY aml.id)
            )
            INSERT INTO oe_royalty_base_line (
                statement_id, contract_id, company_id, licensor_id, currency_id,
                kind, move_line_ref, move_ref, number, date, pole_id, base_amount,
                origin_id, create_uid, create_date, write_uid, write_date)
            SELECT %(statement)s, %(contract)s, %(company)s, %(licensor)s,
                   aml.company_currency_id, 'collected', aml.id, aml.move_id, aml.name,
                   aml.day, pole.pole_id, aml.amount - COALESCE(done.amount, 0),
                   CASE WHEN origin.id IS NOT NULL THEN origin.id
                        WHEN done.given_back <> 0
                          OR (aml.amount - done.amount) * done.amount < 0
                        THEN done.first_id END,
                   %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
              FROM line aml
         LEFT JOIN LATERAL (%(origin)s) origin ON TRUE
         LEFT JOIN LATERAL (%(pole)s) pole ON TRUE
         LEFT JOIN LATERAL (
                   SELECT SUM(counted.base_amount) AS amount,
                          SUM(counted.base_amount)
                              FILTER (WHERE counted.origin_id IS NOT NULL)
                              AS given_back,
                          MIN(counted.id) AS first_id
                     FROM oe_royalty_base_line counted
                    WHERE counted.move_line_ref = aml.id
                      AND counted.kind = 'collected') done ON TRUE
             WHERE aml.amount <> COALESCE(done.amount, 0)
               AND (origin.contract_id IS NULL OR origin.contract_id = %(contract)s)
               AND (origin.id IS NOT NULL
                    OR aml.day BETWEEN %(start)s AND %(last)s)
               AND NOT EXISTS (
                   SELECT 1 FROM oe_royalty_base_line other
                    WHERE other.move_line_ref = aml.id
                      AND other.company_id = %(company)s
                      AND other.kind <> 'collected')
          ORDER BY aml.day, aml.id
            """,
            statement=statement.id,
            contract=contract.id,
            company=statement.company_id.id,
            licensor=statement.licensor_id.id,
            credits=credits,
            reached=self._reached(statement),
            origin=self._origin_of_paid(),
            pole=self._pole(),
            uid=self.env.uid,
            end=statement.month + relativedelta(months=1),
            first=contract.date_start.replace(day=1),
            start=contract.date_start,
            last=contract.date_end or "9999-12-31",
        )

    def _reached(self, statement):
        """What was reconciled with an invoice by the month's end, signed."""
        return SQL(
            """
            SELECT COALESCE(SUM(CASE WHEN part.debit_move_id = item.id
                                     THEN part.amount ELSE -part.amount END), 0)
              FROM account_move_line item
              JOIN account_partial_reconcile part
                ON part.debit_move_id = item.id OR part.credit_move_id = item.id
             WHERE item.move_id = move.id AND item.display_type = 'payment_term'
               AND part.max_date < %s
            """,
            statement.month + relativedelta(months=1),
        )

    def _origin_of_paid(self):
        """The first paid part of the line that a line of a credit note corrects."""
        return SQL(
            """
            SELECT counted.id, counted.contract_id
              FROM oe_royalty_base_line counted
              JOIN account_move_line old ON old.id = counted.move_line_ref
             WHERE counted.move_ref = aml.reversed_entry_id
               AND counted.kind = 'collected' AND counted.origin_id IS NULL
          ORDER BY old.account_id = aml.account_id DESC,
                   old.name IS NOT DISTINCT FROM aml.words DESC,
                   old.balance = -aml.balance DESC, counted.id
             LIMIT 1
            """
        )

    def _insert_gone(self, statement):
        """What was counted of lines that are no longer posted is given back."""
        return SQL(
            """
            INSERT INTO oe_royalty_base_line (
                statement_id, contract_id, company_id, licensor_id, currency_id,
                kind, move_line_ref, move_ref, number, date, pole_id, base_amount,
                origin_id, create_uid, create_date, write_uid, write_date)
            SELECT %(statement)s, first.contract_id, first.company_id,
                   first.licensor_id, first.currency_id, 'collected',
                   first.move_line_ref, first.move_ref, first.number, first.date,
                   first.pole_id, -counted.amount,
                   COALESCE(first.origin_id, first.id),
                   %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
              FROM (SELECT MIN(line.id) AS first_id, SUM(line.base_amount) AS amount
                      FROM oe_royalty_base_line line
                     WHERE line.contract_id = %(contract)s AND line.kind = 'collected'
                  GROUP BY line.move_line_ref) counted
              JOIN oe_royalty_base_line first ON first.id = counted.first_id
         LEFT JOIN account_move_line aml ON aml.id = first.move_line_ref
                                        AND aml.parent_state = 'posted'
             WHERE aml.id IS NULL AND counted.amount <> 0
            """,
            statement=statement.id,
            contract=statement.contract_id.id,
            uid=self.env.uid,
        )
