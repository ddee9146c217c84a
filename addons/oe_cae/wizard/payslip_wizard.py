import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.calc.money import format_fr

from ..calc import payslip_file as calc
from ..models.pay_run import HANDLERS
from ..models.words import month_label

LARGEST = 2_000_000
# What somebody must look at comes first.
RANKS = ("refused", "changed", "new", "same")


class PayslipWizard(models.TransientModel):
    """Import the real totals of payslips: first a check that changes nothing."""

    _name = "oe.cae.payslip.wizard"
    _description = "Import of payslip totals"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary("File of the payslips", required=True, attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many("oe.cae.payslip.wizard.line", "wizard_id", readonly=True)
    new_count = fields.Integer("New", compute="_compute_counts")
    changed_count = fields.Integer("Corrected", compute="_compute_counts")
    same_count = fields.Integer("As before", compute="_compute_counts")
    refused_count = fields.Integer("Refused", compute="_compute_counts")
    done = fields.Boolean(readonly=True)
    move_ids = fields.Many2many("account.move", readonly=True)

    @api.depends("line_ids.status")
    def _compute_counts(self):
        for wizard in self:
            for status in ("new", "changed", "same", "refused"):
                rows = wizard.line_ids.filtered(lambda row, s=status: row.status == s)
                wizard[f"{status}_count"] = len(rows)

    def _check_handler(self):
        self.check_access("write")
        if not any(self.env.user.has_group(group) for group in HANDLERS):
            raise AccessError(
                self.env._("Files of pay are for managers and accountants.")
            )
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not among yours."))

    def _rows(self):
        data = base64.b64decode(self.file or b"")
        if len(data) > LARGEST:
            raise UserError(self.env._("This file is too large: 2 MB at most."))
        try:
            return calc.read(data)
        except calc.NotTheFile as error:
            raise UserError(self._not_the_file(error.params))

    def _not_the_file(self, params):
        if params["reason"] == "columns":
            return self.env._(
                "These columns are missing: %(columns)s. The first line names the "
                "columns, separated by semicolons.",
                columns=params["columns"],
            )
        if params["reason"] == "long":
            return self.env._(
                "At most %(count)s lines at a time.", count=params["columns"]
            )
        if params["reason"] == "empty":
            return self.env._("There is no line in this file.")
        return self.env._("This is no CSV file: save it as CSV, UTF-8.")

    def action_check(self):
        """Say what an import would do, line by line; nothing changes."""
        self.ensure_one()
        self._check_handler()
        judged = self._judge(self._rows())
        self._report(judged)
        return self._show()

    def action_import(self):
        """Enter what is good; what is refused stays in the report."""
        self.ensure_one()
        self._check_handler()
        rows = self._rows()
        self._pays(rows)._hold()
        judged = self._judge(rows)
        # Judged again after the lock: pays and entries are written for the importer.
        good = [(row, status, pay) for row, status, _why, pay in judged if pay]
        good = [line for line in good if line[1] != "refused"]
        taken_sudo = self.env["oe.cae.pay"].sudo().union(*(pay for *_, pay in good))
        for (row, status, _pay), pay_sudo in zip(good, taken_sudo, strict=True):
            if status != "same":
                pay_sudo._set_real(row.totals)
        corrected = {pay.id for _row, status, pay in good if status == "changed"}
        moves_sudo = self.env["account.move"].sudo()
        for _month, group_sudo in taken_sudo.grouped("month").items():
            moves_sudo |= group_sudo._book(corrected)
        self._report(judged)
        self.sudo().write({"done": True, "move_ids": [(6, 0, moves_sudo.ids)]})
        return self._show()

    def _pays(self, rows):
        """Lines of the pay lists that these rows may be about."""
        months = sorted({row.month for row in rows if row.totals})
        return self.env["oe.cae.pay"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("month", "in", months),
                ("kind", "=", "salaried"),
            ]
        )

    def _judge(self, rows):
        """``(row, status, reason, pay)`` for each row of the file."""
        pays = {(pay.register_number, pay.month): pay for pay in self._pays(rows)}
        known = set(
            self.env["oe.affiliation"]
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("register_number", "in", [row.number for row in rows]),
                ]
            )
            .mapped("register_number")
        )
        months = {row.month for row in rows if row.totals}
        locks = {
            month: self.env["oe.cae.pay"]._booking_refusal(self.company_id, month)
            for month in months
        }
        judged = []
        for row in rows:
            pay = pays.get((row.number, row.month), self.env["oe.cae.pay"])
            reason = self._refusal(row, pay, known, locks)
            status = "refused" if reason else self._status(row, pay)
            judged.append((row, status, reason, pay))
        return judged

    def _status(self, row, pay):
        before = pay._real_totals()
        if before is None:
            return "new"
        return "same" if before == row.totals else "changed"

    def _refusal(self, row, pay, known, locks):
        if row.refusal:
            return self._file_refusal(row.refusal, dict(row.params))
        if row.number not in known:
            return self.env._(
                "Unknown number in %(company)s: look at the hosting of the person.",
                company=self.company_id.name,
            )
        if not pay:
            return self.env._(
                "Not in the pay list of %(month)s: compute it first.",
                month=month_label(str(row.month)),
            )
        if pay.state == "draft":
            return self.env._("The pay is not agreed yet.")
        if not pay.share_ids:
            return self.env._("No activity can bear this pay.")
        return locks[row.month]

    def _file_refusal(self, code, params):
        cents = {
            name: format_fr(value)
            for name, value in params.items()
            if name.endswith("cents")
        }
        if code == "no_number":
            return self.env._("No number: write the matricule.")
        if code == "bad_month":
            return self.env._(
                "“%(text)s” is no month: write 2026-06 or 06/2026.", text=params["text"]
            )
        if code == "bad_amount":
            return self.env._(
                "%(column)s: “%(text)s” is no amount; write for example 1470,97.",
                column=params["column"],
                text=params["text"],
            )
        if code == "negative":
            return self.env._(
                "%(column)s is negative (%(cents)s).", column=params["column"], **cents
            )
        if code == "twice":
            return self.env._("This person is in the file twice for the month.")
        if code == "net":
            return self.env._(
                "Net before tax is %(told_cents)s; gross less employee contributions "
                "gives %(wanted_cents)s.",
                **cents,
            )
        return self.env._(
            "Net paid is %(told_cents)s; net before tax less the tax withheld gives "
            "%(wanted_cents)s.",
            **cents,
        )

    def _report(self, judged):
        self.line_ids.unlink()
        told = self.env["oe.cae.pay"]._told_totals
        self.env["oe.cae.payslip.wizard.line"].create(
            [
                {
                    "wizard_id": self.id,
                    "line": row.line,
                    "number": row.number,
                    "month": row.month and month_label(str(row.month)),
                    "rank": RANKS.index(status),
                    "pay_id": pay.id,
                    "status": status,
                    "reason": reason or told(row.totals),
                }
                for row, status, reason, pay in judged
            ]
        )

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payslips"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class PayslipWizardLine(models.TransientModel):
    """What becomes of one line of the file, and why."""

    _name = "oe.cae.payslip.wizard.line"
    _description = "Line of a file of payslips"
    _order = "rank, line"

    wizard_id = fields.Many2one(
        "oe.cae.payslip.wizard", required=True, index=True, ondelete="cascade"
    )
    line = fields.Integer("Line of the file", aggregator=None)
    number = fields.Char()
    month = fields.Char()
    rank = fields.Integer(aggregator=None)
    pay_id = fields.Many2one("oe.cae.pay", index=True, ondelete="cascade")
    entrepreneur_id = fields.Many2one(related="pay_id.entrepreneur_id")
    status = fields.Selection(
        [
            ("new", "New"),
            ("changed", "Corrected"),
            ("same", "As before"),
            ("refused", "Refused"),
        ],
        required=True,
    )
    reason = fields.Char("What it says, or why it is refused")
