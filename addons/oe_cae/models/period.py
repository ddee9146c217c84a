from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc.month import COLLECTED, INVOICED
from .statement import euros
from .words import month_label

# Statements written at once: enough for speed, few enough to tell how far it is.
CHUNK = 100


class Period(models.Model):
    _inherit = "oe.period"

    currency_id = fields.Many2one(related="company_id.currency_id")
    cae_statement_ids = fields.One2many(
        "oe.cae.statement", compute="_compute_cae_statements", string="Statements"
    )
    cae_statement_count = fields.Integer(compute="_compute_cae_statements")
    cae_contribution = fields.Monetary(
        "Contributions", compute="_compute_cae_statements"
    )
    cae_alert_count = fields.Integer("To look at", compute="_compute_cae_statements")
    cae_ledger = fields.Monetary("Result of the ledger", compute="_compute_cae_control")
    cae_activities = fields.Monetary("Activities", compute="_compute_cae_control")
    cae_structure = fields.Monetary("Structure", compute="_compute_cae_control")
    cae_unassigned = fields.Monetary(
        "Lines without activity",
        compute="_compute_cae_control",
        help="Profit-and-loss lines that nobody assigned; they stay with the "
        "structure until somebody does.",
    )
    cae_difference = fields.Monetary(
        "Difference",
        compute="_compute_cae_control",
        help="Ledger less activities, structure and lines without activity: 0.00, or "
        "a line is split in part or was changed by hand.",
    )

    def _compute_cae_statements(self):
        found = self.env["oe.cae.statement"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("month", "in", self.mapped("month")),
            ]
        )
        groups = found.grouped(lambda row: (row.company_id.id, row.month))
        for period in self:
            rows = groups.get((period.company_id.id, period.month), found.browse())
            period.cae_statement_ids = rows
            period.cae_statement_count = len(rows)
            period.cae_contribution = -sum(rows.mapped("contribution"))
            period.cae_alert_count = len(
                rows.filtered(
                    lambda row: (
                        row.balance < 0
                        or (row.contract_id.kind == "salaried" and row.pay_alert)
                    )
                )
            )

    def _compute_cae_control(self):
        ledger = self.env["oe.cae.ledger"]
        for period in self:
            # One query per month: this is a form, opened for one month.
            period.check_access("read")  # SQL reads past the rules
            found = ledger._control(period.company_id, period.month)
            period.cae_ledger = euros(found["ledger"])
            period.cae_activities = euros(found["activities"])
            period.cae_structure = euros(found["structure"])
            period.cae_unassigned = euros(found["unassigned"])
            period.cae_difference = euros(2 * found["ledger"] - sum(found.values()))

    def action_cae_prepare(self):
        """Compute the statements of the month; can be run as often as one likes."""
        self.check_access("write")
        for period in self:
            period._cae_begin()
            period._cae_prepare()

    def action_cae_close(self):
        """Close the month: statements, contributions, then the month itself."""
        self.check_access("write")
        for period in self:
            period._cae_begin()
            statements_sudo = period._cae_prepare()
            # Nobody may write statements or contributions by hand, managers
            # included: the run does, for whoever may write the month.
            statements_sudo.write({"state": "closed"})
            period._cae_enter(statements_sudo)
            period._close()

    def action_cae_statements(self):
        """Open the statements of the month."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_cae.oe_cae_statement_action"
        )
        action["domain"] = [
            ("company_id", "=", self.company_id.id),
            ("month", "=", self.month),
        ]
        return action

    def action_cae_halves(self):
        """Both halves of the activities on the last day, against the ledger."""
        self.ensure_one()
        self.check_access("read")
        last = fields.Date.end_of(self.month, "month")
        return self.env["oe.cae.account.sheet"]._open(self.company_id, last)

    def _cae_begin(self):
        """Hold the month, and refuse in one sentence what cannot be closed."""
        self.ensure_one()
        self._lock_row()
        if self.state == "closed":
            raise UserError(
                self.env._(
                    "%(name)s was closed already by %(who)s.",
                    name=self.display_name,
                    who=self.sudo().closed_by_id.name or "",
                )
            )
        if not self.company_id.oe_structure_account_id:
            raise UserError(
                self.env._(
                    "%(company)s has no structure account: choose one in the company's "
                    "Network tab, contributions go there.",
                    company=self.company_id.name,
                )
            )
        self._cae_check_order()

    def _cae_check_order(self):
        ((first, last),) = (
            self.env["oe.cae.statement"]
            .sudo()  # whether an earlier month is closed does not depend on rights
            ._read_group(
                [("company_id", "=", self.company_id.id), ("state", "=", "closed")],
                aggregates=["month:min", "month:max"],
            )
        )
        before = self.month - relativedelta(months=1)
        if not first:
            return
        if last > self.month:
            raise UserError(
                self.env._(
                    "A later month (%(month)s) is closed already: what is missing here "
                    "appears in the next month as a regularisation.",
                    month=month_label(str(last)),
                )
            )
        if before >= first and self._is_open(self.company_id, before):
            raise UserError(
                self.env._(
                    "Close %(month)s first: months are closed in their order.",
                    month=month_label(str(before)),
                )
            )

    def _cae_prepare(self):
        """Draft statements of the month, made anew.

        :return: the statements, as superuser (people only read them)
        """
        model_sudo = self.env["oe.cae.statement"].sudo()
        company_sudo = self.company_id.sudo()
        model_sudo.search(
            [("company_id", "=", company_sudo.id), ("month", "=", self.month)]
        ).unlink()
        results = self.env["oe.cae.month"].sudo()._compute(company_sudo, self.month)
        self._cae_check_contracts(results)
        tell = self.env["oe.progress"]._teller(self, len(results))
        statements_sudo = model_sudo.browse()
        for first in range(0, len(results), CHUNK):
            tell(first, self.env._("Statements"))
            statements_sudo += model_sudo.create(
                [
                    model_sudo._values(result, company_sudo, self.month)
                    for result in results[first : first + CHUNK]
                ]
            )
        tell(len(results), self.env._("Contributions and close"))
        return statements_sudo

    @api.model
    def _cae_check_contracts(self, results):
        """A sale needs a contract, and a contract its scheme.

        What comes late for somebody who has left follows the month it belongs to.
        """
        bare = [
            result.activity.account_id.name
            for result in results
            if not result.version
            and result.contract.kind not in ("volunteer", "conceptual")
            and any(
                line.kind in (INVOICED, COLLECTED)
                and line.origin not in result.past_versions
                for line in result.statement.lines
            )
        ]
        if bare:
            raise UserError(
                self.env._(
                    "No contribution is in force for: %(names)s. Give each person a "
                    "contract, and its scheme a version that has started.",
                    names="; ".join(bare[:10]),
                )
            )
