from odoo import models

from odoo.addons.oe_base.calc.money import from_cents, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import sepa
from .statement import euros
from .words import month_label

# Countries of the SEPA scheme that an IBAN may begin with (EPC409-09).
SEPA = frozenset(
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC "
    "MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA".split()
)


class Transfer(models.Model):
    """What waits to be paid: found, judged, put into the batch."""

    _inherit = "oe.cae.transfer"

    def action_collect(self):
        """Gather what waits; what cannot be paid is listed with its reason."""
        self._begin("draft")
        batch_sudo = self.sudo()  # pays and claims are read for a file, lines written
        batch_sudo.line_ids.unlink()  # amounts and accounts may have changed
        if self.kind == "pay":
            batch_sudo._collect_pays()
        else:
            batch_sudo._collect_claims()
        batch_sudo.line_ids._judge()
        return True

    def _taken(self, name):
        """Ids of pays or claims that are in a live batch."""
        groups = self.env["oe.cae.transfer.line"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("live", "=", True),
                (name, "!=", False),
            ],
            [name],
        )
        return [record.id for (record,) in groups]

    def _collect_pays(self):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("kind", "=", "salaried"),
            ("state", "=", "paid"),
            ("real_on", "!=", False),
            ("real_paid", ">", 0),
            ("booked_otherwise", "=", False),
        ]
        if self.month:
            domain.append(("month", "<=", self.month))
        pays = self.env["oe.cae.pay"].search(domain)
        # Held before it is asked who is taken: a second batch waits, then sees ours.
        lock_rows(pays)
        taken = set(self._taken("pay_id"))
        pays = pays.filtered(lambda pay: pay.id not in taken)
        # What was kept for shares is paid already, to the capital.
        kept = pays._entered()
        due = {pay: to_cents(pay.real_paid) - kept.get(pay.id, 0) for pay in pays}
        self._add(
            [
                {
                    "pay_id": pay.id,
                    "partner_id": pay.entrepreneur_id.partner_id.id,
                    "amount": euros(cents),
                    "label": self.env._(
                        "Pay %(month)s %(company)s",
                        month=month_label(str(pay.month)),
                        company=self.company_id.name,
                    ),
                }
                for pay, cents in due.items()
                if cents > 0
            ]
        )

    def _collect_claims(self):
        claims = self.env["hr.expense"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("payment_mode", "=", "own_account"),
                ("state", "=", "posted"),
                ("account_move_id.state", "=", "posted"),
            ]
        )
        moves = claims.account_move_id.filtered(lambda move: move.amount_residual > 0)
        lock_rows(moves)
        taken = set(self._taken("claim_move_id"))
        self._add(
            [
                {
                    "claim_move_id": move.id,
                    "partner_id": move.partner_id.id,
                    "amount": move.amount_residual,
                    "label": self.env._("Expenses %(name)s", name=move.name),
                }
                for move in moves
                if move.id not in taken and move.partner_id
            ]
        )

    def _add(self, rows):
        self.env["oe.cae.transfer.line"].create(
            [{"transfer_id": self.id, **row} for row in rows]
        )


class TransferLine(models.Model):
    """Whether a line can be paid, and why not."""

    _inherit = "oe.cae.transfer.line"

    def _judge(self):
        """Which lines can be paid, by the bank accounts as they are now."""
        banks, due = self._banks(), self._due()
        for line in self:
            bank = banks.get(line.partner_id)
            reason = line._refusal(bank, due[line])
            line._set(
                {
                    "bank_id": bank.id if bank else False,
                    "account_shown": bank and sepa.masked(bank.sanitized_acc_number),
                    "status": "refused" if reason else "good",
                    # What is refused here may be in another batch once it is mended.
                    "live": not reason,
                    "reason": reason,
                }
            )

    def _banks(self):
        """The account of each person: one that may be paid to comes first."""
        accounts = self.env["res.partner.bank"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", (False, *self.company_id.ids)),
            ],
            order="sequence, id",
        )
        chosen = {}
        for account in accounts.sorted(lambda row: not row.allow_out_payment):
            chosen.setdefault(account.partner_id, account)
        return chosen

    def _due(self):
        """Cents to pay now, by line; what was kept for shares is paid already."""
        kept = self.pay_id._entered()
        return {
            line: to_cents(line.pay_id.real_paid) - kept.get(line.pay_id.id, 0)
            if line.pay_id
            else to_cents(line.claim_move_id.amount_residual)
            for line in self
        }

    def _refusal(self, bank, due):
        if not bank:
            return self.env._("No bank account: write the IBAN on the contact.")
        if not sepa.is_iban(bank.sanitized_acc_number or ""):
            return self.env._("The bank account is no valid IBAN: correct it.")
        if bank.sanitized_acc_number[:2] not in SEPA:
            return self.env._("The account is outside SEPA: pay it otherwise.")
        if not bank.allow_out_payment:
            return self.env._(
                "Nobody trusted this bank account yet: check it with the person, then "
                "tick “Send money” on it."
            )
        if bank.currency_id and bank.currency_id.name != "EUR":
            return self.env._("The account is not in euros: pay it otherwise.")
        if to_cents(self.amount) > sepa.LARGEST:
            return self.env._("The amount is beyond what SEPA takes.")
        return self._moved(due)

    def _moved(self, due):
        """What changed since it was collected."""
        if due == to_cents(self.amount):
            return ""
        return self.env._(
            "It is %(amount)s now: collect again.",
            amount=str(from_cents(due)).replace(".", ","),
        )

    def _changes(self):
        due = self._due()
        return [
            f"{line.display_name} : {line._moved(due[line])}"
            for line in self
            if line._moved(due[line])
        ]
