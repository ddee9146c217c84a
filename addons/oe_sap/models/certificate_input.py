import datetime
from collections import defaultdict

from odoo import api, models

from odoo.addons.oe_base.calc.competence import refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import to_cents

from ..calc import certificate as calc_certificate, paid
from ..calc.visits import Visit


class SapCertificate(models.Model):
    """What was invoiced and really paid, read in a fixed number of queries."""

    _inherit = "oe.sap.certificate"

    @api.model
    def _issues(self, company, year, partners=None):
        """Certificate or refusals of each taxpayer of a company.

        :return: dict partner → ``calc.certificate.Issue``
        """
        # Read for everybody who may issue: accounting rights are not needed here.
        moves_sudo = self.sudo()._paid_moves(
            company, year, None if partners is None else self._clients_of(partners)
        )
        issuer = self._issuer(company, year)
        by_payer = defaultdict(list)
        early = set()
        last = datetime.date(year, 12, 31)
        for move_sudo, invoice in self.sudo()._invoices(moves_sudo).items():
            client_sudo = move_sudo._oe_sap_client()
            taxpayer_sudo = client_sudo.oe_taxpayer_id or client_sudo
            by_payer[taxpayer_sudo.sudo(False)].append(invoice)
            paid_days = [payment.day for payment in invoice.payments]
            asked = [payment.requested_on for payment in invoice.payments]
            days = [move_sudo.invoice_date, *paid_days, *filter(None, asked)]
            if min(days) <= last:
                early.add(taxpayer_sudo.id)
        wanted = by_payer if partners is None else partners
        # Who became a client after that year waits for nothing.
        wanted = [who for who in wanted if who.id in early or not by_payer.get(who)]
        window = self._window(year)
        return {
            partner: self._issue_of(year, issuer, by_payer.get(partner, []), window)
            for partner in wanted
        }

    @api.model
    def _clients_of(self, taxpayers):
        """Whoever's invoices are on the certificates of these taxpayers."""
        partners_sudo = self.env["res.partner"].sudo()
        return taxpayers.sudo() | partners_sudo.search(
            [("oe_taxpayer_id", "in", taxpayers.ids)]
        )

    @api.model
    def _issue_of(self, year, issuer, invoices, window=None):
        """One wrong invoice is the reason of its client, and stops nobody else."""
        try:
            return calc_certificate.issue(year, issuer, invoices, window)
        except CalcError as error:
            names = error.params.get("invoice") or ", ".join(
                invoice.ref for invoice in invoices
            )
            reason = refusal("certificate.beyond_total", invoice=names)
            return calc_certificate.Issue(None, (reason,))

    @api.model
    def _issuer(self, company, year):
        held = self.env["oe.sap.authorization"]._held(company)
        rows = held.get(company, self.env["oe.sap.authorization"])
        last = datetime.date(year, 12, 31)
        declared = rows.filtered(
            lambda row: row.kind == "declaration" and row.date_start <= last
        ).sorted("date_start")[:1]
        return calc_certificate.Issuer(
            company.name, declared.number or None, declared.date_start or None
        )

    @api.model
    def _paid_moves(self, companies, year, clients=None):
        """Posted invoices with home services, of the year or paid from it on.

        :param clients: only what was invoiced for, or to, these people
        """
        start = datetime.date(year, 1, 1)
        moves = self.env["account.move"]
        wanted = [
            ("company_id", "in", companies.ids),
            ("parent_state", "=", "posted"),
            ("move_id.move_type", "=", "out_invoice"),
            ("product_id.oe_sap_activity_id", "!=", False),
        ]
        if clients is not None:
            wanted += [
                "|",
                ("move_id.oe_sap_client_id", "in", clients.ids),
                ("move_id.partner_id", "in", clients.ids),
            ]
        lines = self.env["account.move.line"].search(wanted)
        return moves.search(
            [
                ("id", "in", lines.move_id.ids),
                "|",
                ("invoice_date", ">=", start),
                ("line_ids.matched_credit_ids.max_date", ">=", start),
            ],
            order="invoice_date, id",
        )

    @api.model
    def _invoices(self, moves):
        """Dict move → ``calc.paid.Invoice`` for the invoices of households."""
        lines = self.env["oe.sap.rules"]._lines(moves.invoice_line_ids)
        decisions = self.env["oe.sap.rules"]._decisions(lines)
        payments = self._payments(moves)
        hours = self.env["account.analytic.line"].search(
            [("timesheet_invoice_id", "in", moves.ids)]
        )
        by_move = hours.grouped("timesheet_invoice_id")
        none = self.env["account.analytic.line"]
        products = moves.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        # Grouped, the lines of all invoices are still read together.
        of_move = products.grouped("move_id")
        return {
            move: paid.Invoice(
                move.name,
                self._paid_lines(of_move[move], decisions, by_move.get(move, none)),
                tuple(payments[move]),
            )
            for move in lines.move_id
        }

    @api.model
    def _paid_lines(self, products, decisions, hours):
        move = products.move_id
        products, cents = self._own_lines(products)
        # VAT rounded on the whole invoice may differ from its lines by a cent.
        largest = cents.index(max(cents))
        cents[largest] += to_cents(move.amount_total) - sum(cents)
        return tuple(
            self._paid_line(line, amount, decisions.get(line), hours)
            for line, amount in zip(products, cents, strict=True)
        )

    @api.model
    def _paid_line(self, line, amount, decision, hours):
        code = line.product_id.oe_sap_activity_id.code or ""
        if line.product_id.oe_sap_is_fee:
            return paid.Line(code, amount, paid.LineKind.EXTRA)
        if decision is None or not decision.tax_credit:
            return paid.Line(code, amount, paid.LineKind.EXCLUDED)
        visits = line._oe_sap_visits(hours) or self._stated_visit(line)
        return paid.Line(code, amount, paid.LineKind.SERVICE, visits)

    @api.model
    def _stated_visit(self, line):
        """A line typed by hand says its day, worker and hours itself."""
        minutes = self.env["oe.sap.mentions"]._minutes(line, line.quantity)
        workers = line._oe_sap_workers()
        if not minutes or len(workers) != 1:
            return ()
        (worker,) = workers
        return (
            Visit(
                line._oe_sap_day(), worker.name, worker.register_number or "", minutes
            ),
        )

    @api.model
    def _payments(self, moves):
        """Dict move → payments, from what is reconciled with its receivable.

        A credit note is no payment; money given back for it is a negative one.
        """
        refunds = moves.search([("reversed_entry_id", "in", moves.ids)])
        documents = moves | refunds
        partials = self.env["account.partial.reconcile"].search(
            [
                "|",
                ("debit_move_id.move_id", "in", moves.ids),
                ("credit_move_id.move_id", "in", refunds.ids),
                ("debit_move_id.account_type", "=", "asset_receivable"),
            ],
            order="id",
        )
        found = defaultdict(list)
        for partial in partials:
            owed, given = partial.debit_move_id, partial.credit_move_id
            if owed.move_id in moves and given.move_id not in documents:
                found[owed.move_id].append(
                    self._payment(given, partial.amount, partial)
                )
            elif given.move_id in refunds and owed.move_id not in documents:
                origin = given.move_id.reversed_entry_id
                found[origin].append(self._payment(owed, -partial.amount, partial))
        return found

    @api.model
    def _payment(self, line, amount, partial):
        advance = self._advance_payment(line, amount)
        if advance:
            return advance
        means = paid.Means.BANK
        if line.journal_id.type == "cash":
            means = paid.Means.CASH
        elif line.journal_id.oe_sap_cesu:
            means = paid.Means.CESU
        return paid.Payment(line.date, to_cents(amount), means)
