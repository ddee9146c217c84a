from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ContractObjective(models.Model):
    """One objective of a contract or of an amendment: what, how much, by when."""

    _name = "oe.cae.contract.objective"
    _description = "Objective of a contract"
    _order = "date_due, id"
    _check_company_auto = True

    contract_id = fields.Many2one(
        "oe.cae.contract", required=True, index=True, ondelete="cascade"
    )
    amendment_id = fields.Many2one(
        "oe.cae.contract.amendment",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: agreed in the contract itself.",
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char("Objective", required=True)
    measure = fields.Char("How it is measured")
    target = fields.Float(digits=(12, 2))
    unit = fields.Char(help="€ a month, clients, hours…")
    date_due = fields.Date("By")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("amendment_id") and not vals.get("contract_id"):
                amendment = self.env["oe.cae.contract.amendment"].browse(
                    vals["amendment_id"]
                )
                vals["contract_id"] = amendment.contract_id.id
        lines = super().create(vals_list)
        lines._refuse_signed()
        return lines

    def write(self, vals):
        self._refuse_signed()
        result = super().write(vals)
        self._refuse_signed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._refuse_signed()

    def _refuse_signed(self):
        """Lines are part of what is signed."""
        for line in self:
            (line.amendment_id or line.contract_id)._refuse_closed()

    @api.constrains("amendment_id", "contract_id")
    def _check_amendment(self):
        for line in self:
            if line.amendment_id and line.amendment_id.contract_id != line.contract_id:
                raise ValidationError(
                    self.env._("An objective belongs to one contract.")
                )

    def _told(self):
        """The line as one sentence."""
        self.ensure_one()
        parts = [self.name]
        if self.target:
            amount = f"{self.target:.2f}".rstrip("0").rstrip(".").replace(".", ",")
            parts.append(f"{amount} {self.unit or ''}".strip())
        if self.measure:
            parts.append(self.measure)
        return " · ".join(parts)

    def _plain(self):
        """What a seal covers."""
        return [
            [
                line.name,
                line.measure or "",
                line.target,
                line.unit or "",
                str(line.date_due or ""),
            ]
            for line in self.sorted("id")
        ]
