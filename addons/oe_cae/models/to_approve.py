from odoo import api, fields, models
from odoo.tools import SQL

# Each kind of document that an ES makes, and the number that keeps ids apart (of 4).
KINDS = {"sale.order": 0, "account.move": 1, "purchase.order": 2}


class ToApprove(models.Model):
    """What waits for a manager: what is above a threshold, in one list.

    A view, so that a document approved anywhere is gone from here at once.
    """

    _name = "oe.cae.to.approve"
    _description = "Document to approve"
    _auto = False
    _order = "asked_on, id"

    name = fields.Char("Document", readonly=True)
    res_model = fields.Selection(
        [
            ("sale.order", "Quote"),
            ("account.move", "Invoice"),
            ("purchase.order", "Order"),
        ],
        "Kind",
        readonly=True,
    )
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    activity_id = fields.Many2one("oe.activity", readonly=True)
    entrepreneur_id = fields.Many2one("oe.entrepreneur", readonly=True)
    client_name = fields.Char("Client or supplier", readonly=True)
    amount = fields.Monetary("Excl. VAT", readonly=True)
    limit = fields.Monetary(
        "Threshold", compute="_compute_limit", help="Above it a manager approves."
    )
    asked_on = fields.Datetime(readonly=True)
    note = fields.Char(
        "Word to the entrepreneur", compute="_compute_note", inverse="_inverse_note"
    )

    _depends = {
        "sale.order": ["oe_approval", "oe_activity_id", "amount_untaxed", "name"],
        "account.move": ["oe_approval", "oe_activity_id", "amount_untaxed", "name"],
        "purchase.order": ["oe_approval", "oe_activity_id", "amount_untaxed", "name"],
    }

    @property
    def _table_query(self):
        parts = [
            SQL(
                """
                SELECT document.id * 4 + %(rank)s AS id, %(title)s AS name,
                       %(model)s AS res_model, document.id AS res_id,
                       document.company_id, document.oe_activity_id AS activity_id,
                       activity.entrepreneur_id, partner.name AS client_name,
                       ABS(document.amount_untaxed) AS amount,
                       document.write_date AS asked_on
                  FROM %(table)s document
                  JOIN oe_activity activity ON activity.id = document.oe_activity_id
                  JOIN res_partner partner ON partner.id = document.partner_id
                 WHERE document.oe_approval = 'asked'
                """,
                rank=rank,
                model=model,
                title=SQL("COALESCE(NULLIF(document.name, '/'), '')"),
                table=SQL.identifier(self.env[model]._table),
            )
            for model, rank in KINDS.items()
        ]
        return SQL(" UNION ALL ").join(parts)

    def _document(self):
        """The quote or invoice behind a row, as the current user."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    @api.depends("res_model", "res_id")
    def _compute_limit(self):
        for row in self:
            kind = self.env[row.res_model]._oe_limit_kind
            row.limit = row.activity_id._limit(kind)

    @api.depends("res_model", "res_id")
    def _compute_note(self):
        # Whoever reads the list may read this one word of its documents; of one's own
        # companies, because a form may name any document.
        for row in self:
            document_sudo = row._document().sudo()
            mine = document_sudo.company_id in self.env.companies
            row.note = mine and document_sudo.oe_approval_note

    def _inverse_note(self):
        for row in self:
            row.check_access("read")
            document_sudo = row._document().sudo()
            document_sudo._oe_check_manager()
            document_sudo.oe_approval_note = row.note

    def action_approve(self):
        """Approve: what the entrepreneur had asked for is done at once."""
        for row in self:
            row.check_access("read")
            row._document().sudo().action_oe_approve()

    def action_refuse(self):
        """Refuse, with the word written in the list."""
        for row in self:
            row.check_access("read")
            row._document().sudo().action_oe_refuse()

    def action_open(self):
        """Open the document itself, with its own rights."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
