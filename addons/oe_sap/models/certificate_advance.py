from odoo import api, models

from odoo.addons.oe_base.calc.money import to_cents

from ..calc import paid


class SapCertificate(models.Model):
    """The immediate advance on the certificate: apart, in the year of its request."""

    _inherit = "oe.sap.certificate"

    @api.model
    def _window(self, year):
        """First day of the year's window for advance requests."""
        rules = self.env["oe.sap.advance.parameter"].sudo()
        last = rules.search([], order="date_start desc", limit=1)
        inside = rules.search(
            [("date_start", "<=", f"{year}-12-31")], order="date_start desc", limit=1
        )
        return (inside or last)._window() if last else None

    @api.model
    def _advance_payment(self, line, amount):
        """A payment of the service: what the State bore, and the day it was asked.

        None for another payment.
        """
        if not line.journal_id.oe_sap_advance:
            return None
        row = line.payment_id.oe_sap_advance_ids[:1]
        cents = to_cents(amount)
        if not row:
            return paid.Payment(line.date, cents, paid.Means.ADVANCE)
        whole, state = to_cents(row.expected), to_cents(row.advance)
        # A part of the payment, when an invoice was paid otherwise in between.
        funded = state if cents == whole else state * cents // whole
        return paid.Payment(
            line.date, cents, paid.Means.ADVANCE, funded, row.asked_on or None
        )

    @api.model
    def _content(self, frame, figures):
        content = super()._content(frame, figures)
        # Only where there is one: else every certificate would change.
        if figures.advance_cents:
            content["advance"] = figures.advance_cents
            content["advance_funded"] = figures.advance_funded_cents
        return content

    @api.model
    def _pdf_notices(self, content):
        texts = super()._pdf_notices(content)
        if content.get("advance"):
            texts.append(
                self.env._(
                    "%(amount)s of the total were paid by the immediate advance; "
                    "%(funded)s of it is tax credit received already: the tax return "
                    "takes it off.",
                    amount=self._pdf_money(content["advance"]),
                    funded=self._pdf_money(content["advance_funded"]),
                )
            )
        return texts
