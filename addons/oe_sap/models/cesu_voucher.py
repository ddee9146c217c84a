from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..calc.cesu import number_of


class SapCesuVoucher(models.Model):
    """One voucher, or one e-CESU transaction: its number comes once."""

    _name = "oe.sap.cesu.voucher"
    _description = "CESU voucher"
    _inherit = ["oe.acted.mixin"]
    _order = "id"
    _rec_name = "number"

    _acted_fields = frozenset(
        {"issuer_id", "company_id"}
        | {"returned_on", "returned_reason", "returned_entry_id"}
    )

    receipt_id = fields.Many2one(
        "oe.sap.cesu.receipt", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="receipt_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    issuer_id = fields.Many2one(related="receipt_id.issuer_id", store=True, index=True)
    number = fields.Char("Number, or reference of the transaction", required=True)
    amount = fields.Monetary("Face value", required=True)

    # The same one at two cooperatives is paid once: no company in the index.
    _once = models.UniqueIndex(
        "(issuer_id, number)", "This voucher was recorded already."
    )
    _positive = models.Constraint(
        "CHECK (amount > 0)", "A voucher has a face value above zero."
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {**values, "number": number_of(values.get("number"))}
            for values in vals_list
        ]
        receipts = self.env["oe.sap.cesu.receipt"]
        self._refuse_doubles(
            [
                (receipts.browse(values.get("receipt_id")).issuer_id, values["number"])
                for values in vals_list
            ]
        )
        vouchers = super().create(vals_list)
        vouchers._refuse_recorded()
        return vouchers

    def write(self, vals):
        self._refuse_recorded()
        if "number" in vals:
            vals = {**vals, "number": number_of(vals["number"])}
            wanted = [(voucher.issuer_id, vals["number"]) for voucher in self]
            self._refuse_doubles(wanted)
        result = super().write(vals)
        if "receipt_id" in vals:
            self._refuse_recorded()  # nor does one slip in afterwards
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term
        self._refuse_recorded()

    def _refuse_recorded(self):
        if any(voucher.receipt_id.payment_id for voucher in self):
            raise UserError(self.env._("Vouchers that are recorded do not change."))

    def _refuse_doubles(self, wanted):
        """In words, before the index says it.

        :param wanted: pairs (issuer, number) to be written
        :raises ValidationError: naming the vouchers
        """
        if not all(number for _issuer, number in wanted):
            raise ValidationError(self.env._("Write the number of each voucher."))
        numbers = [number for _issuer, number in wanted]
        # Of whichever cooperative: only the number is told.
        known = self.sudo().search(
            [("number", "in", numbers), ("id", "not in", self.ids)]
        )
        pairs = [(voucher.issuer_id.id, voucher.number) for voucher in known]
        pairs += [(issuer.id, number) for issuer, number in wanted]
        doubles = sorted({pair[1] for pair in pairs if pairs.count(pair) > 1})
        if doubles:
            raise ValidationError(
                self.env._("Recorded already: %(numbers)s.", numbers=", ".join(doubles))
            )
