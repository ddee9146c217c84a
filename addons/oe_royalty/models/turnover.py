from odoo import fields, models
from odoo.tools import SQL


class Turnover(models.Model):
    """Class 70 of the licensees, line by line: counted, left out, or to collect.

    Summed by company and month: class 70 − included − left out − to collect = 0. A
    difference is turnover that no rule looks at. No customer and no wording here.
    """

    _name = "oe.royalty.turnover"
    _description = "Control of class 70"
    _auto = False
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", "Licensee", readonly=True)
    licensor_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(readonly=True)
    date = fields.Date(readonly=True)
    number = fields.Char(readonly=True)
    amount = fields.Monetary("Class 70", readonly=True)
    included = fields.Monetary("In a base", readonly=True)
    excluded = fields.Monetary("Left out", readonly=True)
    to_collect = fields.Monetary(readonly=True)
    difference = fields.Monetary(readonly=True)
    why = fields.Selection(
        [
            ("included", "In a base"),
            ("excluded", "Left out"),
            ("to_collect", "To collect"),
            ("entry", "Left out: entry, not a customer document"),
            ("unknown", "Not looked at by any rule"),
        ],
        readonly=True,
    )

    @property
    def _table_query(self):
        # Where each row stands follows from its amounts.
        return SQL(
            """
            WITH signed AS (
                SELECT company_id, licensor_id, date_start,
                       date_trunc('month', date_start)::date AS first,
                       date_trunc('month', COALESCE(date_end, 'infinity')) AS last
                  FROM oe_royalty_contract
                 WHERE state = 'signed' AND books_elsewhere IS NOT TRUE
            ), licence AS (
                SELECT DISTINCT ON (company_id) company_id, licensor_id
                  FROM signed ORDER BY company_id, date_start DESC
            ), span AS (
                -- Whole months that it has a licence for: none between two licences.
                SELECT company_id, first, last
                  FROM signed JOIN licence USING (company_id, licensor_id)
            ), counted AS (
                SELECT move_line_ref AS id, MIN(company_id) AS company_id,
                       MIN(date) AS date, MIN(number) AS number,
                       COALESCE(SUM(base_amount) FILTER (WHERE reason IS NULL), 0)
                           AS included,
                       COALESCE(SUM(base_amount) FILTER (WHERE reason IS NOT NULL), 0)
                           AS excluded
                  FROM oe_royalty_base_line
                 WHERE move_line_ref <> 0
              GROUP BY move_line_ref
            ), item AS (
                SELECT aml.id, aml.company_id, aml.date, move.name AS number,
                       -aml.balance AS amount, aml.display_type,
                       move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                           AS is_sale
                  FROM account_move_line aml
                  JOIN account_move move ON move.id = aml.move_id
                  JOIN account_account account ON account.id = aml.account_id
                 WHERE aml.parent_state = 'posted' AND aml.balance <> 0
                   AND account.code_store ->> aml.company_id::text LIKE '70%%'
                   AND EXISTS (SELECT 1 FROM span
                                WHERE span.company_id = aml.company_id
                                  AND aml.date >= span.first
                                  AND date_trunc('month', aml.date) <= span.last)
            ), sorted AS (
                SELECT COALESCE(item.id, counted.id) AS id,
                       COALESCE(item.company_id, counted.company_id) AS company_id,
                       COALESCE(item.date, counted.date) AS date,
                       COALESCE(item.number, counted.number) AS number,
                       COALESCE(item.amount, 0) AS amount,
                       COALESCE(counted.included, 0) AS included,
                       CASE WHEN item.id IS NULL THEN 0
                            WHEN NOT item.is_sale THEN item.amount
                            ELSE COALESCE(counted.excluded, 0) END AS excluded,
                       CASE WHEN item.id IS NULL THEN -counted.included
                            WHEN item.is_sale AND item.display_type = 'product'
                                 AND COALESCE(counted.excluded, 0) = 0
                            THEN item.amount - COALESCE(counted.included, 0)
                            ELSE 0 END AS to_collect,
                       item.is_sale
                  FROM item FULL JOIN counted ON counted.id = item.id
                 WHERE item.id IS NOT NULL OR counted.included <> 0
            )
            SELECT sorted.id, sorted.company_id, licence.licensor_id,
                   date_trunc('month', sorted.date)::date AS month, sorted.date,
                   sorted.number, amount, included, excluded, to_collect,
                   amount - included - excluded - to_collect AS difference,
                   CASE WHEN amount <> included + excluded + to_collect THEN 'unknown'
                        WHEN to_collect <> 0 THEN 'to_collect'
                        WHEN included <> 0 THEN 'included'
                        WHEN is_sale THEN 'excluded' ELSE 'entry' END AS why
              FROM sorted
              JOIN licence ON licence.company_id = sorted.company_id
             WHERE EXISTS (SELECT 1 FROM span
                            WHERE span.company_id = sorted.company_id
                              AND sorted.date >= span.first
                              AND date_trunc('month', sorted.date) <= span.last)
            """
        )

    def action_open_move(self):
        """Open the document, for whoever has rights in that company's books."""
        self.check_access("read")
        self.ensure_one()
        line = self.env["account.move.line"].browse(self.id)
        line.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": line.move_id.id,
            "view_mode": "form",
        }
