from odoo import models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable


class Payout(models.Model):
    """The document of a payout: one content, on the page and on paper."""

    _inherit = "oe.royalty.payout"

    def _document_title(self):
        """The name of the document, by legal basis."""
        titles = {
            "employee": self.env._("Line for payroll, royalty"),
            "provider": self.env._("Call for a bill, royalty"),
            "author": self.env._("Note of author's rights"),
            "owner": self.env._("Statement of royalties"),
        }
        title = titles[self.legal_basis]
        if self.is_self_billed:
            title = self.env._("Self-billed invoice, royalty")
        return f"{title} {self._period_label()}"

    def _document(self):
        """The document as plain values."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "title": self._document_title(),
            "number": self.number if self.number != "/" else "",
            "state": states[self.state],
            "tone": {"paid": "success", "approved": "info"}.get(self.state, ""),
            "parts": [
                {
                    "label": row._heading(),
                    "amount": format_fr(to_cents(row.amount)),
                    "why": row._why(),
                }
                for row in self.allocation_ids.sorted(
                    lambda row: (row.date_start, row.pool_id.id)
                )
            ],
            "amount": format_fr(to_cents(self.amount)),
            "withheld": self._levies_told("holder"),
            "on_top": self._levies_told("company"),
            "net": format_fr(to_cents(self.net_amount)),
            "notes": self._notes(),
            "paid_on": self.paid_on and format_date(self.env, self.paid_on),
        }

    def _levies_told(self, payer):
        return [
            {
                "label": row.name,
                "amount": format_fr(to_cents(row.amount)),
                "why": self.env._(
                    "%(rate)s %% of %(base)s (%(law)s)",
                    rate=f"{row.rate:g}".replace(".", ","),
                    base=format_fr(to_cents(row.base_amount)),
                    law=row.legal_reference or "",
                ),
            }
            for row in self.levy_ids
            if row.payer == payer
        ]

    def _notes(self):
        """What the law wants said, or what the reader has to do."""
        if self.legal_basis == "employee":
            return [
                self.env._(
                    "Gross amount, paid with the salary; the payslip says the net."
                )
            ]
        if self.legal_basis == "author":
            held = self.withheld_amount or self.payer_amount
            return [
                self.env._(
                    "Contributions withheld are paid to Urssaf for the author (CSS "
                    "R.382-27)."
                )
                if held
                else self.env._("Nothing is withheld: the author is exempt.")
            ]
        if self.is_self_billed:
            day = format_date(self.env, self.holder_id.self_billing_date)
            return [
                self.env._(
                    "Self-billing (CGI art. 289, I-2), mandate of %(day)s. The "
                    "provider checks it and says at once what is wrong.",
                    day=day,
                )
            ]
        if self.legal_basis == "provider":
            return [
                self.env._(
                    "Please send a bill of this amount excl. VAT and name this number."
                )
            ]
        return [self.env._("Amounts are excl. VAT.")]

    def _paper(self):
        """The document as a PDF; made again it is the same to the byte."""
        self = readable(self)
        page = self._document()
        company_sudo, person_sudo = self.company_id.sudo(), self.partner_id.sudo()
        paper = Paper(page["title"], f"{company_sudo.name}, {page['number']}")
        paper.head(
            _address(company_sudo.partner_id, company_sudo.company_registry),
            [*_address(person_sudo, person_sudo.vat), page["number"]],
        )
        paper.heading(self.env._("Parts in the royalty"))
        paper.amounts(
            [(row["label"], row["amount"], row["why"]) for row in page["parts"]],
            (self.env._("Gross"), page["amount"]),
        )
        net = (self.env._("To pay"), page["net"])
        for heading, rows, total in (
            (self.env._("Withheld"), page["withheld"], net),
            (self.env._("On top, paid by the company"), page["on_top"], None),
        ):
            if rows:
                paper.heading(heading)
            if rows or total:
                # What is on top stands under what is paid: it changes nothing of it.
                paper.amounts(
                    [(row["label"], row["amount"], [row["why"]]) for row in rows], total
                )
        for note in page["notes"]:
            paper.text(note, "muted")
        return paper.draw()

    def _paper_name(self):
        return f"redevance-{(self.number or '').replace('/', '-')}-{self.id}.pdf"


def _address(partner, number):
    """Name and address as lines, with a legal number."""
    city = f"{partner.zip or ''} {partner.city or ''}".strip()
    home = partner.country_id.code in (False, "FR")
    country = "" if home else partner.country_id.name
    rows = (partner.name, partner.street, city, country, number)
    return [row for row in rows if row]
