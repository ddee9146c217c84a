from odoo import Command, api, fields, models

from ..models.certificate_batch import TAXPAYERS_A_BATCH


class SapCertificateRun(models.TransientModel):
    """Issue the certificates of a year for a company, and say who has none and why."""

    _name = "oe.sap.certificate.run"
    _description = "Issue tax certificates"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year - 1,
    )
    due_on = fields.Date("To send before", compute="_compute_due_on")
    issued_count = fields.Integer("Issued now", readonly=True)
    is_done = fields.Boolean()
    line_ids = fields.One2many(
        "oe.sap.certificate.run.line", "run_id", "None yet, because", readonly=True
    )

    @api.depends("year")
    def _compute_due_on(self):
        for run in self:
            run.due_on = self.env["oe.sap.certificate"]._due_on(run.year)

    def action_run(self):
        """Issue what can be, list the rest with its reason."""
        self.ensure_one()
        model = self.env["oe.sap.certificate"]
        model.check_access("create")
        many = model._taxpayers(self.company_id, self.year, 0, TAXPAYERS_A_BATCH + 1)
        if len(many) > TAXPAYERS_A_BATCH:
            return self._show_batch()
        issued, reasons = self.env["oe.sap.certificate"]._run(
            self.company_id, self.year
        )
        self.write(
            {
                "issued_count": len(issued),
                "is_done": True,
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create({"partner_id": partner.id, "reason": reason})
                        for partner, reason in reasons.items()
                    ),
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tax certificates"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _show_batch(self):
        """Many clients: the work goes on in the background, here is how far it is."""
        batch = self.env["oe.sap.certificate.batch"]._start(self.company_id, self.year)
        return {
            "type": "ir.actions.act_window",
            "res_model": batch._name,
            "res_id": batch.id,
            "views": [(False, "form")],
        }


class SapCertificateRunLine(models.TransientModel):
    """A taxpayer without certificate, and the reason."""

    _name = "oe.sap.certificate.run.line"
    _description = "Taxpayer without certificate"

    run_id = fields.Many2one(
        "oe.sap.certificate.run", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", "Taxpayer", required=True)
    reason = fields.Char(required=True)
