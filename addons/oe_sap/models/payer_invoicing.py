from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount


class SaleOrder(models.Model):
    """The month's invoices are shared out; an order shows those of the payers too."""

    _inherit = "sale.order"

    @api.model
    def _oe_invoice_hours(self, company, start, end, clients=None, tell=None):
        moves = super()._oe_invoice_hours(company, start, end, clients, tell)
        return moves | moves._oe_sap_share_out()

    def _oe_sap_payer_cuts(self, hours):
        """Dict client → days where a line ends: a month, a decision begins or ends."""
        clients = hours.order_id.partner_id
        rules_sudo = self.env["oe.sap.payer"].sudo()._of(hours.company_id, clients)
        found = {}
        for client, mine in rules_sudo.grouped("partner_id").items():
            days = {line.date.replace(day=1) for line in hours}
            days |= set(mine.mapped("date_start"))
            days |= {fields.Date.add(rule.date_end, days=1) for rule in mine._ended()}
            found[client.sudo(False)] = sorted(days)
        return found

    @api.depends("order_line.invoice_lines", "order_line.invoice_lines.move_id")
    def _get_invoiced(self):
        result = super()._get_invoiced()
        for order in self:
            shares = order.invoice_ids.oe_sap_share_ids
            order.invoice_ids |= shares
            order.invoice_count += len(shares)
        return result


class SapPayer(models.Model):
    _inherit = "oe.sap.payer"

    def _ended(self):
        return self.filtered("date_end")


class AccountMove(models.Model):
    """The client's invoice and those of its payers go together through their states."""

    _inherit = "account.move"

    oe_sap_has_payers = fields.Boolean(compute="_compute_oe_sap_has_payers")

    @api.depends("state", "partner_id", "oe_sap_client_id", "oe_sap_share_ids")
    def _compute_oe_sap_has_payers(self):
        clients = {move: move._oe_sap_client() for move in self}
        everybody = self.env["res.partner"].browse({p.id for p in clients.values()})
        rules_sudo = self.env["oe.sap.payer"].sudo()._of(self.company_id, everybody)
        known = {(rule.company_id, rule.partner_id) for rule in rules_sudo}
        for move in self:
            pair = (move.company_id.sudo(), clients[move].sudo())
            move.oe_sap_has_payers = not move.oe_sap_lead_id and pair in known

    def _oe_sap_sold_lines(self):
        """Lines of what was sold, without what payers take off."""
        if self.oe_sap_lead_id:
            return self.invoice_line_ids
        return self.invoice_line_ids.filtered(lambda line: not line.oe_sap_rule_id)

    def _oe_sap_family(self):
        """These invoices with those of the same hours."""
        leads = self.oe_sap_lead_id | self
        return leads | leads.oe_sap_share_ids

    def action_oe_sap_share_out(self):
        """Share drafts out over the payers of their clients, or do it anew.

        :raises UserError: when no payer takes anything
        """
        self.check_access("write")
        shares = self._oe_sap_share_out()
        if not shares:
            raise UserError(
                self.env._("No payer takes anything of this invoice: see its terms.")
            )
        return self.action_oe_sap_family()

    def action_oe_sap_family(self):
        """Show the invoices of the client and of the payers side by side."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who pays what"),
            "res_model": "account.move",
            "views": [
                (self.env.ref("account.view_out_invoice_tree").id, "list"),
                (False, "form"),
            ],
            "domain": [("id", "in", self._oe_sap_family().ids)],
            "context": {"create": False},
        }

    def _post(self, soft=True):
        """All invoices of the same hours at once, shared out as they now are."""
        drafts = self.filtered(lambda move: move.state == "draft")
        leads = (drafts | drafts.oe_sap_lead_id).filtered(
            lambda move: (
                move.state == "draft"
                and not move.oe_sap_lead_id
                and (
                    move.sudo().oe_sap_use_ids
                    or move.reversed_entry_id.sudo().oe_sap_use_ids
                    or move.invoice_line_ids.oe_sap_rule_id
                )
            )
        )
        leads._oe_sap_share_out()
        family = leads | leads.oe_sap_share_ids
        # Shared out anew: what was to be posted may have been replaced.
        mine = self.exists()
        posted = super(AccountMove, mine | family)._post(soft=soft)
        posted._oe_sap_settle_credits()
        return posted

    def _oe_sap_settle_credits(self):
        """A payer's credit note is set against the invoice that it credits."""
        for move in self:
            origin = move.reversed_entry_id
            if not move.oe_sap_lead_id or not origin:
                continue
            lines = (move | origin).line_ids.filtered(
                lambda line: (
                    line.account_type == "asset_receivable" and not line.reconciled
                )
            )
            if len(lines.move_id) == 2:
                lines.reconcile()

    def button_draft(self):
        family = self._oe_sap_family() if self._oe_sap_goes_together() else self
        family._oe_sap_refuse_paid(self)
        return super(AccountMove, family).button_draft()

    def button_cancel(self):
        family = self._oe_sap_family() if self._oe_sap_goes_together() else self
        family._oe_sap_refuse_paid(self)
        return super(AccountMove, family).button_cancel()

    def _oe_sap_goes_together(self):
        return bool(self.oe_sap_lead_id or self.oe_sap_share_ids)

    def _oe_sap_refuse_paid(self, asked):
        """:raises UserError: when somebody else's invoice of the family was paid"""
        others = (self - asked).filtered(
            lambda move: (
                move.state == "posted"
                and move.amount_total
                and move.payment_state not in ("not_paid", "reversed")
            )
        )
        if others:
            raise UserError(
                self.env._(
                    "%(names)s, of the same hours, are paid: make a credit note.",
                    names=", ".join(others.mapped("name")),
                )
            )

    def unlink(self):
        """With the client's invoice go those of its payers."""
        return super(AccountMove, self | self.oe_sap_share_ids).unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_alone(self):
        if self.env.context.get("oe_sap_sharing"):
            return  # shared out anew
        alone = self.filtered(
            lambda move: move.oe_sap_lead_id and move.oe_sap_lead_id not in self
        )
        if alone:
            raise UserError(
                self.env._(
                    "The client's invoice counts on this payer: delete the client's, "
                    "both go."
                )
            )

    def _oe_sap_payer_block(self):
        """Who pays what, printed: list of (who, amount), the client last; or none."""
        self.ensure_one()
        lead = self.oe_sap_lead_id or self
        shares = lead.oe_sap_share_ids.filtered(lambda move: move.state != "cancel")
        if not shares or not lead.is_sale_document():
            return []
        sign = -1 if lead.move_type == "out_refund" else 1
        rows = [
            (
                share.partner_id.sudo().name,
                sign
                * (
                    share.amount_total
                    if share.move_type == "out_invoice"
                    else -share.amount_total
                ),
            )
            for share in shares.sorted("id")
        ]
        rows.append((lead.partner_id.sudo().name, lead.amount_total))
        whole = sum(amount for _name, amount in rows)
        rows.insert(0, (self.env._("Price of all services"), whole))
        return [
            (name, format_amount(self.env, amount, self.currency_id))
            for name, amount in rows
        ]
