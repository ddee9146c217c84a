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
            ), entry AS (
                SELECT licence.company_id, licence.licensor_id,
                       date_trunc('month', aml.date)::date AS month,
                       CASE WHEN %(sold)s THEN -aml.balance ELSE 0 END AS sold,
                       CASE WHEN %(sold)s THEN 0
                            WHEN aml.parent_state = 'posted' THEN aml.balance
                            ELSE 0 END AS bought,
                       CASE WHEN %(sold)s OR aml.parent_state = 'posted' THEN 0
                            ELSE aml.balance END AS waiting
                  FROM licence
                  JOIN account_move_line aml
                    ON (aml.company_id = licence.licensor_id
                        AND aml.partner_id = licence.licensee_partner_id)
                    OR (aml.company_id = licence.company_id
                        AND aml.partner_id = licence.licensor_partner_id)
                  JOIN account_account account ON account.id = aml.account_id
                 WHERE account.code_store ->> aml.company_id::text
                       LIKE CASE WHEN %(sold)s THEN '7511%%' ELSE '6511%%' END
                   AND (aml.parent_state = 'posted'
                        OR (aml.parent_state = 'draft' AND NOT %(sold)s))
            )
            SELECT company_id * 1000000
                   + (EXTRACT(YEAR FROM month) * 100
                      + EXTRACT(MONTH FROM month))::int AS id,
                   company_id, licensor_id, month, SUM(sold) AS sold,
                   SUM(bought) AS bought, SUM(waiting) AS waiting,
                   SUM(sold - bought) AS difference
              FROM entry GROUP BY company_id, licensor_id, month
            """,
            sold=SQL("aml.company_id = licence.licensor_id"),
        )
