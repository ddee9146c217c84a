from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """On an invoice: where its payment request stands."""

    _inherit = "account.move"

    oe_sap_advance_ids = fields.One2many(
        "oe.sap.advance",
        "move_id",
        "Payment requests",
        groups="oe_base.group_oe_manager,oe_base.group_oe_accountant",
    )
    oe_sap_advance_shown = fields.Char(
        "Immediate advance",
        compute="_compute_oe_sap_advance_shown",
        groups="oe_base.group_oe_manager,oe_base.group_oe_accountant",
    )

    @api.depends("oe_sap_advance_ids.state", "oe_sap_advance_ids.status")
    def _compute_oe_sap_advance_shown(self):
        for move in self:
            live = move.oe_sap_advance_ids.filtered(
                lambda row: row.state != "cancelled"
            )
            move.oe_sap_advance_shown = live[:1].shown or False

    def action_oe_sap_advance(self):
        """The payment request of this invoice, or the pre-flight that makes it."""
        self.ensure_one()
        self.check_access("read")
        rows = self.oe_sap_advance_ids.filtered(lambda row: row.state != "cancelled")
        if rows:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Immediate advance"),
                "res_model": rows._name,
                "res_id": rows[:1].id,
                "views": [(False, "form")],
            }
        if self.oe_sap_lead_id or self.oe_sap_share_ids:
            raise UserError(
                self.env._(
                    "Payers take a part of this invoice: the immediate advance is for "
                    "invoices that the household pays alone."
                )
            )
        run = self.env["oe.sap.advance.run"].create(
            {"company_id": self.company_id.id, "month": self.invoice_date}
        )
        return run._show(self)
