from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import to_cents

from ..aici.client import DOUBLE, Failed, Lost, Refused, Unsent, code_of
from ..calc.advance import batches

# One call takes a list; a refused list says little of each, so it stays short.
A_CALL = 10


class Advance(models.Model):
    """The outbox: written "being sent" and committed, then called, then told.

    Whatever stops between the two, the row says that nobody knows; it is looked up
    before anything else.
    """

    _inherit = "oe.sap.advance"

    @api.model
    def _cron_send(self):
        """Find again what was lost, then send what waits, company by company."""
        cron = self.env["ir.cron"]
        for account in self.env["oe.sap.advance.account"]._callable():
            caller = account._client()
            try:
                self._find_lost(caller, account)
                while rows := self._claim(account.company_id):
                    self._send(rows, caller, account)
                    if not cron._commit_progress(len(rows)):
                        return
            except Failed as failed:
                # The service is away, or refuses us: what waits goes on waiting.
                account._tell(failed.code)
            else:
                account._tell_good()
            cron._commit_progress()

    @api.model
    def _claim(self, company):
        """Take the next requests for this process alone, and write it down for good.

        Those that another process holds are passed over; those that pass the checks
        no more are stopped.

        :return: requests to send, marked and committed
        """
        self.env["ir.cron"]._commit_progress()  # a fresh picture: see what others did
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(
                """
                SELECT id FROM oe_sap_advance
                 WHERE state = 'queued' AND company_id = %s
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                company.id,
                A_CALL,
            )
        )
        rows = self.sudo().browse([ref for (ref,) in found])
        rows.invalidate_recordset()
        good = rows.browse()
        for row in rows:
            # One after the other: the next of the same client counts this one.
            if row._still_good():
                row._mark_sending()
                good |= row
        self.env["ir.cron"]._commit_progress()
        # All of a group stopped: the next group may hold some that go.
        return good or (self._claim(company) if rows else rows)

    def _mark_sending(self):
        self.write(
            {
                "state": "sending",
                "sending_on": fields.Datetime.now(),
                "asked_on": self.company_id._oe_today(),
                "posts": self.posts + 1,
                "lost": False,
                "trouble": False,
            }
        )

    def _not_sent(self):
        """Back in the queue: the call never left, or took nothing."""
        for row in self:
            row.write({"state": "queued", "posts": row.posts - 1, "lost": False})
        self.env["ir.cron"]._commit_progress()

    def _still_good(self):
        """Check once more: a payment, a proof or an enrolment may have ended."""
        self.ensure_one()
        # Its own number is in the list, of course.
        _request, refusals = self._preflight(self.move_id, known=False)[self.move_id]
        if not refusals:
            return True
        explain = self.env["oe.sap.explain"]
        told = "\n".join(explain._advance(one) for one in refusals)
        self.write({"state": "held", "trouble": told})
        return False

    def _send(self, rows, caller, account):
        """One call for these requests; each is told its own answer."""
        try:
            answer = caller.request_payments([row._payload() for row in rows])
        except Unsent:
            rows._not_sent()
            raise
        except Refused as refused:
            self._list_refused(rows, caller, account, refused)
            return
        except Lost:
            rows.lost = True
            self.env["ir.cron"]._commit_progress()
            raise
        rows._answered(answer)

    def _list_refused(self, rows, caller, account, refused):
        """The whole list was refused: nothing of it was taken. Each alone."""
        if len(rows) == 1:
            rows._reject([refused.code])
            return
        left = rows
        for row in rows:
            left -= row
            try:
                self._send(row, caller, account)
            except Failed:
                left._not_sent()
                raise
            self.env["ir.cron"]._commit_progress()

    def _answered(self, answer):
        """Give each request its item, by invoice number; told twice counts once.

        What the answer leaves out is lost: it is looked up.
        """
        items = {str(item.get("numFactureTiers") or ""): item for item in answer}
        for row in self:
            item = items.get(row.number)
            codes = _codes(item)
            if item and item.get("idDemandePaiement"):
                row._adopt(str(item["idDemandePaiement"]))
            elif DOUBLE in codes or not codes:
                # It has the number: an earlier call arrived, whatever we heard.
                row.lost = True
            else:
                row._reject(codes)

    def _reject(self, codes):
        self.ensure_one()
        self.write(
            {
                "state": "rejected",
                "trouble": self.env["oe.sap.explain"]._advance_codes(codes),
            }
        )

    def _adopt(self, service_ref):
        """The service has it: from now on its own number names it.

        Whatever status came along: the poll tells it, and does what it asks for.
        """
        self.ensure_one()
        self.write(
            {
                "state": "sent",
                "lost": False,
                "trouble": False,
                "service_ref": service_ref[:64],
                "status": "10",
                "told_on": fields.Datetime.now(),
            }
        )

    @api.model
    def _find_lost(self, caller, account):
        """Look up by invoice number what nobody knows of, ten a call.

        Found: it is adopted. Not found after the time of the rules: it is sent again.
        """
        now = fields.Datetime.now()
        rules = self.env["oe.sap.advance.parameter"]._on(account.company_id._oe_today())
        rows = self.sudo().search(
            [
                ("company_id", "=", account.company_id.id),
                ("state", "=", "sending"),
                # One that another process is sending right now is not lost yet.
                *("|", ("lost", "=", True)),
                ("sending_on", "<", now - timedelta(minutes=rules.wait_minutes)),
            ],
            order="id",
        )
        late = now - timedelta(minutes=rules.wait_minutes)
        for group in batches(rows):
            lost = self.sudo().union(*group)
            infos = caller.search(numbers=tuple(lost.mapped("number")))
            found = lost._by_number(infos)
            for row in lost:
                if row in found:
                    row._found_again(found[row])
                elif row.sending_on < late:
                    row.write({"state": "queued", "lost": False})
            self.env["ir.cron"]._commit_progress()

    def _by_number(self, infos):
        """Dict request → what a search says of its number."""
        by_number = {row.number: row for row in self}
        found = {}
        for info in infos:
            content = _content(info)
            row = by_number.get(str(content.get("numFactureTiers") or ""))
            if row:
                found[row] = info
        return found

    def _found_again(self, info):
        """It arrived. Ours, if client and amount are ours; else somebody looks."""
        content = _content(info)
        ours = str(content.get("idClient")) == str(self.client_id.service_ref)
        try:
            cents = to_cents(float(content.get("mntFactureTTC")))
        except (TypeError, ValueError):
            cents = None
        if not ours or cents != to_cents(self.amount):
            self._reject([DOUBLE])
            return
        self._adopt(str(info.get("idDemandePaiement")))


def _codes(item):
    """Codes of the errors of an item; what has none still says that it failed."""
    errors = item.get("errors") if item else None
    return [code_of(one) or "ERR" for one in errors] if isinstance(errors, list) else []


def _content(info):
    """What a search repeats of the request, whatever shape it has."""
    content = info.get("demandePaiement")
    return content if isinstance(content, dict) else {}
