from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.oe_base.tools import lock_rows


class AccountMove(models.Model):
    """Invoices of an ES: approved where needed, with the mention of a CAPE."""

    _name = "account.move"
    _inherit = ["account.move", "oe.cae.approval.mixin"]

    _oe_limit_kind = "invoice"

    oe_sent_ref = fields.Char(
        "Mark of the form", readonly=True, copy=False, groups="base.group_system"
    )

    # A phone that sends a form twice makes one document: the index decides.
    _oe_sent_once = models.UniqueIndex(
        "(oe_sent_ref) WHERE oe_sent_ref IS NOT NULL",
        "This document was made already.",
    )

    def _post(self, soft=True):
        self._oe_cae_refuse_unapproved()
        self._oe_cae_mention_cape()
        return super()._post(soft)

    def _oe_cae_refuse_unapproved(self):
        waiting = self.sudo().filtered(lambda move: move.oe_approval == "asked")
        if waiting:
            raise UserError(
                self.env._(
                    "The invoice to %(client)s (%(person)s) waits for a manager's "
                    "approval: see Entrepreneurs, To approve.",
                    client=waiting[0].partner_id.name,
                    person=waiting[0].oe_activity_id.entrepreneur_id.name,
                )
            )

    def _oe_cae_mention_cape(self):
        """Say on the invoice that somebody sells under CAPE (C. com. R.127-3)."""
        sales = self.filtered(lambda move: move.is_sale_document())
        accounts = {move: move._oe_cae_account_ids() for move in sales}
        wanted = set().union(*accounts.values())
        if not wanted:
            return
        # Whoever invoices need not read activities; the law wants the mention.
        activities_sudo = (
            self.env["oe.activity"].sudo().search([("account_id", "in", list(wanted))])
        )
        contracts = self.env["oe.cae.contract"]
        for move, ids in accounts.items():
            mine = activities_sudo.filtered(
                lambda activity, ids=ids: activity.account_id.id in ids
            )
            mine = mine._oe_selling(move.sudo().oe_activity_id)
            capes = contracts._cape_of(mine, move.invoice_date or move.date)
            if capes:
                lang = move.partner_id.lang
                move.narration = capes._add_cape_mention(move.narration, lang)

    def _oe_cae_account_ids(self):
        """Analytic accounts that the invoice's lines are assigned to."""
        keys = [
            key
            for line in self.invoice_line_ids
            for key in (line.analytic_distribution or {})
        ]
        return {int(account) for key in keys for account in key.split(",")}

    # -- made on the phone ---------------------------------------------------------

    def _oe_done(self):
        """Post the invoice and tell the client."""
        self.ensure_one()
        lock_rows(self)
        if self.state != "draft":
            raise UserError(self.env._("This invoice was issued already."))
        self.action_post()
        self._portal_ensure_token()
        if self.partner_id.email:
            self.env.ref("oe_cae.mail_template_invoice").send_mail(self.id)

    def _oe_discard(self):
        """Drop a draft; the order line may be invoiced again.

        :raises UserError: when it was issued meanwhile
        """
        self.ensure_one()
        lock_rows(self)
        if self.state != "draft":
            raise UserError(self.env._("It is issued: make a credit note instead."))
        lines = self.invoice_line_ids.sale_line_ids
        self.unlink()
        for line in lines:
            line.qty_delivered = line.qty_invoiced

    @api.model
    def _oe_made_by(self, sent_ref, activity):
        """The document that this form made before, if it was sent already."""
        if not sent_ref:
            return self
        return self.search(
            [("oe_sent_ref", "=", sent_ref), ("oe_activity_id", "=", activity.id)]
        )

    def _oe_credit(self, quantities, reason, sent_ref=None):
        """A credit note of part or all of an invoice, in draft.

        :param dict quantities: exact quantity to credit, by invoice line id
        :param str sent_ref: mark of the form; sent again, the same note is given
        :raises UserError: without reason, or for more than is left to credit
        """
        self.ensure_one()
        lock_rows(self)
        made = self.browse()._oe_made_by(sent_ref, self.oe_activity_id)
        if made:
            return made
        reason = (reason or "").strip()[:200]
        if not reason:
            raise UserError(self.env._("Write why: it is printed on the credit note."))
        if self.state != "posted" or self.move_type != "out_invoice":
            raise UserError(self.env._("Only an issued invoice is credited."))
        self._oe_check_credit(quantities)
        today = fields.Date.context_today(self)
        refund = self._reverse_moves(
            [{"ref": reason, "date": today, "invoice_date": today}], cancel=False
        )
        sources = self._oe_goods()
        for source, line in zip(sources, refund._oe_goods(), strict=True):
            line.quantity = float(quantities.get(source.id, 0))
        refund._oe_goods().filtered(lambda line: not line.quantity).unlink()
        refund.oe_sent_ref = sent_ref
        return refund

    def _oe_goods(self):
        """Lines that sell something, in their order."""
        return self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        ).sorted(lambda line: (line.sequence, line.id))

    def _oe_left_to_credit(self):
        """Quantity of each line that no credit note took back yet, by line id."""
        left = {line.id: line.quantity for line in self._oe_goods()}
        refunds = self.reversal_move_ids.filtered(lambda move: move.state != "cancel")
        for line in self._oe_goods():
            for taken in refunds._oe_goods():
                same = taken.sale_line_ids == line.sale_line_ids
                if same and taken.product_id == line.product_id:
                    left[line.id] -= taken.quantity
        return left

    def _oe_check_credit(self, quantities):
        left = self._oe_left_to_credit()
        if not any(quantities.get(line, 0) > 0 for line in left):
            raise UserError(self.env._("Write what is taken back."))
        for line, most in left.items():
            asked = float(quantities.get(line, 0))
            if asked < 0 or float_compare(asked, most, precision_digits=4) > 0:
                raise UserError(
                    self.env._(
                        "A credit note takes back what was invoiced and not credited "
                        "yet, no more."
                    )
                )
