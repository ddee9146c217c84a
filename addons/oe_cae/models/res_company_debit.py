from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..calc import sepa


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_creditor_ref = fields.Char(
        "Creditor identifier (ICS)",
        help="Given by the Banque de France through the bank: FR, a key, ZZZ, six "
        "digits. Without it nothing can be debited.",
    )
    oe_debit_notice_days = fields.Integer(
        "Days between announcing a debit and it",
        default=14,
        required=True,
        help="14 days, unless the contract says less (EPC016-06, 4.4).",
    )

    _oe_notice_days = models.Constraint(
        "CHECK (oe_debit_notice_days BETWEEN 1 AND 60)",
        "A debit is announced one day before at the least.",
    )

    @api.constrains("oe_creditor_ref")
    def _check_oe_creditor_ref(self):
        for company in self:
            if company.oe_creditor_ref and not sepa.creditor_key(
                company.oe_creditor_ref
            ):
                raise ValidationError(
                    self.env._(
                        "“%(text)s” is no creditor identifier: copy it without spaces "
                        "from the letter of the bank.",
                        text=company.oe_creditor_ref,
                    )
                )
