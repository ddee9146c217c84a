from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.tools import lock_rows

from ..aici.client import Failed, code_of
from ..calc.advance import batches
from ..calc.advance_status import Effect, State, apply_status
from .advance import POLLED

# Paid ones are asked about for as long as they may be taken back.
PAID_MONTHS = 14


class Advance(models.Model):
    """What the service says of requests, ten a call, and what it does here."""

    _inherit = "oe.sap.advance"

    @api.model
    def _cron_poll(self):
        """Ask about every request that may still move; a commit a call."""
        cron = self.env["ir.cron"]
        for account in self.env["oe.sap.advance.account"]._callable():
            caller = account._client()
            try:
                for group in batches(self._to_poll(account.company_id)):
                    self._poll(self.sudo().union(*group), caller)
                    if not cron._commit_progress(len(group)):
                        return
            except Failed as failed:
                account._tell(failed.code)
            else:
                account._tell_good()
            cron._commit_progress()

    @api.model
    def _to_poll(self, company):
        old = fields.Date.subtract(company._oe_today(), months=PAID_MONTHS)
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "sent"),
                ("service_ref", "!=", False),
                ("status", "in", POLLED),
                *("|", ("status", "!=", "70")),
                ("asked_on", ">=", old),
            ],
            order="told_on, id",
        )

    def _poll(self, rows, caller):
        infos = caller.search(ids=tuple(rows.mapped("service_ref")))
        by_ref = {row.service_ref: row for row in rows}
        lock_rows(rows)
        for info in infos:
            row = by_ref.get(str(info.get("idDemandePaiement") or ""))
            if row:
                row._told(info)

    def _told(self, info):
        """Take a status: its effects are done once, or none of it is written."""
        self.ensure_one()
        status = info.get("statut")
        code = str(status.get("code") if isinstance(status, dict) else "")
        try:
            with self.env.cr.savepoint():
                self._apply(int(code), info)
        except UserError as refusal:
            self.write({"trouble": str(refusal), "told_on": fields.Datetime.now()})
        except (CalcError, ValueError, TypeError, AttributeError):
            # No such status, one that cannot follow, or an answer of another shape.
            told = self.env._(
                "The service says status %(code)s, which cannot follow: look at its "
                "site.",
                code=code[:8],
            )
            self.write({"trouble": told, "told_on": fields.Datetime.now()})

    def _apply(self, told, info):
        state = State(self._code(), bool(self.payment_id), bool(self.reversal_id))
        change = apply_status(state, told)
        for effect in change.effects:
            if effect is Effect.CREATE_PAYMENT:
                self._pay(info.get("infoVirement") or {})
            elif effect is Effect.REVERSE_PAYMENT:
                self._give_back()
        values = {
            "status": str(change.state.status.value),
            "told_on": fields.Datetime.now(),
            "trouble": False,
        }
        if values["status"] != self.status:
            # A later end asks again for a decision.
            values["settled_on"] = False
        if info.get("infoRejet"):
            values["reject_code"] = code_of(info["infoRejet"]) or False
        self.write(values)
