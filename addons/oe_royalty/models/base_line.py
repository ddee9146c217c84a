from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents


class BaseLine(models.Model):
    """One line of an invoice, in or out of the base of a royalty.

    No customer, no wording: clients at home are dependent people. The journal item is
    a plain number, so that not even its name reaches somebody without rights there.
    """

    _name = "oe.royalty.base.line"
    _description = "Line of a royalty base"
    _order = "statement_id, date, id"

    statement_id = fields.Many2one(
        "oe.royalty.statement", required=True, index=True, ondelete="cascade"
    )
    contract_id = fields.Many2one("oe.royalty.contract", required=True, index=True)
    company_id = fields.Many2one("res.company", "Licensee", required=True, index=True)
    licensor_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True)
    kind = fields.Selection(
        [
            ("sale", "Sale"),
            ("credit", "Credit note"),
            ("drift", "Change of a locked line"),
            ("collected", "Payment of a sale"),
            ("declared", "Declared turnover"),
        ],
        required=True,
    )
    # 0 where the books are kept elsewhere.
    move_line_ref = fields.Integer("Journal item", required=True)
    move_ref = fields.Integer("Invoice", required=True, index=True)
    declaration_line_id = fields.Many2one(
        "oe.royalty.declaration.line", index="btree_not_null", ondelete="restrict"
    )
    number = fields.Char()
    date = fields.Date(required=True)
    pole_id = fields.Many2one("oe.pole", index="btree_not_null")
    base_amount = fields.Monetary("Turnover excl. VAT")
    reason = fields.Selection(
        [
            ("disbursement", "Disbursement (467)"),
            ("down_payment", "Down payment (4191)"),
            ("not_a_sale", "Not an account of sales"),
            ("intra_network", "Sale inside the network"),
            ("before_contract", "Before the contract"),
            ("after_contract", "After the contract"),
        ],
        "Left out because",
        index="btree_not_null",
    )
    origin_id = fields.Many2one(
        "oe.royalty.base.line", "Corrects", index="btree_not_null", ondelete="restrict"
    )
    rate_id = fields.Many2one(
        "oe.royalty.rate", index="btree_not_null", ondelete="restrict"
    )
    rate = fields.Float("Mean rate, %", digits=(7, 4))
    amount = fields.Monetary("Royalty")
    explanation = fields.Char(compute="_compute_explanation")

    # Each line of an invoice is counted once, whatever runs at the same time.
    _counted_once = models.UniqueIndex(
        "(move_line_ref) WHERE kind IN ('sale', 'credit')",
        "This line of an invoice is on a royalty statement already.",
    )
    _collected_once = models.UniqueIndex(
        "(statement_id, move_line_ref) WHERE kind = 'collected'",
        "What was paid of this line is on the statement already.",
    )
    _declared_once = models.UniqueIndex(
        "(declaration_line_id) WHERE declaration_line_id IS NOT NULL",
        "This declared turnover is on a statement already.",
    )
    # What was counted of a line of an invoice, whatever the number of payments.
    _by_item = models.Index("(move_line_ref)")
    _drift_once = models.UniqueIndex(
        "(statement_id, origin_id) WHERE kind = 'drift'",
        "This change is on the statement already.",
    )

    @api.depends("kind", "reason", "rate", "base_amount", "amount", "origin_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        labels = dict(self._fields["reason"]._description_selection(self.env))
        for line in self:
            line.explanation = line._explain(labels)

    def _explain(self, labels):
        if self.reason:
            return self.env._("Left out: %(why)s", why=labels[self.reason])
        values = {
            "base": format_fr(to_cents(self.base_amount)),
            "rate": f"{self.rate:g}".replace(".", ","),
            "amount": format_fr(to_cents(self.amount)),
        }
        if self.origin_id:
            return self.env._(
                "%(base)s at %(rate)s %%, the rate of the line it corrects "
                "(%(number)s, %(day)s): %(amount)s",
                number=self.origin_id.number or "",
                day=format_date(self.env, self.origin_id.date),
                **values,
            )
        return self.env._(
            "%(base)s at %(rate)s %%, the rate of %(day)s: %(amount)s",
            day=format_date(self.env, self.date),
            **values,
        )

    def write(self, vals):
        if any(line.statement_id._is_closed() for line in self):
            raise UserError(self.env._("A line of a locked statement does not change."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        if any(line.statement_id._is_closed() for line in self):
            raise UserError(self.env._("A line of a locked statement does not change."))

    def action_open_move(self):
        """Open the invoice, for whoever has rights in that company's books."""
        self.check_access("read")
        self.ensure_one()
        if not self.move_ref:
            return self._open_declaration()
        move = self.env["account.move"].browse(self.move_ref)
        move.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": move.id,
            "view_mode": "form",
        }

    def _open_declaration(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "oe.royalty.declaration",
            "res_id": self.declaration_line_id.declaration_id.id,
            "view_mode": "form",
        }
