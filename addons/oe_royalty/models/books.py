from odoo import fields, models
from odoo.tools import SQL


class Books(models.Model):
    """7511 of the licensor beside 6511 of each licensee, month by month."""

    _name = "oe.royalty.books"
    _description = "Control of 7511 and 6511"
    _auto = False
    _order = "month desc, company_id"

    company_id = fields.Many2one("res.company", "Licensee", readonly=True)
    licensor_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="licensor_id.currency_id")
    month = fields.Date(readonly=True)
    sold = fields.Monetary("7511 of the licensor", readonly=True)
    bought = fields.Monetary("6511 of the licensee", readonly=True)
    waiting = fields.Monetary("Bills to post", readonly=True)
    difference = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH licence AS (
                SELECT DISTINCT contract.company_id, contract.licensor_id,
                       mine.partner_id AS licensee_partner_id,
                       theirs.partner_id AS licensor_partner_id
                  FROM oe_royalty_contract contract
                  JOIN res_company mine ON mine.id = contract.company_id
                  JOIN res_company theirs ON theirs.id = contract.licensor_id
                 WHERE contract.state = 'signed'
                   AND contract.books_elsewhere IS NOT TRUE
            ), item AS (
                SELECT aml.company_id, aml.partner_id, aml.date, aml.balance,
                       aml.parent_state = 'posted' AS is_posted,
                       account.code_store ->> aml.company_id::text AS code
                  FROM account_move_line aml
                  JOIN account_account account ON account.id = aml.account_id
                 WHERE aml.parent_state IN ('posted', 'draft')
                   AND account.code_store ->> aml.company_id::text
                       SIMILAR TO '(6511|7511)%%'
            ), entry AS (
                SELECT licence.company_id, licence.licensor_id, item.date,
                       -item.balance AS sold, 0 AS bought, 0 AS waiting
                  FROM licence
                  JOIN item ON item.company_id = licence.licensor_id
                           AND item.partner_id = licence.licensee_partner_id
                 WHERE item.is_posted AND item.code LIKE '7511%%'
                 UNION ALL
                SELECT licence.company_id, licence.licensor_id, item.date, 0,
                       CASE WHEN item.is_posted THEN item.balance ELSE 0 END,
                       CASE WHEN item.is_posted THEN 0 ELSE item.balance END
                  FROM licence
                  JOIN item ON item.company_id = licence.company_id
                           AND item.partner_id = licence.licensor_partner_id
                 WHERE item.code LIKE '6511%%'
            ), by_month AS (
                SELECT company_id, licensor_id,
                       date_trunc('month', date)::date AS month, sold, bought, waiting
                  FROM entry
            )
            SELECT company_id * 1000000
                   + (EXTRACT(YEAR FROM month) * 100
                      + EXTRACT(MONTH FROM month))::int AS id,
                   company_id, licensor_id, month, SUM(sold) AS sold,
                   SUM(bought) AS bought, SUM(waiting) AS waiting,
                   SUM(sold - bought) AS difference
              FROM by_month GROUP BY company_id, licensor_id, month
            """
        )
