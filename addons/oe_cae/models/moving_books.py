from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr

from ..calc import moving_money
from ..calc.moving_columns import ACTIVITIES, BALANCES
from .moving_kind import Refused
from .statement import euros


class MovingBalances(models.AbstractModel):
    """Opening balances: one draft entry a company, each line of one activity.

    All or nothing: an entry that does not balance, or lacks a line, is refused whole.
    """

    _name = "oe.cae.moving.balances"
    _description = "Balances that move in"
    _inherit = ["oe.cae.moving.kind"]

    _moving_kind = BALANCES
    _moving_model = "account.move.line"

    @api.model
    def _lookups(self, job, rows):
        opening = job.company_id._oe_opening_account()  # made before accounts are read
        accounts = self.env["account.account"].search(
            [("company_ids", "in", job.company_id.ids)]
        )
        return {
            "activities": self._records(job, ACTIVITIES, rows, "activite"),
            "accounts": {account.code: account for account in accounts},
            "structure": job.company_id.oe_structure_account_id,
            "opening": opening,
        }

    @api.model
    def _values(self, job, row, found):
        given = row.values
        activity = self._pick(found["activities"], row, "activite")
        owner = activity.account_id if activity else found["structure"]
        account = self._account(found, given["compte"])
        debit, credit = given["debit"] or 0, given["credit"] or 0
        if bool(debit) == bool(credit):
            raise Refused(
                "debit", self.env._("Write a debit or a credit, one of the two.")
            )
        return {
            "account_id": account.id,
            "name": given["libelle"] or self.env._("Taken over"),
            "balance": euros(debit - credit),
            "analytic_distribution": {str(owner.id): 100},
            "cents": (debit, credit),
        }

    def _account(self, found, code):
        account = found["accounts"].get(code) or found["accounts"].get(
            code.ljust(6, "0")
        )
        if not account:
            raise Refused("compte", self._unknown(found, code))
        if account.internal_group in ("income", "expense"):
            raise Refused(
                "compte",
                self.env._(
                    "%(code)s is an account of the result: what was sold and spent "
                    "before would count again. Write the result on 120 or 129.",
                    code=code,
                ),
            )
        if account.account_type == "asset_receivable":
            raise Refused(
                "compte",
                self.env._(
                    "What clients owe comes with the open invoices: write the amount "
                    "of those invoices, activity by activity, on %(opening)s.",
                    opening=found["opening"].code,
                ),
            )
        return account

    def _unknown(self, found, code):
        near = sorted(c for c in found["accounts"] if c and c[:3] == code[:3])[:4]
        if near:
            return self.env._(
                "No account %(code)s in the chart; near it: %(near)s.",
                code=code,
                near=", ".join(near),
            )
        return self.env._("No account %(code)s in the chart: make it first.", code=code)

    @api.model
    def _frozen(self, record):
        if record.parent_state != "draft":
            return self.env._(
                "The opening entry %(name)s is posted: correct it in Accounting.",
                name=record.move_id.name,
            )
        return ""

    @api.model
    def _check_file(self, job, judged):
        """The entry balances as a whole, lines of an earlier file included."""
        good = [line for line in judged if line.status != "refused"]
        if all(line.status == "same" for line in good):
            return
        if len(good) < len(judged):
            reason = self.env._("Another line is refused: an entry comes in whole.")
        else:
            reason = self._unbalanced(job, judged) or self._posted(job)
        for line in good:
            if reason:
                line.refuse(line.column, reason)

    def _unbalanced(self, job, judged):
        pairs = [line.values["cents"] for line in judged if line.values]
        kept = self._entry_lines(job)
        for line in judged:
            if line.status == "changed":
                kept -= line.record
        debit = sum(round(row.debit * 100) for row in kept)
        credit = sum(round(row.credit * 100) for row in kept)
        told = moving_money.sums([*pairs, (debit, credit)])
        if not told.gap:
            return ""
        return self.env._(
            "The entry does not balance: debit %(debit)s, credit %(credit)s, %(gap)s "
            "apart.",
            debit=format_fr(told.debit),
            credit=format_fr(told.credit),
            gap=format_fr(abs(told.gap)),
        )

    def _entry_lines(self, job):
        """Lines of the opening entry that came in before."""
        keys = self.env["oe.cae.moving.key"].search(
            [("company_id", "=", job.company_id.id), ("kind", "=", BALANCES)]
        )
        return self.env["account.move.line"].browse(keys.mapped("res_id")).exists()

    def _posted(self, job):
        lines = self._entry_lines(job)
        posted = lines.move_id.filtered(lambda move: move.state != "draft")[:1]
        return self._frozen(posted.line_ids[:1]) if posted else ""

    @api.model
    def _write_new(self, job, lines):
        """All lines in one write: half an entry does not balance."""

    @api.model
    def _run(self, job, rows):
        judged = super()._run(job, rows)
        fresh = [line for line in judged if line.status == "new"]
        changed = [line for line in judged if line.status == "changed"]
        if fresh or changed:
            self._write_entry(job, fresh, changed)
        return judged

    @api.model
    def _write_changed(self, line, keys):
        keys[line.row.reference.lower()].digest = line.row.digest

    def _write_entry(self, job, fresh, changed):
        move = self._entry_lines(job).move_id
        if len(move) > 1:
            raise UserError(
                self.env._("The opening entry was split: correct it there.")
            )
        kept = {key for line in move.line_ids for key in line.ids}
        commands = [(0, 0, _item(line.values)) for line in fresh]
        commands += [(1, line.record.id, _item(line.values)) for line in changed]
        if move:
            move.write({"line_ids": commands})
        else:
            move = self.env["account.move"].create(
                {
                    "move_type": "entry",
                    "journal_id": job.company_id._oe_moving_journal("general").id,
                    "company_id": job.company_id.id,
                    "date": job.date,
                    "ref": self.env._("Opening balances"),
                    "line_ids": commands,
                }
            )
        made = move.line_ids.filtered(lambda row: row.id not in kept).sorted("id")
        self._link(job, fresh, made)


def _item(values):
    return {name: value for name, value in values.items() if name != "cents"}
