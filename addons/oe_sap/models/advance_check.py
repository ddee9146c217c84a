from collections import defaultdict
from datetime import date

from odoo import api, models

from odoo.addons.oe_base.calc.competence import refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc.advance import ClientFacts, preflight, settlement

TO_PAY = ("not_paid", "partial")


class Advance(models.Model):
    """The pre-flight: every check that can be made here, each failure named."""

    _inherit = "oe.sap.advance"

    @api.model
    def _candidates(self, company, start, end):
        """Posted, unpaid invoices of home services of a month, of enrolled clients."""
        clients = self._clients(company)
        moves = self.env["account.move"].search(
            [
                ("company_id", "=", company.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", TO_PAY),
                ("invoice_date", ">=", start),
                ("partner_id", "in", [partner.id for partner in clients]),
            ],
            order="invoice_date, id",
        )
        taken = self._taken(moves)
        home = self.env["oe.sap.rules"]._lines((moves - taken).invoice_line_ids)
        return home.move_id.filtered(
            lambda move: start <= min(self._service_days(move)) < end
        )

    @api.model
    def _taken(self, moves):
        """Those of these invoices that have a request already."""
        rows = self.sudo().search(
            [("move_id", "in", moves.ids), ("state", "!=", "cancelled")]
        )
        return rows.move_id.sudo(False)

    @api.model
    def _clients(self, company):
        """Dict partner → enrolment that is open, past the rules."""
        # Whoever prepares requests reads no enrolment; its number and dates do.
        rows_sudo = (
            self.env["oe.sap.advance.client"]
            .sudo()
            .search([("company_id", "=", company.id), ("state", "!=", "closed")])
        )
        return {row_sudo.partner_id: row_sudo for row_sudo in rows_sudo}

    @api.model
    def _preflight(self, moves, known=True):
        """Why each invoice may not be sent, as the computing layer says it.

        :param known: also look whether its number was sent already
        :return: dict invoice → (request or None, list of refusals)
        """
        found = {}
        for company, mine in moves.grouped("company_id").items():
            found.update(self._preflight_of(company, mine, known=known))
        return found

    @api.model
    def _preflight_of(self, company, moves, *, known):
        account = self.env["oe.sap.advance.account"]._of(company).get(company)
        if not account:
            return {move: (None, [refusal("advance.no_account")]) for move in moves}
        today = company._oe_today()
        gate = account._gate(today)[account]
        if not (account.client_ref and account.has_secret):
            gate = [refusal("advance.no_credentials"), *gate]
        clients, used = self._clients(company), self._used(moves.partner_id, today.year)
        aided, disabled = self._households(moves.partner_id, today)
        numbers = self._numbers(company, moves) if known else frozenset()
        rules = self.env["oe.sap.advance.parameter"]._on(today)._rules()
        found = {}
        for move in moves:
            client = clients.get(move.partner_id)
            refusals = [*gate, *self._move_refusals(move, client)]
            request = None
            if client:
                try:
                    request = self._request_of(move, client, account.provider_ref)
                except CalcError as error:
                    refusals.append(refusal(error.code))
                else:
                    facts = self._facts(client, used[move.partner_id], aided, disabled)
                    checked = preflight(request, facts, today, rules, numbers)
                    refusals += checked
                    asked = settlement(request.included_cents, rules)
                    # What comes after it in the same list counts it as well.
                    used[move.partner_id] += asked.advance_cents
            found[move] = (request, refusals)
        return found

    @api.model
    def _facts(self, client, used, aided, disabled):
        partner = client.partner_id
        taxpayer = partner.oe_taxpayer_id or partner
        return ClientFacts(
            activated_on=client.activated_on or None,
            public_aid=client.public_aid or taxpayer.id in aided,
            disability=client.disability or taxpayer.id in disabled,
            used_cents=used,
        )

    @api.model
    def _households(self, partners, day):
        """Taxpayers of whom APA or PCH, or a disability, is written elsewhere.

        :return: two sets of ids: with an aid in the year, with the higher ceiling
        """
        # Figures of households are read by managers only; a yes or no leaves.
        people_sudo = partners.sudo()
        taxpayers = people_sudo | people_sudo.oe_taxpayer_id
        aids_sudo = self.env["oe.sap.household.amount"].sudo()
        aids = aids_sudo.search(
            [
                ("partner_id", "in", taxpayers.ids),
                ("year", "=", day.year),
                ("kind", "in", ("apa", "pch")),
            ]
        )
        rows_sudo = self.env["oe.sap.household"].sudo()
        rows = rows_sudo.search(
            [("partner_id", "in", taxpayers.ids), ("date_start", "<=", day)],
            order="date_start",
        )
        latest = {row.partner_id.id: row.disability for row in rows}
        disabled = {ref for ref, answer in latest.items() if answer}
        return set(aids.partner_id.ids), disabled

    @api.model
    def _used(self, partners, year):
        """Cents of advance asked for in a civil year, in the whole network."""
        rows = self.sudo().search(
            [
                ("partner_id", "in", partners.ids),
                ("state", "in", ("sending", "sent")),
                ("asked_on", ">=", date(year, 1, 1)),
                ("asked_on", "<=", date(year, 12, 31)),
            ]
        )
        used = defaultdict(int)
        for row in rows:
            if row.status not in ("40", "110", "111", "112", "120"):
                used[row.partner_id] += to_cents(row.advance)
        return used

    @api.model
    def _numbers(self, company, moves):
        """Numbers of these invoices that were sent already, refused ones included."""
        rows = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("number", "in", moves.mapped("name")),
                ("state", "!=", "cancelled"),
            ]
        )
        return frozenset(rows.mapped("number"))

    @api.model
    def _move_refusals(self, move, client):
        """What an invoice must be before anything is computed."""
        found = []
        if client is None:
            found.append(refusal("advance.not_enrolled"))
        if move.state != "posted" or move.move_type != "out_invoice":
            found.append(refusal("advance.not_posted"))
        elif move.payment_state not in TO_PAY:
            found.append(refusal("advance.paid"))
        if move.currency_id.name != "EUR":
            found.append(refusal("advance.currency"))
        credited = move.sudo().reversal_move_ids.filtered(
            lambda back: back.state != "cancel"
        )
        if credited:
            found.append(refusal("advance.credited"))
        lines = move.invoice_line_ids.filtered(lambda li: li.display_type == "product")
        fees = lines.filtered(lambda line: line.product_id.oe_sap_is_fee)
        home = self.env["oe.sap.rules"]._lines(lines)
        decisions = self.env["oe.sap.rules"]._decisions(home)
        good = home.filtered(lambda line: decisions[line].tax_credit)
        for line in lines - fees - good:
            found.append(refusal("advance.not_eligible", service=line.name))
        return found

    @api.model
    def _enqueue(self, moves):
        """Requests of the invoices that pass; the others are left as they are.

        Two people at once: the second one waits, then finds the requests of the first.
        """
        lock_rows(moves.sudo())
        moves -= self._taken(moves)
        parameter = self.env["oe.sap.advance.parameter"]
        rows = []
        for company, mine in moves.grouped("company_id").items():
            rules = parameter._on(company._oe_today())._rules()
            clients = self._clients(company)
            for move, (request, refusals) in self._preflight(mine).items():
                if refusals:
                    continue
                parts = settlement(request.included_cents, rules, request.deposit_cents)
                client = clients[move.partner_id]
                rows.append(self._prepare(move, client, request, parts))
        # Nobody writes a request by hand; who may send was checked.
        created = self.sudo().create(rows)
        if created:
            self._wake("send")
        return created

    @api.model
    def _prepare(self, move, client, request, parts):
        return {
            "company_id": move.company_id.id,
            "move_id": move.id,
            "client_id": client.id,
            "partner_id": move.partner_id.id,
            "number": request.invoice_number,
            "date_start": request.start,
            "date_end": request.end,
            "amount": request.included_cents / 100,
            "deposit": request.deposit_cents / 100,
            "advance": parts.advance_cents / 100,
            "debited": parts.client_debit_cents / 100,
            "expected": parts.provider_cents / 100,
        }
