from odoo import fields, models


class EndWizard(models.TransientModel):
    """The last day of a contract, and why."""

    _name = "oe.cae.end.wizard"
    _description = "End a contract"

    contract_id = fields.Many2one("oe.cae.contract", required=True)
    date_end = fields.Date("Last day", required=True)
    reason = fields.Selection(selection="_reasons", string="How it ends", required=True)
    note = fields.Char("About the end", help="No health cause.")

    def _reasons(self):
        field = self.env["oe.cae.contract"]._fields["end_reason"]
        # "Followed by a CESA" comes from signing that CESA.
        return [
            (key, label)
            for key, label in field._description_selection(self.env)
            if key != "converted"
        ]

    def action_end(self):
        """End it; URSSAF and France Travail hear of a CAPE that ends early."""
        self.ensure_one()
        self.contract_id.check_access("write")
        self.contract_id._end(self.date_end, self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
