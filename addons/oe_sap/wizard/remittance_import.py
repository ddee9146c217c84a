import base64

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..calc import remittance_file as calc

LARGEST = 2_000_000
COLUMNS = ("client", "invoice", "month", "amount")


class SapRemittanceImport(models.TransientModel):
    """A payer's file becomes the detail of its transfer, columns remembered."""

    _name = "oe.sap.remittance.import"
    _description = "Import of a payer's detail"

    company_id = fields.Many2one(
        "res.company",
        "Cooperative",
        required=True,
        default=lambda self: self.env.company,
    )
    payer_id = fields.Many2one("res.partner", required=True)
    name = fields.Char("Reference of the transfer", required=True)
    date = fields.Date(
        "Received on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    amount = fields.Float("Amount of the transfer", digits=(12, 2), required=True)
    file = fields.Binary("Detail (CSV)", required=True, attachment=False)
    file_name = fields.Char()
    titles = fields.Char("Columns of the file", readonly=True)
    client_column = fields.Char("Column of the client")
    invoice_column = fields.Char("Column of the invoice")
    month_column = fields.Char("Column of the month")
    amount_column = fields.Char("Column of the amount")

    @api.onchange("file", "payer_id")
    def _onchange_file(self):
        """Columns as this payer had them last time, else by their usual names."""
        if not self.file:
            return
        try:
            titles, _rows = calc.table(self._content())
        except calc.NotTheFile:
            self.titles = self.env._("No table was found in this file.")
            return
        self.titles = " · ".join(titles)
        known = self.env["oe.sap.remittance.format"]._of(self.company_id, self.payer_id)
        guessed = calc.guess(titles)
        for name in COLUMNS:
            field = f"{name}_column"
            self[field] = known[field] if known else guessed[name]

    def _content(self):
        data = base64.b64decode(self.file or b"")
        if len(data) > LARGEST:
            raise UserError(self.env._("This file is too large: 2 MB at most."))
        return data

    def action_import(self):
        """Make the transfer with its lines, matched at once.

        :raises UserError: when the file or a column is not what was said
        """
        self.ensure_one()
        self.env["oe.sap.remittance"].check_access("create")
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not one of yours."))
        columns = {name: self[f"{name}_column"] or "" for name in COLUMNS}
        try:
            rows = calc.read(self._content(), columns)
        except calc.NotTheFile as error:
            raise UserError(self._not_the_file(error.params)) from error
        transfer = (
            self.env["oe.sap.remittance"]
            .with_company(self.company_id)
            .create(
                {
                    "name": self.name,
                    "company_id": self.company_id.id,
                    "payer_id": self.payer_id.id,
                    "date": self.date,
                    "amount": self.amount,
                    "line_ids": [
                        Command.create(
                            {
                                "client_text": row.client or row.amount_text,
                                "invoice_text": row.invoice,
                                "month": row.month,
                                "amount": (row.cents or 0) / 100,
                            }
                        )
                        for row in rows
                    ],
                }
            )
        )
        self._remember()
        transfer.action_match()
        return {
            "type": "ir.actions.act_window",
            "res_model": transfer._name,
            "res_id": transfer.id,
            "views": [(False, "form")],
        }

    def _remember(self):
        formats = self.env["oe.sap.remittance.format"]
        values = {f"{name}_column": self[f"{name}_column"] for name in COLUMNS}
        known = formats._of(self.company_id, self.payer_id)
        if known:
            known.write(values)
        else:
            formats.create(
                {
                    **values,
                    "company_id": self.company_id.id,
                    "payer_id": self.payer_id.id,
                }
            )

    def _not_the_file(self, params):
        if params.get("missing"):
            return self.env._(
                "No column “%(missing)s” in this file, which has: %(columns)s.",
                missing=params["missing"],
                columns=params["columns"],
            )
        if params.get("columns"):
            return self.env._(
                "Say which column holds the amount, and which the client or the "
                "invoice. The file has: %(columns)s.",
                columns=params["columns"],
            )
        return self.env._("No table was found in this file: save it as CSV.")
