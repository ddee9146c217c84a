from odoo import api, fields, models
from odoo.tools import SQL


class PaidYear(models.Model):
    """Sums paid to each person in a year: what the tax office wants to know.

    Fees, author's rights and royalties of rights, incl. VAT, above the threshold of
    the year (CGI art. 240 and 241). Pay is told by the payslips, dividends apart.
    """

    _name = "oe.royalty.paid.year"
    _description = "Sums paid in a year"
    _auto = False
    _order = "year desc, partner_id, legal_basis"
    _depends = {
        "oe.royalty.payout": ["state", "paid_on", "amount", "withheld_amount"],
        "account.move": ["amount_total"],
        "oe.royalty.threshold": ["amount", "date_start"],
    }

    year = fields.Integer(readonly=True)
    partner_id = fields.Many2one("res.partner", "Person or firm", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    legal_basis = fields.Selection(
        selection=lambda self: (
            self.env["oe.royalty.holder"]
            ._fields["legal_basis"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    payout_count = fields.Integer("Payouts", readonly=True)
    amount = fields.Monetary("Gross", readonly=True)
    total_amount = fields.Monetary("Incl. VAT", readonly=True)
    withheld_amount = fields.Monetary("Withheld", readonly=True)
    threshold_amount = fields.Monetary("Threshold", readonly=True)
    is_declared = fields.Boolean("To declare (DAS2)", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH paid AS (
                SELECT payout.partner_id, payout.company_id, payout.legal_basis,
                       EXTRACT(YEAR FROM payout.paid_on)::int AS year,
                       MIN(payout.id) AS id, COUNT(*) AS payout_count,
                       company.currency_id,
                       SUM(payout.amount) AS amount,
                       SUM(payout.withheld_amount) AS withheld_amount,
                       SUM(CASE WHEN move.move_type = 'in_invoice'
                                THEN move.amount_total
                                ELSE payout.amount END) AS total_amount
                  FROM oe_royalty_payout payout
                  JOIN res_company company ON company.id = payout.company_id
             LEFT JOIN account_move move ON move.id = payout.move_id
                 WHERE payout.state = 'paid'
              GROUP BY payout.partner_id, payout.company_id, payout.legal_basis,
                       EXTRACT(YEAR FROM payout.paid_on), company.currency_id
            )
            SELECT paid.*, rule.amount AS threshold_amount,
                   paid.legal_basis IN ('provider', 'author', 'owner')
                   AND SUM(CASE WHEN paid.legal_basis
                                     IN ('provider', 'author', 'owner')
                                THEN paid.total_amount ELSE 0 END)
                       OVER (PARTITION BY paid.partner_id, paid.company_id, paid.year)
                       > COALESCE(rule.amount, 0) AS is_declared
              FROM paid
         LEFT JOIN LATERAL (
                   SELECT threshold.amount
                     FROM oe_royalty_threshold threshold
                    WHERE threshold.date_start <= make_date(paid.year, 12, 31)
                 ORDER BY threshold.date_start DESC, threshold.id DESC
                    LIMIT 1) rule ON TRUE
            """
        )

    @api.depends("partner_id", "year")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.partner_id.name or ''} {row.year}"

    def action_payouts(self):
        """The payouts that a figure is made of."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "oe_royalty.oe_royalty_payout_action"
        )
        action["domain"] = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("legal_basis", "=", self.legal_basis),
            ("paid_on", ">=", f"{self.year}-01-01"),
            ("paid_on", "<=", f"{self.year}-12-31"),
        ]
        return action
