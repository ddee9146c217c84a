import dataclasses
from collections import defaultdict

from odoo import api, models

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.spread import spread_one


class SapCertificate(models.Model):
    """What payers settle with us is not the household's; it is shown apart."""

    _inherit = "oe.sap.certificate"

    @api.model
    def _paid_moves(self, companies, year, clients=None):
        moves = super()._paid_moves(companies, year, clients)
        return moves.filtered(lambda move: not move.oe_sap_lead_id)

    @api.model
    def _own_lines(self, products):
        """Lines of what was sold, with the cents that the household owes of each."""
        parts = defaultdict(int)
        taken = products.filtered(
            lambda line: line.oe_sap_rule_id and not line.move_id.oe_sap_lead_id
        )
        # Without any, the lines stay together with those of the other invoices.
        sold = products - taken if taken else products
        for line in taken:
            parts[line.oe_sap_part_of_id] += to_cents(line.price_total)
        cents = {line: to_cents(line.price_total) + parts.pop(line, 0) for line in sold}
        rest = sum(parts.values())
        if rest and cents:
            # Their line is gone: what is taken off is spread over the others.
            dues = [max(0, amount) for amount in cents.values()]
            shares = spread_one(min(-rest, sum(dues)) if rest < 0 else 0, dues)
            for line, share in zip(sold, shares, strict=True):
                cents[line] -= share
        return sold, list(cents.values())

    @api.model
    def _issues(self, company, year, partners=None):
        issues = super()._issues(company, year, partners)
        aids = self.sudo()._aids(
            company, year, None if partners is None else self._clients_of(partners)
        )
        return {
            partner: dataclasses.replace(
                issue,
                certificate=dataclasses.replace(
                    issue.certificate, aid_cents=aids.get(partner.id, 0)
                ),
            )
            if issue.certificate
            else issue
            for partner, issue in issues.items()
        }

    @api.model
    def _aids(self, company, year, clients=None):
        """Cents received in the year from payers, by the id of the taxpayer."""
        mine = [] if clients is None else [("oe_sap_client_id", "in", clients.ids)]
        shares = self.env["account.move"].search(
            [
                *mine,
                ("company_id", "=", company.id),
                ("state", "=", "posted"),
                ("move_type", "=", "out_invoice"),
                ("oe_sap_lead_id", "!=", False),
                ("payment_state", "in", ("paid", "partial", "in_payment")),
            ]
        )
        found = defaultdict(int)
        for share, payments in self._payments(shares).items() if shares else ():
            client = share._oe_sap_client()
            taxpayer = client.oe_taxpayer_id or client
            found[taxpayer.id] += sum(
                payment.amount_cents for payment in payments if payment.day.year == year
            )
        return found

    @api.model
    def _content(self, frame, figures):
        content = super()._content(frame, figures)
        if figures.aid_cents:
            content["aid"] = figures.aid_cents
        return content

    @api.model
    def _pdf_notices(self, content):
        texts = super()._pdf_notices(content)
        if content.get("aid"):
            texts.append(
                self.env._(
                    "%(amount)s were paid to us directly by other payers (aids): they "
                    "are no part of these amounts.",
                    amount=self._pdf_money(content["aid"]),
                )
            )
        return texts
