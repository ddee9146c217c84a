from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL


class Collection(models.AbstractModel):
    """Turnover that a licensee with books elsewhere declares."""

    _inherit = "oe.royalty.collection"

    def _queries(self, statement):
        if statement.contract_id.books_elsewhere:
            return [
                self._insert_declared(statement, corrections=False),
                self._insert_declared(statement, corrections=True),
            ]
        return super()._queries(statement)

    def _insert_declared(self, statement, corrections):
        """Declared lines that no statement has yet; a correction follows its line.

        Of a declared month no day is known: it has the rate of its first day.
        """
        return SQL(
            """
            INSERT INTO oe_royalty_base_line (
                statement_id, contract_id, company_id, licensor_id, currency_id,
                kind, move_line_ref, move_ref, declaration_line_id, number, date,
                pole_id, base_amount, origin_id,
                create_uid, create_date, write_uid, write_date)
            SELECT %(statement)s, row.contract_id, row.company_id, row.licensor_id,
                   %(currency)s, 'declared', 0, 0, line.id,
                   to_char(row.month, 'MM/YYYY'),
                   GREATEST(row.month, contract.date_start), line.pole_id,
                   line.amount, origin.id,
                   %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
              FROM oe_royalty_declaration_line line
              JOIN oe_royalty_declaration row ON row.id = line.declaration_id
              JOIN oe_royalty_contract contract ON contract.id = row.contract_id
         LEFT JOIN oe_royalty_declaration_line old
                ON old.declaration_id = row.corrects_id
               AND old.pole_id IS NOT DISTINCT FROM line.pole_id
         LEFT JOIN oe_royalty_base_line origin ON origin.declaration_line_id = old.id
             WHERE row.contract_id = %(contract)s
               AND row.state IN ('declared', 'audited')
               AND row.month < %(end)s
               AND (row.corrects_id IS NOT NULL) = %(corrections)s
               AND line.amount <> 0
               AND NOT EXISTS (SELECT 1 FROM oe_royalty_base_line done
                                WHERE done.declaration_line_id = line.id)
          ORDER BY row.month, line.id
            """,
            statement=statement.id,
            contract=statement.contract_id.id,
            currency=statement.currency_id.id,
            corrections=corrections,
            end=statement.month + relativedelta(months=1),
            uid=self.env.uid,
        )
