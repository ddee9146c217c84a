from odoo import models


class IrActionsReport(models.Model):
    """A posted invoice has its number: it is the invoice, whoever prints it first.

    The core titles it "proforma" until somebody sends it by its own window; a client
    who opens it on the portal would think that the true one is still to come.
    """

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        result = super()._get_rendering_context(report, docids, data)
        docs = result.get("docs")
        if result.get("proforma") and docs is not None and docs._name == "account.move":
            result["proforma"] = any(move.state != "posted" for move in docs)
        return result


class AccountMove(models.Model):
    _inherit = "account.move"

    def _get_invoice_proforma_pdf_report_filename(self):
        name = super()._get_invoice_proforma_pdf_report_filename()
        return name.replace("_proforma", "") if self.state == "posted" else name
