import base64
import csv
import io

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents


class ListWizard(models.TransientModel):
    """Lists that leave: sums paid in a year, lines for payroll."""

    _name = "oe.royalty.list.wizard"
    _description = "Lists of sums paid"

    kind = fields.Selection(
        [("year", "Sums paid in a year"), ("payroll", "Lines for payroll")],
        "List",
        required=True,
        default="year",
    )
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    def action_make(self):
        """The list as a CSV that French spreadsheets open."""
        self.ensure_one()
        self.check_access("write")
        rows = self._year_rows() if self.kind == "year" else self._payroll_rows()
        if len(rows) < 2:
            raise UserError(self.env._("Nothing is on this list."))
        stream = io.StringIO()
        csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
        names = {"year": "sommes-versees", "payroll": "elements-de-paie"}
        self.write(
            {
                "file": base64.b64encode(stream.getvalue().encode("utf-8-sig")),
                "file_name": f"{names[self.kind]}-{self.year}.csv",
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Files (CSV)"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _year_rows(self):
        """Read as the user: rules say which sums."""
        found = self.env["oe.royalty.paid.year"].search([("year", "=", self.year)])
        heads = (
            *(self.env._("Name"), self.env._("Address"), self.env._("Number")),
            *(self.env._("Legal basis"), self.env._("Gross"), self.env._("Withheld")),
            *(self.env._("Incl. VAT"), self.env._("To declare (DAS2)")),
        )
        labels = dict(found._fields["legal_basis"]._description_selection(self.env))
        yes, no = self.env._("yes"), self.env._("no")
        rows = [heads]
        for row in found:
            partner = row.partner_id
            city = f"{partner.zip or ''} {partner.city or ''}".strip()
            address = ", ".join(part for part in (partner.street, city) if part)
            rows.append(
                (
                    *(_text(partner.name), _text(address)),
                    _text(partner.company_registry or partner.vat),
                    labels[row.legal_basis],
                    *(_money(row.amount), _money(row.withheld_amount)),
                    *(_money(row.total_amount), yes if row.is_declared else no),
                )
            )
        return rows

    def _payroll_rows(self):
        found = self.env["oe.royalty.payout"].search(
            [
                ("legal_basis", "=", "employee"),
                ("state", "in", ("approved", "paid")),
                ("approved_on", ">=", f"{self.year}-01-01"),
                ("approved_on", "<=", f"{self.year}-12-31"),
            ],
            order="approved_on, id",
        )
        heads = (
            *(self.env._("Name"), self.env._("Number"), self.env._("Approved on")),
            *(self.env._("Label"), self.env._("Gross")),
        )
        return [
            heads,
            *(
                (
                    _text(row.partner_id.name),
                    row.number,
                    row.approved_on.strftime("%d/%m/%Y"),
                    row._document_title(),
                    _money(row.amount),
                )
                for row in found
            ),
        ]


def _money(value):
    cents = to_cents(value)
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"


def _text(value):
    """Text that no spreadsheet takes for a formula."""
    text = str(value or "")
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
