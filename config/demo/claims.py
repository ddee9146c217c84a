"""What waits around Samira's purchases: a receipt, a journey, a supplier's bill."""

import datetime
import io
from fractions import Fraction

from PIL import Image, ImageDraw

from odoo import Command

# The shop and the amounts are invented.
RECEIPT = """PAPETERIE DU MARCHÉ
Orvault, 12/06/2026

Feutres effaçables    9,60
Chevalet papier      14,40

TOTAL TTC            24,00
dont TVA 20 %         4,00"""


class Claims:
    """Mixed into the stage."""

    def _claims(self):
        samira = self.env["oe.entrepreneur"].search([("name", "=", "Samira Cohen")])
        activity = self.env["oe.activity"]._of(samira, self.msg)
        claims = self.env["hr.expense"].sudo()
        claims._oe_send_receipt(
            activity,
            {
                "day": datetime.date(2026, 6, 12),
                "product": self.env.ref("oe_cae.expense_office"),
                "name": "Feutres et chevalet pour l'atelier",
                "cents": 2400,
                "vat": "20",
            },
            (self._receipt(), "ticket.png", "image/png"),
        )
        car = self.env["oe.cae.vehicle"].create(
            {"name": "Yaris", "power": "4", "entrepreneur_id": samira.id}
        )
        claims._oe_send_mileage(
            activity,
            {
                "day": datetime.date(2026, 6, 16),
                "name": "Orvault, Vertou et retour : atelier à la Maison des aînés",
                "km": Fraction(46),
            },
            car,
        )

        self._supplier_bill(activity)

    def _supplier_bill(self, activity):
        """A draft bill, brought to Samira, who has not answered yet."""
        company = activity.company_id
        supplier = self._partner("Imprimerie du Talensac", "Nantes", "2 rue de Bel-Air")
        bill = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "in_invoice",
                    "company_id": company.id,
                    "partner_id": supplier.id,
                    "invoice_date": "2026-06-22",
                    "ref": "T-0617",
                    "oe_activity_id": activity.id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Livrets « Prévenir les chutes », 40 ex.",
                                "price_unit": 84,
                            }
                        )
                    ],
                }
            )
        )
        bill.action_oe_route()

    def _receipt(self):
        image = Image.new("RGB", (480, 640), "white")
        ImageDraw.Draw(image).multiline_text((40, 60), RECEIPT, "black", font_size=24)
        file = io.BytesIO()
        image.save(file, "PNG")
        return file.getvalue()
